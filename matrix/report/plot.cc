// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/plot.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "loader/base/files.h"
#include "loader/base/temp_dir.h"
#include "matrix/build/process.h"

namespace matrix::report {

namespace {

// Okabe and Ito's colours, told apart by people who do not see all of them,
// in the order in which they stand out on white and on black.
constexpr std::array colours{"#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999999"};

// Colours that are no one's, to be found again in gnuplot's output.
constexpr const char *text_marker = "#010203";
constexpr const char *grid_marker = "#040506";
constexpr const char *text_in_svg = "rgb(  1,   2,   3)";
constexpr const char *grid_in_svg = "rgb(  4,   5,   6)";

// Inside gnuplot's double quotes.
std::string gnuplot_text(const std::string &text)
{
	std::string out = "\"";

	for (const char c : text) {
		if (c == '"' || c == '\\')
			out += '\\';
		out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
	}
	return out + "\"";
}

std::string data_block(const Section &section)
{
	std::string text = "$data << EOD\n";

	for (const Row &row : section.rows) {
		// A bar has no room for a mark, and one mode in the place of another would be the longest.
		if (std::all_of(row.entries.begin(), row.entries.end(), [](const Entry &entry) { return entry.inexact; }))
			continue;
		text += gnuplot_text(row.workload);
		for (const Entry &entry : row.entries)
			text += entry.difference && !entry.inexact ? fmt::format(" {:.6f}", entry.difference->percent) : " NaN";
		text += "\n";
	}
	return text + "EOD\n";
}

// What all plots have in common. Names stand above the plot, which must not become
// lower for their number.
std::string opening(const std::filesystem::path &output, std::size_t names)
{
	constexpr std::size_t height = 280;
	constexpr std::size_t name_height = 20;

	return fmt::format("set terminal svg size 1040,{3} dynamic font 'sans-serif,13' noenhanced\n"
			   "set output {2}\nset border 2 lc rgb '{0}'\nset tics textcolor rgb '{0}'\n"
			   "set key tmargin left horizontal Left reverse textcolor rgb '{0}'\n"
			   "set grid ytics lc rgb '{1}' lt 1 lw 0.6\n",
			   text_marker, grid_marker, gnuplot_text(output.string()), height + name_height * names);
}

// Solid as long as there are colours, then hatched.
std::string fill(std::size_t place)
{
	return place < colours.size() ? "solid 1" : fmt::format("pattern {}", 3 + place / colours.size());
}

std::string data_block(const CurveLine &line, std::size_t number)
{
	std::string text = fmt::format("$line{} << EOD\n", number);

	for (const CurvePoint &point : line.points)
		text += fmt::format("{} {:.6f}\n", point.programs, point.added);
	return text + "EOD\n";
}

void replace_all(std::string &text, std::string_view from, std::string_view to)
{
	for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
		text.replace(at, from.size(), to);
}

tl::unexpected<base::Error> plot_error(base::ExitCode code, std::string reason, std::string hint)
{
	return base::fail({.id = "plot-failed", .code = code, .action = "draw a plot with", .object = "gnuplot",
			   .reason = std::move(reason), .hint = std::move(hint), .errnum = 0});
}

} // namespace

std::string plot_script(const Section &section, const std::filesystem::path &output)
{
	std::string text = opening(output, section.columns.size()) + data_block(section);

	text += fmt::format("set style data histograms\nset style histogram clustered gap 1\nset style fill solid 1 noborder\n"
			    "set boxwidth 0.9\nset datafile missing NaN\n"
			    "set ylabel 'percent over none' textcolor rgb '{0}'\nset xtics scale 0 rotate by -25\n"
			    "set xzeroaxis lc rgb '{0}' lt 1\nset offsets 0,0,graph 0.12,0\n"
			    "set yrange [*<0:1<*]\n",
			    text_marker);
	text += "plot ";
	for (std::size_t i = 0; i < section.columns.size(); ++i)
		text += fmt::format("{}$data using {}:xtic(1) title {} lc rgb '{}' fill {}", i == 0 ? "" : ", ", i + 2,
				    gnuplot_text(section.columns[i]), colours[section.places[i] % colours.size()],
				    fill(section.places[i]));
	return text + "\n";
}

std::string plot_script(const Curve &curve, const std::filesystem::path &output)
{
	std::string text = opening(output, curve.lines.size());
	std::string lines;
	std::set<unsigned> numbers;

	for (std::size_t i = 0; i < curve.lines.size(); ++i) {
		const CurveLine &line = curve.lines[i];
		text += data_block(line, i);
		for (const CurvePoint &point : line.points)
			numbers.insert(point.programs);
		lines += fmt::format("{}$line{} using 1:2 with linespoints title {} lc rgb '{}' lw 2 pt 7 ps 0.6", i == 0 ? "" : ", ", i,
				     gnuplot_text(line.column), colours[line.place % colours.size()]);
	}
	text += fmt::format("set ylabel {1} textcolor rgb '{0}'\nset xlabel 'programs on the hook' textcolor rgb '{0}'\n"
			    "set border 3 lc rgb '{0}'\nset xtics nomirror ({2})\nset ytics nomirror\nset yrange [0<*:*]\n"
			    "set xrange [0:*]\n",
			    text_marker, gnuplot_text(curve.counter + " over idle"), fmt::join(numbers, ","));
	return text + "plot " + lines + "\n";
}

std::string inline_svg(std::string svg, const std::string &label)
{
	const std::size_t start = svg.find("<svg");

	if (start != std::string::npos)
		svg.erase(0, start); // the XML declaration has no place in a page
	replace_all(svg, text_in_svg, "currentColor");
	replace_all(svg, "rgb(1,2,3)", "currentColor"); // how it writes the colour of words
	replace_all(svg, text_marker, "currentColor");
	// Groups would set the colour that is then taken from the page.
	replace_all(svg, " color=\"black\"", "");
	replace_all(svg, " color=\"white\"", "");
	replace_all(svg, grid_in_svg, "var(--line)");
	replace_all(svg, grid_marker, "var(--line)");
	// gnuplot numbers its markers and symbols from scratch in every plot.
	replace_all(svg, "gnuplot_plot_", "plot_" + label + "_");
	replace_all(svg, "gnuplot_canvas", "canvas_" + label);
	replace_all(svg, "id='gp", "id='" + label + "_gp");
	replace_all(svg, "#gp", "#" + label + "_gp");
	return svg;
}

namespace {

bool has_bars(const Section &section)
{
	return std::any_of(section.rows.begin(), section.rows.end(), [](const Row &row) {
		return std::any_of(row.entries.begin(), row.entries.end(), [](const Entry &entry) { return entry.difference && !entry.inexact; });
	});
}

// `write_script` makes the script for a path that the plot is to be written to.
template <class Script> base::Result<std::string> draw(const std::string &label, Script write_script)
{
	if (build::find_program("gnuplot").empty())
		return plot_error(base::ExitCode::missing_dependency, "there is no gnuplot on PATH", "apt-get install gnuplot-nox");
	const auto folder = base::TempDir::create();
	if (!folder)
		return tl::unexpected(folder.error());
	const auto script = folder->path() / "plot.gp";
	const auto output = folder->path() / "plot.svg";
	if (const auto done = base::write_file_atomically(script, write_script(output)); !done)
		return tl::unexpected(done.error());

	build::SystemRunner runner;
	const auto ran = runner.run({.argv = {"gnuplot", script.string()}, .environment = build::clean_environment(),
				     .cwd = {}, .stdin_file = {}, .log = {}, .on_line = {}, .on_tick = {}});
	if (!ran)
		return tl::unexpected(ran.error());
	const auto svg = base::read_file(output);
	if (ran->status != 0 || !svg)
		return plot_error(base::ExitCode::failed, ran->output, "");
	return inline_svg(*svg, label);
}

} // namespace

base::Result<std::string> plot_svg(const Section &section)
{
	if (!has_bars(section))
		return "";
	return draw(section.scenario + "_" + section.counter + compare::kernel_suffix(section.baseline), [&](const auto &output) { return plot_script(section, output); });
}

base::Result<std::string> plot_svg(const Curve &curve)
{
	return draw("curve_" + curve.workload + "_" + curve.counter, [&](const auto &output) { return plot_script(curve, output); });
}

} // namespace matrix::report
