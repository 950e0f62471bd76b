// SPDX-License-Identifier: GPL-2.0
//
// A section's cost over none as bars, a curve as lines, drawn by gnuplot as SVG
// that takes its text and line colours from the page, so that it reads in light
// and dark.
//
//   std::string script = report::plot_script(section, "/tmp/x/plot.svg");   // pure
//   base::Result<std::string> svg = report::plot_svg(section);              // runs gnuplot
//   if (!svg) return tl::unexpected(svg.error());
#pragma once

#include <filesystem>
#include <string>

#include "matrix/report/model.h"

namespace matrix::report {

std::string plot_script(const Section &section, const std::filesystem::path &output);
std::string plot_script(const Curve &curve, const std::filesystem::path &output);

// What gnuplot wrote, made fit to stand inside a page.
std::string inline_svg(std::string svg, const std::string &label);

// Empty where nothing can be drawn: no figure is compared with another one, or all have the mark.
base::Result<std::string> plot_svg(const Section &section);
base::Result<std::string> plot_svg(const Curve &curve);

} // namespace matrix::report
