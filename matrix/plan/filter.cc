// SPDX-License-Identifier: GPL-2.0
#include "matrix/plan/filter.h"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

#include "bench/counter.h"
#include "matrix/build/variants.h"
#include "matrix/plan/plan.h"

namespace matrix::plan {

namespace {

constexpr std::array axes{"variant", "dispatch", "kernel-version", "stack", "scenario", "workload", "counter"};

// By axis, the patterns of which one has to match.
using Filters = std::map<std::string, std::vector<std::string>>;

tl::unexpected<base::Error> refuse_filter(const char *id, const std::string &filter, std::string reason)
{
	return base::fail({.id = id, .code = base::ExitCode::usage, .action = "filter the set by", .object = filter, .reason = std::move(reason),
			   .hint = "AXIS=PATTERN with one of variant, dispatch, kernel-version, stack, scenario, workload, counter", .errnum = 0});
}

base::Result<Filters> parse(const std::vector<std::string> &texts)
{
	Filters filters;

	for (const std::string &text : texts) {
		const std::size_t equals = text.find('=');
		const std::string axis = text.substr(0, equals);
		if (equals == std::string::npos || equals + 1 == text.size())
			return refuse_filter("filter-unknown", text, "there is no pattern behind an equals sign in it");
		if (std::find(axes.begin(), axes.end(), axis) == axes.end())
			return refuse_filter("filter-unknown", text, "there is no axis '" + axis + "'");
		std::istringstream words{text.substr(equals + 1)};
		if (axis == "stack")
			filters[axis].push_back(words.str());
		else
			for (std::string word; std::getline(words, word, ',');)
				filters[axis].push_back(word);
	}
	return filters;
}

// What can be filtered: where the group and the set leave their counters open, all that hookbench has.
std::vector<std::string> known_counters(const Set &set, const Group &group)
{
	std::vector<std::string> names = group.counters.empty() ? set.counters : group.counters;

	if (names.empty())
		for (const bench::CounterRow &row : bench::counter_table())
			names.emplace_back(row.name);
	return names;
}

bool passes(const Filters &filters, const std::string &axis, const std::string &value)
{
	const auto patterns = filters.find(axis);

	return patterns == filters.end() ||
	       std::any_of(patterns->second.begin(), patterns->second.end(),
			   [&](const std::string &pattern) { return ::fnmatch(pattern.c_str(), value.c_str(), 0) == 0; });
}

std::vector<std::string> passing(const Filters &filters, const std::string &axis, std::vector<std::string> values)
{
	std::erase_if(values, [&](const std::string &value) { return !passes(filters, axis, value); });
	return values;
}

// Nothing is left of it where one of its lists is empty.
bool narrow(const Set &set, Group &group, const Filters &filters)
{
	const build::Variant &row = *build::find_variant(group.variant, group.dispatch);
	const auto is_called = [&](std::string_view name) { return passes(filters, "variant", std::string{name}); };

	if (!passes(filters, "dispatch", group.dispatch) || !passes(filters, "kernel-version", std::string{row.kernel}))
		return false;
	if (!is_called(row.family) && !is_called(group.variant) && !is_called(row.name))
		return false;
	group.stacks = passing(filters, "stack", group.stacks);
	group.scenarios = passing(filters, "scenario", group.scenarios);
	if (filters.contains("workload")) {
		group.workloads = passing(filters, "workload", workloads_of(set, group));
		if (group.workloads.empty())
			return false;
	}
	if (filters.contains("counter")) {
		group.counters = passing(filters, "counter", known_counters(set, group));
		if (group.counters.empty())
			return false;
	}
	return !group.stacks.empty() && !group.scenarios.empty();
}

std::string all_of(const std::vector<std::string> &texts)
{
	std::string all;

	for (const std::string &text : texts)
		all += (all.empty() ? "" : " ") + text;
	return all;
}

} // namespace

Set with_boots(Set set, unsigned boots)
{
	for (Group &group : set.groups)
		group.boots = std::max(group.boots, boots);
	return set;
}

base::Result<Set> filtered(const Set &set, const std::vector<std::string> &texts)
{
	const auto filters = parse(texts);
	if (!filters)
		return tl::unexpected(filters.error());
	Set part = set;

	std::erase_if(part.groups, [&](Group &group) { return !narrow(set, group, *filters); });
	// Neither is on an axis.
	if (!texts.empty()) {
		part.explanations.clear();
		part.conformance.clear();
	}
	if (part.groups.empty())
		return refuse_filter("filter-empty", all_of(texts), "nothing is left of the set " + set.name);
	return part;
}

} // namespace matrix::plan
