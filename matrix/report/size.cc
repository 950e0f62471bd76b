// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/size.h"

#include <array>

#include <fmt/format.h>

namespace matrix::report {

namespace {

using nlohmann::json;

// Of `size vmlinux` and of the file; one row here, one column in the table.
constexpr std::array<const char *, 4> parts{"text", "data", "bss", "bzImage"};

// The sizes of a kernel in the context; null where there are none.
const json *size_of(const json &kernel)
{
	const json *value = &kernel;

	for (const char *key : {"metadata", "size"}) {
		if (!value->is_object() || !value->contains(key))
			return nullptr;
		value = &(*value)[key];
	}
	return value->is_object() ? value : nullptr;
}

std::optional<double> part_of(const json *size, const char *part)
{
	const auto found = size != nullptr ? size->find(part) : json::const_iterator{};

	return size != nullptr && found != size->end() && found->is_number() ? std::optional{found->get<double>()} : std::nullopt;
}

std::string cell_text(std::optional<double> value, std::optional<double> none, bool is_none)
{
	if (!value)
		return "\u2013";
	if (is_none || !none || *none == 0)
		return count_text(*value);
	return fmt::format("{} ({})", signed_text(*value - *none), percent_text(100 * (*value - *none) / *none));
}

} // namespace

std::optional<Table> size_table(const compare::Comparison &comparison)
{
	const json &context = comparison.results().context;
	const auto kernels = context.find("kernels");
	if (kernels == context.end() || !kernels->is_object() || !kernels->contains("none"))
		return std::nullopt;
	const json *none = size_of((*kernels)["none"]);
	if (none == nullptr)
		return std::nullopt;

	Table table{.id = "size", .title = "What a kernel weighs", .unit = "bytes",
		    .notes = {"The whole kernel with all its LSMs, whichever of them run: code, initialised data, memory that is zero at first, and the "
			      "file that is booted. Of none, and what the others have more."},
		    .head = {"kernel"}, .rows = {}, .plot = {}};
	table.head.insert(table.head.end(), parts.begin(), parts.end());
	for (const auto &[name, kernel] : kernels->items()) {
		std::vector<std::string> row{name};
		for (const char *part : parts)
			row.push_back(cell_text(part_of(size_of(kernel), part), part_of(none, part), name == "none"));
		if (name == "none")
			table.rows.insert(table.rows.begin(), std::move(row));
		else
			table.rows.push_back(std::move(row));
	}
	return table;
}

} // namespace matrix::report
