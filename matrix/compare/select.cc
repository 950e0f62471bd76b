// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/select.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <vector>

namespace matrix::compare {

namespace {

std::string text_of(const Configuration &row)
{
	const std::string suffix = kernel_suffix(row.variant);
	const std::string family = row.variant.substr(0, row.variant.size() - suffix.size());
	std::string text = row.dispatch == "-" || row.dispatch == "gate" ? row.variant : family + "-" + row.dispatch + suffix;

	return text + (row.stack == "-" ? "" : "/" + row.stack) + "/" + row.scenario;
}

bool is_kernel(const Configuration &row, const std::string &name)
{
	const std::string suffix = kernel_suffix(row.variant);

	return name == row.variant || name == row.variant.substr(0, row.variant.size() - suffix.size()) + "-" + row.dispatch + suffix;
}

bool fits(const Configuration &row, const std::vector<std::string> &words)
{
	bool says_scenario = false;

	for (std::size_t i = 1; i < words.size(); ++i) {
		if (words[i] != row.stack && words[i] != row.scenario)
			return false;
		says_scenario = says_scenario || words[i] == row.scenario;
	}
	return is_kernel(row, words.front()) && (says_scenario || row.scenario == "idle");
}

std::string list_of(const std::set<Configuration> &configurations)
{
	std::string text;

	for (const Configuration &row : configurations)
		text += (text.empty() ? "" : ", ") + text_of(row);
	return text;
}

} // namespace

base::Result<Results> only(const Results &results, const std::string &cell)
{
	const auto wrong = [&](const char *id, std::string reason) {
		return base::fail({.id = id, .code = base::ExitCode::usage, .action = "find the configuration", .object = cell,
				   .reason = std::move(reason), .hint = "KERNEL[/STACK][/SCENARIO]; without a scenario it is idle", .errnum = 0});
	};
	std::vector<std::string> words;
	std::set<Configuration> all;
	std::set<Configuration> found;

	std::istringstream text{cell};
	for (std::string word; std::getline(text, word, '/');)
		words.push_back(word);
	for (const Cell &row : results.cells)
		all.insert(row.configuration);
	for (const Configuration &row : all)
		if (!words.empty() && fits(row, words))
			found.insert(row);
	if (found.empty())
		return wrong("cell-unknown", "there is none of that name in the results, which have " + list_of(all));
	if (found.size() > 1)
		return wrong("cell-ambiguous", "it is each of " + list_of(found));
	Results part{.context = results.context, .cells = {}};
	std::copy_if(results.cells.begin(), results.cells.end(), std::back_inserter(part.cells),
		     [&](const Cell &row) { return row.configuration == *found.begin(); });
	return part;
}

} // namespace matrix::compare
