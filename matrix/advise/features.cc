// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/features.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "matrix/advise/facts.h"
#include "matrix/build/errors.h"

namespace matrix::advise {

namespace {

constexpr std::array feature_rows{
#define FEATURE(id, symbol, in_use, name, without, instead, source) Feature{id, symbol, in_use, name, without, instead, source},
#include "matrix/advise/features.def"
#undef FEATURE
};

constexpr std::array user_rows{
#define USER(id, feature, name, without, source) User{id, feature, name, without, source},
#include "matrix/advise/users.def"
#undef USER
};

// The features of a user, and of these the ones that run.
struct Uses {
	std::vector<std::string> all;
	std::vector<std::string> running;
};

Uses uses_of(const std::string &id, const Facts &facts)
{
	Uses uses;

	for (const User &user : user_rows) {
		if (user.id != id || user.feature.empty())
			continue;
		uses.all.emplace_back(user.feature);
		if (const auto *row = std::ranges::find(feature_rows, user.feature, &Feature::id); row != feature_rows.end() && facts.hold(row->in_use))
			uses.running.emplace_back(user.feature);
	}
	return uses;
}

} // namespace

std::span<const Feature> feature_table() { return feature_rows; }
std::span<const User> user_table() { return user_rows; }

std::vector<std::string> wanted_names()
{
	std::vector<std::string> names;

	for (const Feature &row : feature_rows)
		names.emplace_back(row.id);
	for (const User &row : user_rows)
		if (std::ranges::find(names, row.id) == names.end())
			names.emplace_back(row.id);
	return names;
}

base::Result<std::set<std::string>> features_wanted(const std::set<std::string> &names, const Config &config, const std::string &command_line)
{
	const LsmStack stack = lsm_stack(config, command_line);
	const Wishes none{.features = {}, .command_line = whole_command_line(config, command_line)};
	const Facts facts{config, stack, none};
	std::set<std::string> wants;

	for (const std::string &name : names) {
		if (std::ranges::find(feature_rows, name, &Feature::id) != feature_rows.end()) {
			wants.insert(name);
			continue;
		}
		const Uses uses = uses_of(name, facts);
		if (uses.all.size() > 1 && uses.running.empty())
			return build::refuse("want-is-unclear", base::ExitCode::usage, "keep what is wanted", name,
					     fmt::format("it uses {}, and none of them runs", fmt::join(uses.all, " or ")), "name one of these with --want");
		const std::vector<std::string> &chosen = uses.running.empty() ? uses.all : uses.running;
		wants.insert(chosen.begin(), chosen.end());
	}
	return wants;
}

} // namespace matrix::advise
