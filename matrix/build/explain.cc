// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/explain.h"

#include <fmt/format.h>

#include "matrix/build/kconfig.h"
#include "matrix/build/text.h"

namespace matrix::build {

namespace {

using Lines = std::vector<std::string>;

Lines unknown_symbol(const KconfigTree &kconfig, const std::string &name)
{
	Lines names;

	for (const auto &[symbol, definitions] : kconfig.symbols)
		names.push_back(symbol);
	const Lines near = nearest(name, names, 3);
	return {"no such symbol in this source" + (near.empty() ? "" : "; the nearest: " + join(near, ", "))};
}

// The terms of one definition that are not met, each with its place.
Lines unmet(const Definition &definition, const ConfigValues &values, Tri needed)
{
	Lines lines;

	for (const Condition &condition : definition.conditions)
		for (const std::string &term : unmet_terms(*condition.expr, values, needed))
			lines.push_back(fmt::format("{} {} is not met, at {}:{}", condition.kind, term, condition.file,
						    condition.line));
	return lines;
}

// Who selects a symbol that was to stay off.
Lines selectors(const KconfigTree &kconfig, const std::string &name, const ConfigValues &values)
{
	const auto found = kconfig.selects.find(name);
	Lines lines;

	if (found == kconfig.selects.end())
		return lines;
	for (const Select &select : found->second) {
		const std::string_view value = value_of(values, select.by);
		const bool active = value != "n" && (!select.condition || evaluate(*select.condition, values) != Tri::n);
		if (active)
			lines.push_back(fmt::format("selected by {} (={}), at {}:{}", select.by, value, select.file,
						    select.line));
	}
	return lines;
}

} // namespace

Explainer::Explainer(const std::filesystem::path &tree, const ConfigValues &values)
	: Explainer(read_kconfig(tree), values) {}

Explainer::Explainer(std::shared_ptr<const KconfigTree> kconfig, const ConfigValues &values)
	: kconfig_(std::move(kconfig)), values_(values) {}

Lines Explainer::explain(const Setting &wish, const std::string &got) const
{
	const auto found = kconfig_->symbols.find(wish.name);
	if (found == kconfig_->symbols.end())
		return unknown_symbol(*kconfig_, wish.name);
	if (wish.value == "n" && got != "n") {
		Lines lines = selectors(*kconfig_, wish.name, values_);
		if (lines.empty())
			lines.push_back("its default is on and it cannot be chosen under these settings");
		return lines;
	}
	const Tri needed = wish.value == "m" ? Tri::m : Tri::y;
	Lines lines;
	bool prompt = false;
	bool choice = false;
	for (const Definition &definition : found->second) {
		prompt = prompt || definition.prompt;
		choice = choice || definition.in_choice;
		const Lines more = unmet(definition, values_, needed);
		lines.insert(lines.end(), more.begin(), more.end());
	}
	const Definition &first = found->second.front();
	if (!prompt)
		lines.push_back(fmt::format("it has no prompt (at {}:{}): only a default or a select sets it", first.file,
					    first.line));
	if (lines.empty())
		lines.push_back(fmt::format("{}, at {}:{}",
					    choice ? "another option of the same choice was taken"
						   : "its dependencies are met: out of range, or of another type",
					    first.file, first.line));
	return lines;
}

} // namespace matrix::build
