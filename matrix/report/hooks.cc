// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/hooks.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "matrix/report/chapter.h"

namespace matrix::report {

namespace {

using nlohmann::json;

struct ClassRow {
	const char *key; // hooks::to_string()
	const char *head;
};

constexpr std::array classes{ClassRow{"deny", "may refuse"}, ClassRow{"observe", "is told"}, ClassRow{"disabled", "not let in"},
			     ClassRow{"absent", "not called"}};

std::string count_of(const json &object, const std::string &key)
{
	const auto found = object.find(key);

	return found != object.end() && found->is_number_integer() ? count_text(found->get<double>()) : "0";
}

std::vector<Table> class_table(const json &context)
{
	Table table{.id = "hook-classes", .title = "What a program can do at a hook", .unit = "hooks",
		    .notes = {"Read from each built kernel: hooks at which a program may refuse, at which it is told and cannot, that take no programs, and "
			      "that no code of this configuration calls. docs/hooks.md names them, with the reasons."},
		    .head = {"kernel"}, .rows = {}, .plot = {}};
	const auto kernels = context.find("kernels");

	if (kernels == context.end() || !kernels->is_object())
		return {};
	for (const ClassRow &each : classes)
		table.head.emplace_back(each.head);
	for (const auto &[name, kernel] : kernels->items()) {
		const auto hooks = kernel.is_object() ? kernel.find("hooks") : kernel.end();
		if (!kernel.is_object() || hooks == kernel.end() || !hooks->is_object())
			continue;
		std::vector<std::string> row{name};
		for (const ClassRow &each : classes)
			row.push_back(count_of(*hooks, each.key));
		table.rows.push_back(std::move(row));
	}
	return table.rows.empty() ? std::vector<Table>{} : std::vector<Table>{std::move(table)};
}

std::vector<Table> census_table(const json &context)
{
	const auto census = context.find("census");

	if (census == context.end() || !census->is_object() || !census->contains("hooks") || !(*census)["hooks"].is_number_integer() ||
	    !census->contains("lsms") || !(*census)["lsms"].is_object())
		return {};
	const auto declared = (*census)["hooks"].get<std::size_t>();
	std::vector<std::pair<std::size_t, std::string>> lsms;
	for (const auto &[name, count] : (*census)["lsms"].items())
		if (count.is_number_integer())
			lsms.emplace_back(count.get<std::size_t>(), name);
	std::ranges::sort(lsms, [](const auto &a, const auto &b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
	const json version = census->value("version", json{});
	Table table{.id = "census", .title = "Who uses the hooks", .unit = "hooks",
		    .notes = {fmt::format("Counted in the source of {}, code under any option: it declares {} hooks. hookmatrix census counts any tree since 4.2."
					  " hooktest is this project's own, for tests.",
					  version.is_string() ? version.get<std::string>() : "the kernel", declared)},
		    .head = {"LSM", "with a callback", "of all"}, .rows = {}, .plot = {}};
	for (const auto &[count, name] : lsms)
		table.rows.push_back({name, count_text(static_cast<double>(count)), fmt::format("{:.0f} %", declared == 0 ? 0.0 : 100.0 * static_cast<double>(count) / static_cast<double>(declared))});
	return {std::move(table)};
}

} // namespace

std::vector<Table> hook_tables(const compare::Comparison &comparison)
{
	const json &context = comparison.results().context;
	std::vector<Table> tables = class_table(context);

	for (Table &table : census_table(context))
		tables.push_back(std::move(table));
	return tables;
}

std::vector<Block> hooks_chapter(const compare::Comparison &comparison, const Model &) { return blocks_of(hook_tables(comparison)); }

} // namespace matrix::report
