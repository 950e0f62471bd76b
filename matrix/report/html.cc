// SPDX-License-Identifier: GPL-2.0
//
// One self-contained page: page.mustache with the chapters' words and numbers and
// gnuplot's SVG inside. Everything that comes from the results is escaped.
#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>

#include <kainjow/mustache.hpp>

#include "matrix/report/chapter.h"
#include "matrix/report/page.h"
#include "matrix/report/plot.h"
#include "matrix/report/renderer.h"

namespace matrix::report {

namespace {

using kainjow::mustache::data;

// What can stand in a link: "idle, bpf" is "idle--bpf".
std::string link_name(const std::string &text)
{
	std::string name;

	for (const char c : text)
		name += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' ? c : '-';
	return name;
}

// A name that no other element of the page has.
std::string unique_name(const std::string &wanted, std::set<std::string> &taken)
{
	std::string name = wanted;

	for (unsigned i = 2; !taken.insert(name).second; ++i)
		name = wanted + "-" + std::to_string(i);
	return name;
}

data text_data(const std::vector<std::string> &all)
{
	data list{data::type::list};

	for (const std::string &text : all) {
		data item;
		item.set("text", text);
		list.push_back(item);
	}
	return list;
}

// The words of a text, links among them told apart.
data pieces(const std::string &text)
{
	data list{data::type::list};
	std::istringstream words{text};
	std::string plain;

	const auto end_plain = [&] {
		data item;
		item.set("text", plain);
		item.set("link", false);
		list.push_back(item);
		plain.clear();
	};
	for (std::string word; words >> word;) {
		if (!word.starts_with("https://")) {
			plain += word + " ";
			continue;
		}
		end_plain();
		data item;
		item.set("text", word);
		item.set("link", true);
		list.push_back(item);
		plain = " ";
	}
	end_plain();
	return list;
}

// "+7 (+1.4 %)" is a figure with its share below it.
data figure_data(const std::string &text, bool words)
{
	const std::size_t share = words || !text.ends_with(')') ? std::string::npos : text.rfind(" (");
	data item;

	item.set("words", words);
	item.set("pieces", words ? pieces(text) : data{data::type::list});
	item.set("text", text.substr(0, share));
	item.set("has_share", share != std::string::npos);
	item.set("share", share == std::string::npos ? "" : text.substr(share + 2, text.size() - share - 3));
	return item;
}

void set_configuration(data &item, const compare::Configuration *configuration)
{
	const compare::Configuration none;
	const compare::Configuration &row = configuration != nullptr ? *configuration : none;

	item.set("cell", configuration != nullptr);
	item.set("variant", row.variant);
	item.set("dispatch", row.dispatch);
	item.set("stack", row.stack);
	item.set("scenario", row.scenario);
}

// A long list of LSMs may also break after its commas.
data list_parts(const std::string &text)
{
	data list{data::type::list};

	for (std::size_t from = 0; from <= text.size();) {
		const std::size_t comma = std::min(text.find(',', from), text.size());
		data item;
		item.set("text", text.substr(from, comma - from) + (comma < text.size() ? "," : ""));
		item.set("more", comma < text.size());
		list.push_back(item);
		from = comma + 1;
	}
	return list;
}

data head_data(const Table &table)
{
	data list{data::type::list};

	for (std::size_t i = 0; i < table.head.size(); ++i) {
		const std::string counter = i < table.counters.size() ? table.counters[i] : "";
		data item;
		item.set("parts", list_parts(table.head[i]));
		item.set("key", i < table.keys);
		item.set("words", table.prose || i < table.keys);
		item.set("has_counter", !counter.empty());
		item.set("counter", counter);
		set_configuration(item, i < table.cells.size() && table.cells[i] ? &*table.cells[i] : nullptr);
		list.push_back(item);
	}
	return list;
}

data row_data(const Table &table, std::set<std::string> &taken)
{
	data list{data::type::list};

	for (std::size_t r = 0; r < table.rows.size(); ++r) {
		const std::vector<std::string> &row = table.rows[r];
		std::string name = table.id;
		data figures{data::type::list};
		data item;

		for (std::size_t i = 0; i < row.size(); ++i) {
			if (i < table.keys)
				name += (i == 0 ? "--" : "-") + row[i];
			if (i > 0)
				figures.push_back(figure_data(row[i], table.prose || i < table.keys));
		}
		item.set("id", unique_name(link_name(name), taken));
		item.set("first", row.front());
		item.set("has_about", r < table.about.size());
		item.set("about", r < table.about.size() ? table.about[r] : "");
		item.set("figures", figures);
		set_configuration(item, r < table.row_cells.size() ? &table.row_cells[r] : nullptr);
		list.push_back(item);
	}
	return list;
}

// Of a block one of these is true: a template cannot ask for a type.
data kind(const char *name)
{
	data item;

	for (const char *each : {"paragraph", "items", "picture", "verbatim", "table"})
		item.set(each, std::string_view{each} == name);
	return item;
}

struct PageSetter {
	const Chapter &chapter;
	std::set<std::string> &taken;

