// SPDX-License-Identifier: GPL-2.0
//
// One self-contained page: page.mustache with the model's words and numbers and
// gnuplot's SVG inside. Everything that comes from the results is escaped.
#include <kainjow/mustache.hpp>

#include "matrix/report/model.h"
#include "matrix/report/page.h"
#include "matrix/report/plot.h"
#include "matrix/report/renderer.h"

namespace matrix::report {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;

data strings(const std::vector<std::string> &texts)
{
	data items{data::type::list};

	for (const std::string &text : texts) {
		data item;
		item.set("text", text);
		items.push_back(item);
	}
	return items;
}

data problems(const std::vector<Problem> &rows)
{
	data items{data::type::list};

	for (const Problem &row : rows) {
		data item;
		item.set("where", row.where);
		item.set("status", row.status);
		item.set("reason", row.reason);
		items.push_back(item);
	}
	return items;
}

data entries(const std::vector<Entry> &row)
{
	data items{data::type::list};

	for (const Entry &entry : row) {
		data item;
		item.set("value", entry.value);
		item.set("compared", entry.difference.has_value());
		item.set("cost", entry.cost);
		item.set("percent", entry.percent);
		items.push_back(item);
	}
	return items;
}

data columns(const Section &section)
{
	data items{data::type::list};

	for (std::size_t i = 0; i < section.columns.size(); ++i) {
		data item;
		item.set("name", section.columns[i]);
		const compare::Configuration &configuration = section.configurations[i];
		item.set("variant", configuration.variant);
		item.set("dispatch", configuration.dispatch);
		item.set("stack", configuration.stack);
		item.set("scenario", configuration.scenario);
		item.set("attached", section.programs[i] != 0);
		item.set("programs", std::to_string(section.programs[i]) + (section.programs[i] == 1 ? " program" : " programs"));
		items.push_back(item);
	}
	return items;
}

data rows(const Section &section)
{
	data items{data::type::list};

	for (const Row &row : section.rows) {
		data item;
		item.set("workload", row.workload);
		item.set("operation", row.operation);
		item.set("baseline", row.baseline);
		item.set("entries", entries(row.entries));
		items.push_back(item);
	}
	return items;
}

base::Result<data> sections(const Model &model)
{
	data items{data::type::list};

	for (const Section &section : model.sections) {
		const auto svg = plot_svg(section);
		if (!svg)
			return tl::unexpected(svg.error());
		data item;
		item.set("id", section.scenario + "-" + section.counter + compare::kernel_suffix(section.baseline));
		item.set("baseline_name", section.baseline);
		item.set("title", section.title);
		item.set("counter", section.counter);
		item.set("unit", section.unit);
		item.set("columns", columns(section));
		item.set("rows", rows(section));
		item.set("svg", *svg);
		items.push_back(item);
	}
	return items;
}

data words(const std::vector<std::string> &texts)
{
	data items{data::type::list};

	for (const std::string &text : texts) {
		data item;
		item.set("word", text);
		items.push_back(item);
	}
	return items;
}

// The first word of a row is its heading.
data word_rows(const Table &table)
{
	data items{data::type::list};

	for (const std::vector<std::string> &row : table.rows) {
		data item;
		item.set("first", row.front());
		item.set("rest", words({row.begin() + 1, row.end()}));
		items.push_back(item);
	}
	return items;
}

base::Result<data> tables(const std::vector<Table> &all)
{
	data items{data::type::list};

	for (const Table &table : all) {
		data item;
		if (table.plot) {
			const auto svg = plot_svg(*table.plot);
			if (!svg)
				return tl::unexpected(svg.error());
			item.set("svg", *svg);
		}
		item.set("id", table.id);
		item.set("title", table.title);
		item.set("unit", table.unit);
		item.set("plotted", table.plot.has_value());
		item.set("notes", strings(table.notes));
		item.set("head", words(table.head));
		item.set("rows", word_rows(table));
		items.push_back(item);
	}
	return items;
}

data literature_rows(const Model &model)
{
	data items{data::type::list};

	for (const Literature &row : model.literature) {
		data item;
		item.set("what", row.what);
		item.set("published", row.published);
		item.set("ours", row.ours);
		item.set("same_sign", row.same_sign);
		item.set("source", row.source);
		item.set("why", row.why);
		items.push_back(item);
	}
	return items;
}

data facts(const Model &model)
{
	data items{data::type::list};

	for (const Fact &fact : model.facts) {
		data item;
		item.set("name", fact.name);
		item.set("value", fact.value);
		items.push_back(item);
	}
	return items;
}

} // namespace

base::Result<std::string> render_html(const compare::Comparison &comparison)
{
	const Model model = make_model(comparison);
	const auto drawn = sections(model);
	const auto listed = tables(model.tables);
	const auto kernels = tables(model.kernels);
	const nlohmann::json &context = comparison.results().context;
	const auto set = context.find("set");

	if (!drawn)
		return tl::unexpected(drawn.error());
	if (!listed)
		return tl::unexpected(listed.error());
	if (!kernels)
		return tl::unexpected(kernels.error());
	data page;
	page.set("title", model.title);
	if (model.opening.chart) {
		const auto chart = plot_svg(*model.opening.chart);
		if (!chart)
			return tl::unexpected(chart.error());
		page.set("chart", *chart);
		page.set("chart_counter", model.opening.chart->counter);
	}
	page.set("has_chart", model.opening.chart.has_value());
	page.set("question", model.opening.question);
	page.set("opening", strings(model.opening.sentences));
	page.set("answer", strings(model.answer));
	page.set("trustworthy", model.trustworthy);
	page.set("pairs", model.pairs);
	page.set("has_inexact", !model.inexact.empty());
	page.set("inexact", model.inexact);
	page.set("pairs_differ", !model.pair_differences.empty());
	page.set("pair_differences", problems(model.pair_differences));
	page.set("sections", *drawn);
	page.set("has_tables", !model.tables.empty());
	page.set("tables", *listed);
	page.set("kernels", *kernels);
	page.set("has_literature", !model.literature.empty());
	page.set("literature", literature_rows(model));
	page.set("all_ok", model.failed.empty() && model.skipped.empty());
	page.set("has_failed", !model.failed.empty());
	page.set("failed", problems(model.failed));
	page.set("has_skipped", !model.skipped.empty());
	page.set("skipped", problems(model.skipped));
	page.set("method", strings(model.method));
	page.set("facts", facts(model));
	page.set("set", set != context.end() && set->is_string() ? set->get<std::string>() : std::string{"default"});
	page.set("accelerator", context.value("accelerator", ""));
	page.set("script", std::string{page_script});

	kainjow::mustache::mustache shape{std::string{page_template}};
	if (!shape.is_valid())
		return base::fail({.id = "template-invalid", .code = base::ExitCode::failed, .action = "read the template",
				   .object = "page.mustache", .reason = shape.error_message(), .hint = {}, .errnum = 0});
	return shape.render(page);
}

} // namespace matrix::report
