// SPDX-License-Identifier: GPL-2.0
//
// One self-contained page, without scripts. Every name is escaped.
#include <fmt/format.h>
#include <kainjow/mustache.hpp>

#include "matrix/explain/explain.h"
#include "matrix/explain/page.h"

namespace matrix::explain {

namespace {

using kainjow::mustache::data;

std::string text_of(const std::optional<std::uint64_t> &instructions) { return instructions ? fmt::format("{}", *instructions) : "–"; }

std::string signed_of(std::int64_t value)
{
	return value > 0 ? fmt::format("+{}", value) : value < 0 ? fmt::format("−{}", -value) : "0";
}

data row_of(const Row &row)
{
	const std::int64_t difference = row.difference();
	data item;

	item.set("class", difference > 0 ? "more" : difference < 0 ? "less" : "alike");
	item.set("a", text_of(row.a));
	item.set("b", text_of(row.b));
	item.set("difference", difference == 0 ? "" : signed_of(difference));
	item.set("indent", fmt::format("{:.1f}", 0.8 + 0.8 * row.depth));
	item.set("function", row.function);
	return item;
}

data rows_of(const std::vector<Row> &rows, bool all)
{
	data items{data::type::list};

	for (const Row &row : rows)
		if (all || row.difference() != 0)
			items.push_back(row_of(row));
	return items;
}

} // namespace

std::string as_html(const Explained &explained)
{
	kainjow::mustache::mustache page{std::string{page_template}};
	data model;

	model.set("workload", explained.workload);
	model.set("operation", explained.operation);
	model.set("a", explained.a.name);
	model.set("b", explained.b.name);
	model.set("a_counted", fmt::format("{:.0f}", explained.a.counted));
	model.set("b_counted", fmt::format("{:.0f}", explained.b.counted));
	model.set("a_kernel", fmt::format("{}", explained.a.kernel));
	model.set("b_kernel", fmt::format("{}", explained.b.kernel));
	model.set("difference", signed_of(explained.kernel_difference()));
	model.set("unexplained", fmt::format("{}", explained.unexplained()));
	model.set("calls", rows_of(explained.rows, true));
	model.set("functions", rows_of(by_function(explained.rows), false));
	return page.render(model);
}

} // namespace matrix::explain