	base::Result<data> operator()(const Paragraph &paragraph) const
	{
		data item = kind("paragraph");
		item.set("text", paragraph.text);
		item.set("tone", paragraph.tone == Paragraph::Tone::question ? "question"
				 : paragraph.tone == Paragraph::Tone::good ? "verdict good"
				 : paragraph.tone == Paragraph::Tone::bad  ? "verdict bad" : "plain");
		return item;
	}
	base::Result<data> operator()(const Items &list) const
	{
		data item = kind("items");
		item.set("notes", text_data(list.texts));
		return item;
	}
	base::Result<data> operator()(const Verbatim &tail) const
	{
		std::string text;
		for (const std::string &line : tail.lines)
			text += line + "\n";
		data item = kind("verbatim");
		item.set("text", text);
		return item;
	}
	base::Result<data> operator()(const Picture &picture) const
	{
		const auto svg = plot_svg(picture.section);
		if (!svg)
			return tl::unexpected(svg.error());
		data item = kind("picture");
		item.set("drawn", !svg->empty());
		item.set("svg", *svg);
		item.set("label", picture.label);
		item.set("caption", picture.caption);
		return item;
	}
	base::Result<data> operator()(const Table &table) const
	{
		data item = kind("table");
		const bool titled = !table.title.empty() && table.title != chapter.title;
		bool plotted = false; // there may be nothing to draw
		if (table.plot || table.bars) {
			const auto svg = table.plot ? plot_svg(*table.plot) : plot_svg(*table.bars);
			if (!svg)
				return tl::unexpected(svg.error());
			plotted = !svg->empty();
			item.set("svg", *svg);
		}
		item.set("plotted", plotted);
		item.set("titled", titled);
		item.set("title", titled ? table.title : std::string{chapter.title});
		item.set("id", titled ? unique_name(link_name(table.id), taken) : "");
		item.set("has_unit", !table.unit.empty());
		item.set("unit", table.unit);
		item.set("noted", !table.notes.empty());
		item.set("notes", text_data(table.notes));
		item.set("prose", table.prose);
		item.set("counted", !table.counter.empty());
		item.set("counter", table.counter);
		item.set("of_workload", !table.workload.empty());
		item.set("workload", table.workload);
		item.set("filled", !table.rows.empty());
		item.set("heads", head_data(table));
		item.set("rows", row_data(table, taken));
		return item;
	}
};

base::Result<data> chapters(const compare::Comparison &comparison, const Model &model)
{
	data list{data::type::list};
	std::set<std::string> taken{"tools", "filter", "filtered", "cell", "cell-title", "cell-value", "cell-command", "cell-samples"};

	for (const Chapter &chapter : chapter_table())
		taken.emplace(chapter.id);
	for (const Chapter &chapter : chapter_table()) {
		data blocks{data::type::list};
		bool any = false;
		for (const Block &block : chapter.blocks(comparison, model)) {
			const auto item = std::visit(PageSetter{chapter, taken}, block);
			if (!item)
				return tl::unexpected(item.error());
			blocks.push_back(*item);
			any = true;
		}
		if (!any)
			continue;
		data item;
		item.set("id", std::string{chapter.id});
		item.set("chapter", std::string{chapter.title});
		item.set("blocks", blocks);
		list.push_back(item);
	}
	return list;
}

} // namespace

base::Result<std::string> render_html(const compare::Comparison &comparison)
{
	const Model model = make_model(comparison);
	const auto all = chapters(comparison, model);
	const nlohmann::json &context = comparison.results().context;
	const auto set = context.find("set");

	if (!all)
		return tl::unexpected(all.error());
	data page;
	page.set("heading", model.title);
	page.set("chapters", *all);
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
