// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/size.h"

#include <array>

#include <fmt/format.h>

namespace matrix::report {

namespace {

using nlohmann::json;

// One row here, one column in the table: where it stands in a kernel's context, and the bytes of its unit.
struct Part {
	const char *head;
	const char *place;
	double unit;
};

constexpr std::array parts{
	Part{"text", "/metadata/size/text", 1},
	Part{"data", "/metadata/size/data", 1},
	Part{"bss", "/metadata/size/bss", 1},
	Part{"bzImage", "/metadata/size/bzImage", 1},
	Part{"kept at boot", "/memory_kib/kept", 1024},
};

std::optional<double> part_of(const json &kernel, const Part &part)
{
	const json::json_pointer place{part.place};

	if (!kernel.is_object() || !kernel.contains(place) || !kernel.at(place).is_number())
		return std::nullopt;
	return kernel.at(place).get<double>() * part.unit;
}

std::string cell_text(std::optional<double> value, std::optional<double> none, bool is_none)
{
	if (!value)
		return nothing;
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
	const json &none = (*kernels)["none"];
	if (!part_of(none, parts.front()))
		return std::nullopt;

	Table table{.id = "size", .title = "What a kernel weighs", .unit = "bytes",
		    .notes = {"The whole kernel with all its LSMs, whichever of them run: code, initialised data, memory that is zero at first, and the "
			      "file that is booted; of the guest's memory, what the kernel keeps for itself at boot. Of none, and what the "
			      "others have more, each than the none of its own release."},
		    .head = {"kernel"}, .rows = {}, .plot = {}};
	for (const Part &part : parts)
		table.head.emplace_back(part.head);
	for (const auto &[name, kernel] : kernels->items()) {
		const std::string control = "none" + compare::kernel_suffix(name);
		const auto beside = kernels->find(control);
		std::vector<std::string> row{name};
		for (const Part &part : parts)
			row.push_back(cell_text(part_of(kernel, part), beside != kernels->end() ? part_of(*beside, part) : std::nullopt, name == control));
		if (name == "none")
			table.rows.insert(table.rows.begin(), std::move(row));
		else
			table.rows.push_back(std::move(row));
	}
	return table;
}

} // namespace matrix::report
