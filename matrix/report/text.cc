// SPDX-License-Identifier: GPL-2.0
//
// Numbers and names as the reports write them.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "matrix/report/model.h"

namespace matrix::report {

namespace {

// Groups of three digits, with a narrow no-break space between them.
std::string grouped(const std::string &digits)
{
	std::string text;

	for (std::size_t i = 0; i < digits.size(); ++i) {
		if (i != 0 && (digits.size() - i) % 3 == 0)
			text += "\u202f";
		text += digits[i];
	}
	return text;
}

} // namespace

std::string count_text(double value)
{
	// A mean of a batch has a fraction, and from a hundred on nobody needs it.
	if (std::nearbyint(value) != value && value < 100)
		return fmt::format("{:.1f}", value);
	return grouped(fmt::format("{:.0f}", value));
}

std::string marked(std::string figure, bool inexact) { return inexact ? inexact_mark + figure : figure; }

const char *why_marked(const compare::Comparison &comparison) { return comparison.exact() ? "not exact" : "not significant"; }

std::string signed_text(double value)
{
	const std::string text = count_text(std::fabs(value));

	return value > 0 ? "+" + text : value < 0 ? "\u2212" + text : "0";
}

std::string percent_text(double value)
{
	const double size = std::fabs(value);
	// One digit behind the point, two where one would be zero.
	const std::string text = size != 0 && size < 0.05 ? fmt::format("{:.2f}", size) : fmt::format("{:.1f}", size);

	return (value > 0 ? "+" : value < 0 ? "\u2212" : "") + text + "\u00a0%";
}

bool is_default_dispatch(const compare::Comparison &comparison, const compare::Configuration &configuration)
{
	const auto &all = comparison.configurations();
	const auto first = std::find_if(all.begin(), all.end(), [&](const compare::Configuration &row) {
		return row.variant == configuration.variant;
	});

	return first == all.end() || first->dispatch == configuration.dispatch;
}

std::string column_name(const compare::Comparison &comparison, const compare::Configuration &configuration)
{
	std::string text = configuration.variant;
	const auto &all = comparison.configurations();
	const bool several = std::any_of(all.begin(), all.end(), [&](const compare::Configuration &other) {
		return other.variant == configuration.variant && other.dispatch != configuration.dispatch;
	});

	if (several)
		text += " " + configuration.dispatch;
	if (configuration.stack != "-")
		text += " " + configuration.stack;
	return text;
}

std::string configuration_name(const compare::Comparison &comparison, const compare::Configuration &configuration)
{
	return column_name(comparison, configuration) + " " + configuration.scenario;
}

} // namespace matrix::report
