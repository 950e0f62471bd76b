// SPDX-License-Identifier: GPL-2.0
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "matrix/explain/explain.h"

namespace matrix::explain {

namespace {

constexpr int explained_schema_version = 1;
constexpr std::size_t functions_shown = 20;

std::string cell(const std::optional<std::uint64_t> &instructions) { return instructions ? fmt::format("{}", *instructions) : "-"; }

std::string difference(std::int64_t value) { return value == 0 ? "" : fmt::format("{:+}", value); }

// Calls that differ, and those on the way to them.
std::vector<bool> shown(const std::vector<Row> &rows, bool all)
{
	std::vector<bool> show(rows.size(), all);
	unsigned wanted = 0; // the depth above which the way to the next shown row goes on

	for (std::size_t i = rows.size(); i-- > 0;) {
		const bool leads = wanted > rows[i].depth;
		if (rows[i].difference() != 0 || rows[i].a.has_value() != rows[i].b.has_value())
			show[i] = true;
		else if (leads)
			show[i] = true;
		if (show[i])
			wanted = rows[i].depth;
	}
	return show;
}

std::string head(const Explained &explained)
{
	return fmt::format("{}: {}\n\n"
			   "  A  {}: {:.0f} instructions, {} of them of the kernel\n"
			   "  B  {}: {:.0f} instructions, {} of them of the kernel\n"
			   "  B - A: {:+.0f}, of which the kernel has {:+}\n\n",
			   explained.workload, explained.operation, explained.a.name, explained.a.counted, explained.a.kernel, explained.b.name,
			   explained.b.counted, explained.b.kernel, explained.counted_difference(), explained.kernel_difference());
}

std::string calls(const Explained &explained, const TextOptions &options)
{
	std::string text = fmt::format("{:>8} {:>8} {:>7}  call\n", "A", "B", "B - A");
	const std::vector<bool> show = shown(explained.rows, options.all);
	std::size_t alike = 0;

	for (std::size_t i = 0; i < explained.rows.size(); ++i) {
		const Row &row = explained.rows[i];
		if (!show[i]) {
			++alike;
			continue;
		}
		text += fmt::format("{:>8} {:>8} {:>7}  {:{}}{}\n", cell(row.a), cell(row.b), difference(row.difference()), "", 2 * row.depth,
				    row.function);
	}
	return text + (alike == 0 ? "" : fmt::format("{} calls that are alike are left out.\n", alike));
}

std::string sums(const Explained &explained)
{
	std::string text = fmt::format("\n{:>8} {:>8} {:>7}  function\n", "A", "B", "B - A");
	std::size_t count = 0;
	std::int64_t rest = 0;

	for (const Row &row : by_function(explained.rows)) {
		if (row.difference() == 0)
			break;
		if (count++ < functions_shown)
			text += fmt::format("{:>8} {:>8} {:>7}  {}\n", cell(row.a), cell(row.b), difference(row.difference()), row.function);
		else
			rest += row.difference();
	}
	if (count > functions_shown)
		text += fmt::format("{:>8} {:>8} {:>+7}  {} others\n", "", "", rest, count - functions_shown);
	return text + fmt::format("{:>8} {:>8} {:>+7}  in all; {} in no function\n", explained.a.kernel, explained.b.kernel,
				  explained.kernel_difference(), explained.unexplained());
}

nlohmann::json traced_json(const Traced &traced)
{
	return {{"cell", traced.name}, {"counted", traced.counted}, {"kernel", traced.kernel}};
}

} // namespace

std::string as_text(const Explained &explained, const TextOptions &options)
{
	return head(explained) + calls(explained, options) + sums(explained) + "\nInstructions of one operation under tcg-icount, not time.\n";
}

nlohmann::json as_json(const Explained &explained)
{
	nlohmann::json rows = nlohmann::json::array();
	const auto number = [](const std::optional<std::uint64_t> &value) { return value ? nlohmann::json(*value) : nlohmann::json(nullptr); };

	const std::vector<bool> differ = shown(explained.rows, false);
	for (std::size_t i = 0; i < explained.rows.size(); ++i) {
		const Row &row = explained.rows[i];
		rows.push_back({{"function", row.function}, {"depth", row.depth}, {"a", number(row.a)}, {"b", number(row.b)}, {"differs", static_cast<bool>(differ[i])}});
	}
	return {{"schema_version", explained_schema_version}, {"workload", explained.workload}, {"unit", "instructions/op"},
		{"accelerator", "tcg-icount"}, {"a", traced_json(explained.a)}, {"b", traced_json(explained.b)},
		{"kernel_difference", explained.kernel_difference()}, {"unexplained", explained.unexplained()}, {"calls", std::move(rows)}};
}

} // namespace matrix::explain
