// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/program_price.h"

#include <algorithm>

#include <fmt/format.h>

#include "matrix/report/answer.h"
#include "matrix/report/curve.h"
#include "matrix/report/model.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using compare::Configuration;

bool same_kernel(const Configuration &one, const Configuration &other)
{
	return one.variant == other.variant && one.dispatch == other.dispatch && one.stack == other.stack;
}

const Configuration *with_one_program(const Comparison &comparison, std::string_view variant)
{
	const auto &all = comparison.configurations();
	const auto found = std::find_if(all.begin(), all.end(), [&](const Configuration &row) {
		return row.variant == variant && row.scenario == "noop-1";
	});

	return found == all.end() ? nullptr : &*found;
}

std::string described(const Price &price)
{
	return fmt::format("{:.2f} on {} ({} and {})", *price.ratio, price.workload, signed_text(price.here), signed_text(price.there));
}

std::string further_sentence(const Comparison &comparison, const PricePair &pair, const std::string &counter)
{
	for (const Curve &curve : curves(comparison)) {
		if (curve.workload != headline || curve.counter != counter)
			continue;
		const CurveLine *here = nullptr;
		const CurveLine *there = nullptr;
		for (const CurveLine &line : curve.lines) {
			if (same_kernel(line.kernel, *pair.here))
				here = &line;
			if (same_kernel(line.kernel, *pair.there))
				there = &line;
		}
		if (here == nullptr || there == nullptr || !here->further() || !there->further())
			return {};
		return fmt::format("Each further program on that hook, from {} to {}, adds {} {} to {} on {} and {} on {}.",
				   here->points.front().programs, here->points.back().programs, signed_text(*here->further()), counter,
				   headline, here->column, signed_text(*there->further()), there->column);
	}
	return {};
}

} // namespace

PricePair price_pair(const Comparison &comparison)
{
	return {.here = with_one_program(comparison, "override"), .there = with_one_program(comparison, "bpf-lsm")};
}

std::vector<Price> prices(const Comparison &comparison, const std::string &counter)
{
	std::vector<Price> rows;
	const PricePair pair = price_pair(comparison);

	if (!pair)
		return rows;
	for (const std::string &workload : comparison.workloads()) {
		const auto here = comparison.added(*pair.here, workload, counter);
		const auto there = comparison.added(*pair.there, workload, counter);
		if (!here || !there)
			continue;
		Price price{.workload = workload, .here = *here, .there = *there,
			    .inexact_here = comparison.inexact_added(*pair.here, workload, counter),
			    .inexact_there = comparison.inexact_added(*pair.there, workload, counter), .ratio = {}, .why_not = {}};
		if (price.inexact_here || price.inexact_there)
			price.why_not = why_marked(comparison);
		else if (price.there <= 0)
			price.why_not = "adds nothing there";
		else if (price.here < 0)
			price.why_not = "does not call it"; // what differs is where things lie in memory
		else
			price.ratio = price.here / price.there;
		rows.push_back(std::move(price));
	}
	return rows;
}

std::vector<std::string> price_sentences(const Comparison &comparison, const std::string &counter)
{
	const PricePair pair = price_pair(comparison);
	std::vector<Price> rows = prices(comparison, counter);
	std::vector<std::string> sentences;
	std::string list;

	std::erase_if(rows, [](const Price &price) { return !price.ratio; });
	std::stable_partition(rows.begin(), rows.end(), [](const Price &price) { return price.workload == headline; });
	for (const Price &price : rows)
		list += (list.empty() ? "" : ", ") + described(price);
	if (rows.empty())
		return sentences;
	sentences.push_back(fmt::format("One no-op program on file_permission adds on {}, as a share of what it adds on {} (attached less "
					"idle of the same kernel, {} in brackets): {}.",
					column_name(comparison, *pair.here), column_name(comparison, *pair.there), counter, list));
	if (std::string further = further_sentence(comparison, pair, counter); !further.empty())
		sentences.push_back(std::move(further));
	return sentences;
}

} // namespace matrix::report
