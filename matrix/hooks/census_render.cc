// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "matrix/hooks/census.h"

namespace matrix::hooks {

namespace {

constexpr int census_schema_version = 1;

// What Kees Cook counted in the KRSI thread, 21 February 2020:
// lore.kernel.org/r/202002211946.A23A987@keescook
struct Published {
	const char *what;
	unsigned count;
};
constexpr std::array published{Published{"hooks", 230}, Published{"selinux", 202}, Published{"smack", 108}};

using Row = std::pair<std::string, std::size_t>;

// The one with the most hooks first.
std::vector<Row> by_size(const Census &census)
{
	std::vector<Row> rows;

	for (const auto &[lsm, hooks] : census.lsms)
		rows.emplace_back(lsm, hooks.size());
	std::stable_sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.second > b.second; });
	return rows;
}

// "hooktest (of this project's tests)"
std::string name_of(const std::string &lsm) { return lsm == project_lsm ? lsm + " (of this project's tests)" : lsm; }

std::string others(const Census &census) { return census.lsms.contains(project_lsm) ? fmt::format("bpf and {}", project_lsm) : "bpf"; }

// How many hooks have callbacks of so many LSMs, bpf left out.
std::vector<std::size_t> spread(const Census &census)
{
	std::vector<std::size_t> counts;

	for (const std::string &hook : census.hooks) {
		const std::size_t lsms = census.implemented_by(hook);
		counts.resize(std::max(counts.size(), lsms + 1));
		++counts[lsms];
	}
	return counts;
}

std::string spread_text(const Census &census)
{
	std::string text;
	const auto counts = spread(census);

	for (std::size_t i = 0; i < counts.size(); ++i)
		if (counts[i] != 0)
			text += fmt::format("{}{} by {}", text.empty() ? "" : ", ", counts[i], i == 0 ? "none" : std::to_string(i));
	return text;
}

std::string then(const Census &census)
{
	std::string text;

	for (const Published &row : published) {
		const auto lsm = census.lsms.find(row.what);
		const std::size_t here = lsm == census.lsms.end() ? census.hooks.size() : lsm->second.size();
		text += fmt::format("{}{} {} ({} here)", text.empty() ? "" : ", ", row.what, row.count, here);
	}
	return "February 2020, on the mailing lists: " + text + ".";
}

std::string undeclared(const Census &census)
{
	std::string text;

	for (const std::string &name : census.undeclared)
		text += (text.empty() ? "" : ", ") + name;
	return text.empty() ? text : "Registered, but no hook of this tree: " + text + ".\n";
}

} // namespace

std::string census_text(const Census &census)
{
	std::string text = fmt::format("Linux {}: {} hooks\n\n{:<12} {:>6} {:>7}\n", census.version, census.hooks.size(), "LSM", "hooks", "share");

	for (const auto &[lsm, count] : by_size(census))
		text += fmt::format("{:<12} {:>6} {:>6.1f}%{}\n", lsm, count, 100.0 * static_cast<double>(count) / static_cast<double>(census.hooks.size()),
				    name_of(lsm).substr(lsm.size()));
	return text + fmt::format("\nHooks that LSMs other than {} have callbacks on: {}.\n{}\n{}", others(census), spread_text(census), then(census), undeclared(census));
}

std::string census_markdown(const Census &census)
{
	std::string text = fmt::format("Linux {}: {} hooks.\n\n| LSM | hooks | share |\n|---|---:|---:|\n", census.version, census.hooks.size());

	for (const auto &[lsm, count] : by_size(census))
		text += fmt::format("| {} | {} | {:.1f} % |\n", name_of(lsm), count, 100.0 * static_cast<double>(count) / static_cast<double>(census.hooks.size()));
	return text + fmt::format("\nHooks that LSMs other than {} have callbacks on: {}.\n\n{}\n{}", others(census), spread_text(census), then(census), undeclared(census));
}

nlohmann::json census_json(const Census &census)
{
	nlohmann::json hooks = nlohmann::json::array();
	nlohmann::json lsms = nlohmann::json::object();

	for (const std::string &hook : census.hooks) {
		nlohmann::json by = nlohmann::json::array();
		for (const auto &[lsm, names] : census.lsms)
			if (names.count(hook) != 0)
				by.push_back(lsm);
		hooks.push_back({{"name", hook}, {"lsms", by}});
	}
	for (const auto &[lsm, count] : by_size(census))
		lsms[lsm] = count;
	return {{"schema_version", census_schema_version}, {"version", census.version}, {"hooks", hooks}, {"lsms", lsms},
		{"undeclared", census.undeclared}};
}

} // namespace matrix::hooks
