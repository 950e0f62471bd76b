// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <map>
#include <set>

#include "matrix/compare/boots.h"
#include "matrix/compare/compare.h"

namespace matrix::compare {

namespace {

using nlohmann::json;

bool timed(const Results &results)
{
	return std::any_of(results.cells.begin(), results.cells.end(), [](const Cell &cell) { return !cell.counted(); });
}

base::Result<void> one_cpu(const std::vector<Results> &all)
{
	std::set<std::string> seen;

	for (const Results &results : all)
		if (timed(results))
			seen.insert(cpu_of(results));
	if (seen.size() < 2)
		return {};
	return base::fail({.id = "cpus-differ", .code = base::ExitCode::not_comparable, .action = "put results together", .object = {},
			   .reason = "some are of " + *seen.begin() + ", others of " + *std::next(seen.begin()),
			   .hint = "times of two processors have no difference: report them one by one", .errnum = 0});
}

// The boots that failed, of all files.
void add_failed_boots(json &merged, const json &context)
{
	const auto boots = context.find("failed_boots");

	if (boots == context.end() || !boots->is_array())
		return;
	json &known = merged["failed_boots"];
	if (!known.is_array())
		known = json::array();
	known.insert(known.end(), boots->begin(), boots->end());
}

// The kernels that the file of the first has not.
void add_kernels(json &merged, const json &context)
{
	const auto kernels = context.find("kernels");

	if (kernels == context.end() || !kernels->is_object())
		return;
	json &known = merged["kernels"];
	for (const auto &[name, kernel] : kernels->items())
		if (known.is_null() || (known.is_object() && !known.contains(name)))
			known[name] = kernel;
}

// Of a further file.
void add_context(json &merged, const json &context)
{
	if (!context.is_object() || !merged.is_object())
		return;
	add_kernels(merged, context);
	add_failed_boots(merged, context);
	if (!merged.contains("prices") && context.contains("prices"))
		merged["prices"] = context["prices"];
}

} // namespace

base::Result<void> one_accelerator(const std::vector<Cell> &cells)
{
	std::set<std::string> seen;

	for (const Cell &cell : cells)
		seen.insert(cell.accelerator);
	if (seen.size() < 2)
		return {};
	return base::fail({.id = "accelerators-differ", .code = base::ExitCode::not_comparable,
			   .action = "compare rows of different accelerators", .object = {},
			   .reason = "there are rows of " + *seen.begin() + " and of " + *std::next(seen.begin()),
			   .hint = "report them one by one: hookmatrix report --input FILE", .errnum = 0});
}

base::Result<Results> merge(std::vector<Results> all)
{
	Results merged;
	std::map<Key, unsigned> boots;
	std::vector<Boot> said;

	if (const auto same = one_cpu(all); !same)
		return tl::unexpected(same.error());
	if (!all.empty())
		merged.context = all.front().context;
	for (Results &results : all) {
		std::map<Key, unsigned> before = boots;
		std::map<Configuration, unsigned> later;
		for (Cell &cell : results.cells) {
			const Key key = key_of(cell);
			later[cell.configuration] = std::max(later[cell.configuration], before[key]);
			cell.boot += before[key];
			boots[key] = std::max(boots[key], cell.boot);
			merged.cells.push_back(std::move(cell));
		}
		for (Boot &boot : boots_of(results.context)) {
			boot.boot += later[boot.configuration];
			said.push_back(std::move(boot));
		}
		if (&results != &all.front())
			add_context(merged.context, results.context);
	}
	if (const auto same = one_accelerator(merged.cells); !same)
		return tl::unexpected(same.error());
	if (const auto different = each_once(said); !different)
		return tl::unexpected(different.error());
	if (!said.empty())
		merged.context["boots"] = to_json(said);
	return merged;
}

} // namespace matrix::compare
