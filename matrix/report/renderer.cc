// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/renderer.h"

#include <algorithm>
#include <array>

namespace matrix::report {

namespace {

constexpr std::array renderer_rows{
	Renderer{"json", "matrix.json", "the results with every sample", render_json},
	Renderer{"markdown", "matrix.md", "the report as Markdown, for pull requests", render_markdown},
	Renderer{"summary", "summary.txt", "the answer, some operations and their origin in 80 columns, for a mail to a list", render_summary},
	Renderer{"mail", "matrix.txt", "the whole report in 80 columns of plain text", render_mail},
	Renderer{"csv", "matrix.csv", "one line per cell, for spreadsheets", render_csv},
	Renderer{"curve", "curve.csv", "one line per number of programs on a hook", render_curve_csv},
	Renderer{"google-benchmark", "benchmark.json", "medians in the JSON of Google Benchmark, for its tools", render_google_benchmark},
	Renderer{"html", "index.html", "the report as one page with plots", render_html},
};

} // namespace

std::span<const Renderer> renderer_table() { return renderer_rows; }

const Renderer *find_renderer(std::string_view format)
{
	const auto found = std::find_if(renderer_rows.begin(), renderer_rows.end(),
					[&](const Renderer &row) { return row.format == format; });

	return found == renderer_rows.end() ? nullptr : &*found;
}

} // namespace matrix::report
