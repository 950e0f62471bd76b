// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/loads.h"

#include <array>
#include <map>

#include "bench/statistics.h"

namespace matrix::collect {

namespace {

using nlohmann::json;

constexpr std::array parts{"open", "probe", "load", "attach"};
constexpr std::array figures{"clock_ns", "cpu_ns"};

struct Row {
	const BootResult *first = nullptr;
	std::size_t boots = 0;
	std::map<json::json_pointer, std::vector<double>> samples;
};

json::json_pointer place(const char *part, const char *figure) { return json::json_pointer{} / part / figure; }

// False where a boot says nothing of it, or not all.
bool has_all(const json &spent)
{
	for (const char *part : parts)
		for (const char *figure : figures)
			if (!spent.contains(place(part, figure)) || !spent.at(place(part, figure)).is_number_unsigned())
				return false;
	return true;
}

json to_row(const Row &row)
{
	const plan::PlannedBoot &boot = row.first->boot;
	json made{{"variant", boot.variant}, {"dispatch", boot.dispatch}, {"stack", boot.stack}, {"scenario", boot.scenario},
		  {"boots", row.boots}, {"programs", row.first->attach.value("attached", 0)}};

	for (const auto &[at, samples] : row.samples)
		made[at] = bench::summarize(samples).median;
	return made;
}

} // namespace

json loads(const std::vector<BootResult> &results)
{
	std::vector<Row> rows;
	std::map<std::array<std::string, 4>, std::size_t> places;
	json list = json::array();

	for (const BootResult &result : results) {
		if (!result.attach.is_object() || !result.attach.contains("spent") || !has_all(result.attach["spent"]))
			continue;
		const auto [at, fresh] = places.try_emplace(
			{result.boot.variant, result.boot.dispatch, result.boot.stack, result.boot.scenario}, rows.size());
		if (fresh)
			rows.push_back({.first = &result, .boots = 0, .samples = {}});
		Row &row = rows[at->second];
		++row.boots;
		for (const char *part : parts)
			for (const char *figure : figures)
				row.samples[place(part, figure)].push_back(result.attach["spent"].at(place(part, figure)).get<double>());
	}
	for (const Row &row : rows)
		list.push_back(to_row(row));
	return list;
}

} // namespace matrix::collect
