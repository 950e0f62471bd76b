// SPDX-License-Identifier: GPL-2.0
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "matrix/hooks/hooks_diff.h"

namespace matrix::hooks {

namespace {

constexpr int hooks_diff_schema_version = 1;

std::string declared(const HookDef &hook)
{
	return fmt::format("{}({}), else {}", hook.returns, hook.arguments.empty() ? "void" : fmt::format("{}", fmt::join(hook.arguments, ", ")), hook.unless);
}

// What happened to it, in a word or two.
std::string kind_of(const ChangedHook &row)
{
	std::string kind = row.arguments ? "arguments" : row.names ? "names or const of arguments" : "";

	if (row.fallback)
		kind += (kind.empty() ? "" : ", ") + std::string{"answer"};
	return kind;
}

std::string heading(const HooksDiff &diff)
{
	return fmt::format("Linux {} has {} hooks, Linux {} has {}: {} added, {} removed, {} renamed, {} changed", diff.a, diff.hooks_a, diff.b, diff.hooks_b,
			   diff.added.size(), diff.removed.size(), diff.renamed.size(), diff.changed.size());
}

void rows(const char *title, const std::vector<ChangedHook> &changed, std::string_view mark, std::string &text)
{
	for (const ChangedHook &row : changed) {
		const std::string kind = kind_of(row);
		text += fmt::format("{}{} {}{}{}\n", mark, title, row.was == row.name ? row.name : row.was + " -> " + row.name, kind.empty() ? "" : ": ", kind);
		if (row.arguments || row.fallback)
			text += fmt::format("    was {}\n    is  {}\n", declared(row.before), declared(row.after));
	}
}

std::string breaks_text(const std::vector<Break> &breaks, std::size_t users, std::string_view mark)
{
	std::string text;

	if (users == 0)
		return "No policy made for A was given or built.\n";
	for (const Break &each : breaks)
		text += fmt::format("{}{}: program {} on {}: {}{}\n", mark, each.user.policy, each.user.program, each.user.hook, each.reason,
				    each.left_out ? "; it is optional, and left out" : "");
	const auto broken = std::ranges::count(breaks, false, &Break::left_out);
	return text + fmt::format("{} of {} programs of policies may break: made for A, they are on such hooks; the verifier knows what they use.\n", broken, users);
}

nlohmann::json row_json(const ChangedHook &row)
{
	const auto hook = [](const HookDef &def) { return nlohmann::json{{"returns", def.returns}, {"else", def.unless}, {"arguments", def.arguments}}; };

	return {{"name", row.name}, {"was", row.was}, {"before", hook(row.before)}, {"after", hook(row.after)}, {"arguments_changed", row.arguments},
		{"names_changed", row.names}, {"answer_changed", row.fallback}};
}

} // namespace

std::string hooks_diff_text(const HooksDiff &diff, const std::vector<Break> &breaks, std::size_t users)
{
	std::string text = heading(diff) + ".\n\n";

	for (const std::string &name : diff.added)
		text += fmt::format("added   {}\n", name);
	for (const std::string &name : diff.removed)
		text += fmt::format("removed {}\n", name);
	for (const std::string &name : diff.disabled)
		text += fmt::format("no programs {}\n", name);
	rows("renamed", diff.renamed, "", text);
	rows("changed", diff.changed, "", text);
	return text + "\n" + breaks_text(breaks, users, "");
}

std::string hooks_diff_markdown(const HooksDiff &diff, const std::vector<Break> &breaks, std::size_t users)
{
	std::string text = heading(diff) + ".\n\n";

	for (const std::string &name : diff.added)
		text += fmt::format("- added `{}`\n", name);
	for (const std::string &name : diff.removed)
		text += fmt::format("- removed `{}`\n", name);
	for (const std::string &name : diff.disabled)
		text += fmt::format("- no programs `{}`\n", name);
	rows("renamed", diff.renamed, "- ", text);
	rows("changed", diff.changed, "- ", text);
	return text + "\n" + breaks_text(breaks, users, "- ");
}

nlohmann::json hooks_diff_json(const HooksDiff &diff, const std::vector<Break> &breaks, std::size_t users)
{
	nlohmann::json renamed = nlohmann::json::array();
	nlohmann::json changed = nlohmann::json::array();
	nlohmann::json broken = nlohmann::json::array();

	for (const ChangedHook &row : diff.renamed)
		renamed.push_back(row_json(row));
	for (const ChangedHook &row : diff.changed)
		changed.push_back(row_json(row));
	for (const Break &each : breaks)
		broken.push_back({{"policy", each.user.policy}, {"program", each.user.program}, {"hook", each.user.hook}, {"reason", each.reason}, {"left_out", each.left_out}});
	return {{"schema_version", hooks_diff_schema_version}, {"a", {{"release", diff.a}, {"hooks", diff.hooks_a}}}, {"b", {{"release", diff.b}, {"hooks", diff.hooks_b}}},
		{"added", diff.added}, {"removed", diff.removed}, {"disabled", diff.disabled}, {"renamed", renamed}, {"changed", changed}, {"programs", users}, {"breaks", broken}};
}

} // namespace matrix::hooks
