// SPDX-License-Identifier: GPL-2.0
//
// The table of report formats: one row here, one file each. All of them are
// rendered from the same comparison of the same matrix.json.
//
//   for (const report::Renderer &renderer : report::renderer_table()) {
//           auto text = renderer.render(comparison);
//           if (text) base::write_file_atomically(folder / renderer.file, *text);
//   }
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "loader/base/result.h"
#include "matrix/compare/compare.h"

namespace matrix::report {

struct Renderer {
	std::string_view format;
	std::string_view file; // in the report folder
	std::string_view description;
	base::Result<std::string> (*render)(const compare::Comparison &);
};

std::span<const Renderer> renderer_table();

// nullptr when there is no such row.
const Renderer *find_renderer(std::string_view format);

base::Result<std::string> render_json(const compare::Comparison &comparison);
base::Result<std::string> render_markdown(const compare::Comparison &comparison);
base::Result<std::string> render_summary(const compare::Comparison &comparison);
base::Result<std::string> render_mail(const compare::Comparison &comparison);
base::Result<std::string> render_csv(const compare::Comparison &comparison);
base::Result<std::string> render_curve_csv(const compare::Comparison &comparison);
base::Result<std::string> render_google_benchmark(const compare::Comparison &comparison);
base::Result<std::string> render_html(const compare::Comparison &comparison);

} // namespace matrix::report
