// SPDX-License-Identifier: GPL-2.0
#include "tests/same_code/compare.h"

#include <fmt/format.h>

#include <algorithm>

#include "loader/base/files.h"

namespace fs = std::filesystem;

namespace same_code {

namespace {

using Versions = std::vector<const std::vector<std::string> *>; // of one name

std::string first_difference(const std::vector<std::string> &before, const std::vector<std::string> &after)
{
	const auto [old, fresh] = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
	const auto line = [](auto at, const auto &code) { return at == code.end() ? std::string{"(the end)"} : *at; };

	return fmt::format("instruction {}: '{}', with the series '{}'", old - before.begin(), line(old, before),
			   line(fresh, after));
}

void drop_equal(Versions &before, Versions &after)
{
	for (auto old = before.begin(); old != before.end();) {
		const auto same = std::find_if(after.begin(), after.end(), [&](const auto *code) { return *code == **old; });
		if (same == after.end()) {
			++old;
			continue;
		}
		after.erase(same);
		old = before.erase(old);
	}
}

std::string text_of(const fs::path &file) { return base::read_file(file).value_or(""); }

} // namespace

std::vector<Difference> compare(const std::vector<Function> &before, const std::vector<Function> &after)
{
	std::map<std::string, std::pair<Versions, Versions>> by_name;
	std::vector<Difference> differences;

	for (const Function &function : before)
		by_name[function.name].first.push_back(&function.code);
	for (const Function &function : after)
		by_name[function.name].second.push_back(&function.code);
	for (auto &[name, sides] : by_name) {
		auto &[old, fresh] = sides;
		drop_equal(old, fresh);
		for (std::size_t i = 0; i < std::max(old.size(), fresh.size()); ++i)
			differences.push_back({.object = {}, .function = name,
					       .what = i >= fresh.size()  ? "only before"
						       : i >= old.size() ? "only after"
									 : first_difference(*old[i], *fresh[i]),
					       .cause = Cause::none, .mentioned = {}});
	}
	return differences;
}

Comparison::Comparison(Build before, Build after, std::set<std::string> changed_files, std::vector<Allowed> allowed)
	: before_(std::move(before)), after_(std::move(after)), changed_files_(std::move(changed_files)),
	  allowed_(std::move(allowed))
{
}

base::Result<std::vector<Function>> Comparison::read(const Build &build, const std::string &object) const
{
	std::error_code error;

	if (!fs::exists(build.objects / object, error))
		return std::vector<Function>{};
	return read_functions(build.objects / object);
}

base::Result<void> Comparison::add(const std::string &object)
{
	std::error_code error;

	if (!fs::exists(before_.objects / object, error) && !fs::exists(after_.objects / object, error))
		return base::fail({.id = "object-missing", .code = base::ExitCode::bad_input, .action = "compare",
				   .object = object, .reason = "neither build has it",
				   .hint = "build both kernels to the end", .errnum = 0});
	const auto before = read(before_, object);
	const auto after = read(after_, object);
	if (!before || !after)
		return tl::unexpected(before ? after.error() : before.error());
	functions_ += std::max(before->size(), after->size());
	for (const Function &function : *after)
		names_.insert(function.name);
	for (Difference &difference : compare(*before, *after)) {
		difference.object = object;
		explain(difference, fs::path{object}.replace_extension(".c").string());
		differences_.push_back(std::move(difference));
	}
	return {};
}

void Comparison::explain(Difference &difference, const std::string &source)
{
	for (const std::string &file : changed_files_)
		if ((file == source || file.ends_with(".h")) && changed(file).has(difference.function)) {
			difference.cause = Cause::changed;
			return;
		}
	if (changed_files_.contains(source)) {
		difference.mentioned = changed(source).mentioned_by(difference.function);
		difference.cause = difference.mentioned.empty() ? Cause::file : Cause::mentions;
		return;
	}
	for (std::size_t i = 0; i < allowed_.size(); ++i)
		if (allowed_[i].object == difference.object && allowed_[i].function == difference.function) {
			difference.cause = Cause::allowed;
			difference.mentioned = allowed_[i].reason;
			used_.insert(i);
		}
}

std::vector<Allowed> Comparison::unused() const
{
	std::vector<Allowed> result;

	for (std::size_t i = 0; i < allowed_.size(); ++i)
		if (!used_.contains(i))
			result.push_back(allowed_[i]);
	return result;
}

const ChangedFunctions &Comparison::changed(const std::string &source)
{
	auto found = changed_.find(source);

	if (found == changed_.end())
		found = changed_.emplace(source, changed_functions(text_of(before_.tree / source),
								   text_of(after_.tree / source))).first;
	return found->second;
}

} // namespace same_code
