// SPDX-License-Identifier: GPL-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "loader/base/wrap.h"
#include "matrix/cost/cost.h"

namespace matrix::cost {

namespace {

constexpr std::size_t columns = 80;

struct WeighedRow {
	const char *name;
	std::uint64_t (*of)(const Weight &);
};

constexpr WeighedRow weighed[] = {
	{"text, bytes", [](const Weight &w) { return w.sizes.text; }},
	{"data, bytes", [](const Weight &w) { return w.sizes.data; }},
	{"bss, bytes", [](const Weight &w) { return w.sizes.bss; }},
	{"bzImage, bytes", [](const Weight &w) { return w.image_bytes; }},
	{"memory kept at boot, KiB", [](const Weight &w) { return w.kept_kib; }},
	{"in use at first program, KiB", [](const Weight &w) { return w.in_use_kib; }},
};

std::string row(std::string_view name, double base, double turned)
{
	return fmt::format("  {:<30} {:>14.0f} {:>14.0f} {:>+12.0f}\n", name, base, turned, turned - base);
}

std::string instructions(const Weight &base, const Weight &turned)
{
	std::string text;
	std::size_t equal = 0;

	for (const auto &[workload, count] : base.instructions) {
		const auto other = turned.instructions.find(workload);
		if (other == turned.instructions.end())
			text += fmt::format("  {:<30} not counted: {}\n", workload,
					    turned.not_counted.contains(workload) ? turned.not_counted.at(workload) : "the guest did not run it");
		else if (other->second == count)
			equal++;
		else
			text += row(workload, count, other->second);
	}
	return fmt::format("\n  Instructions per operation ({}, counted, not time); {} of {} workloads\n  have the same number:\n{}", turned.accelerator, equal,
			   base.instructions.size(), text);
}

std::string one(const Costs &costs, const OptionCost &option)
{
	std::string text = fmt::format("\n{}, with {}\n", costs.cell, option.line);

	if (!option.impossible.empty())
		return text + fmt::format("  Not weighed: {}\n", option.impossible);
	if (!option.followed.empty())
		text += base::wrap(fmt::format("Options that changed with it: {}", fmt::join(option.followed, ", ")), columns, "  ");
	text += fmt::format("  {:<30} {:>14} {:>14} {:>12}\n", "", "as it is", "turned", "difference");
	for (const WeighedRow &each : weighed)
		text += row(each.name, static_cast<double>(each.of(costs.base)), static_cast<double>(each.of(option.weight)));
	return text + instructions(costs.base, option.weight);
}

} // namespace

std::string as_text(const Costs &costs)
{
	std::string text = fmt::format("Linux {}: what options cost, each turned alone\n", costs.kernel_release);

	for (const OptionCost &option : costs.options)
		text += one(costs, option);
	return text;
}

nlohmann::json as_json(const Costs &costs)
{
	nlohmann::json options = nlohmann::json::array();

	for (const OptionCost &option : costs.options) {
		nlohmann::json object{{"line", option.line}, {"was", option.was}};
		if (option.impossible.empty())
			object.update({{"followed", option.followed}, {"weight", as_json(option.weight)}});
		else
			object["impossible"] = option.impossible;
		options.push_back(std::move(object));
	}
	return {{"schema_version", 1}, {"kernel", costs.kernel_release}, {"cell", costs.cell}, {"base", as_json(costs.base)}, {"options", std::move(options)}};
}

} // namespace matrix::cost
