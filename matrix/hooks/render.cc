// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/render.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace matrix::hooks {

namespace {

constexpr std::array all_classes{HookClass::deny, HookClass::observe, HookClass::disabled, HookClass::absent};

std::string summary(const HookTable &table)
{
	const auto counts = count_classes(table);
	std::string text = fmt::format("{} hooks of {}:", table.hooks.size(), table.variant);

	for (const HookClass kind : all_classes)
		text += fmt::format(" {} {}{}", counts.contains(kind) ? counts.at(kind) : 0, to_string(kind),
				    kind == all_classes.back() ? "" : ",");
	const auto open = std::count_if(table.hooks.begin(), table.hooks.end(),
					[](const Hook &hook) { return hook.takes_programs; });
	return text + fmt::format("; {} take programs", open);
}

} // namespace

std::string as_text(const HookTable &table)
{
	std::size_t width = 0;
	std::string text;

	for (const Hook &hook : table.hooks)
		width = std::max(width, hook.def.name.size());
	text += fmt::format("{:<{}}  {:<8}  {:>5}  {:<9}  {}\n", "hook", width, "class", "gates", "sleepable",
			    "arguments, or the reason");
	for (const Hook &hook : table.hooks)
		text += fmt::format("{:<{}}  {:<8}  {:>5}  {:<9}  {}\n", hook.def.name, width, to_string(hook.kind),
				    hook.functions.empty() ? "-" : std::to_string(hook.functions.size()),
				    hook.sleepable ? "yes" : "no",
				    hook.reason.empty() ? fmt::format("{}", fmt::join(hook.def.arguments, ", ")) : hook.reason);
	return text + "\n" + summary(table) + ".\n";
}

std::string as_markdown(const HookTable &table)
{
	std::string text = summary(table) + ".\n\n| hook | class | sleepable | arguments | reason |\n"
					    "| --- | --- | --- | --- | --- |\n";

	for (const Hook &hook : table.hooks)
		text += fmt::format("| `{}` | {} | {} | `{}` | {} |\n", hook.def.name, to_string(hook.kind),
				    hook.sleepable ? "yes" : "no",
				    hook.def.arguments.empty() ? "void" : fmt::format("{}", fmt::join(hook.def.arguments, ", ")),
				    hook.reason);
	return text;
}

nlohmann::json as_json(const HookTable &table)
{
	nlohmann::json hooks = nlohmann::json::array();

	for (const Hook &hook : table.hooks)
		hooks.push_back({{"name", hook.def.name}, {"class", std::string{to_string(hook.kind)}},
				 {"returns", hook.def.returns}, {"default", hook.def.unless},
				 {"arguments", hook.def.arguments}, {"takes_programs", hook.takes_programs},
				 {"sleepable", hook.sleepable},
				 {"gates", hook.functions}, {"reason", hook.reason}});
	return {{"schema_version", 1}, {"variant", table.variant}, {"hooks", hooks}};
}

} // namespace matrix::hooks
