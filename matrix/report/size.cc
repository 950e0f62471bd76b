// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/size.h"

#include <fmt/format.h>

#include "matrix/compare/weights.h"
#include "matrix/report/chapter.h"

namespace matrix::report {

namespace {

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
	const nlohmann::json &context = comparison.results().context;
	const auto kernels = context.find("kernels");
	if (kernels == context.end() || !kernels->is_object() || !kernels->contains("none"))
		return std::nullopt;
	if (!compare::weight_of(context, "none", compare::weight_parts().front()))
		return std::nullopt;

	Table table{.id = "size", .title = "What a kernel weighs", .unit = "bytes",
		    .notes = {"The whole kernel with all its LSMs, whichever of them run: code, initialised data, memory that is zero at first, and the "
			      "file that is booted; of the guest's memory, what the kernel keeps for itself at boot. Of none, and what the "
			      "others have more, each than the none of its own release."},
		    .head = {"kernel"}, .rows = {}, .plot = {}};
	for (const compare::WeightPart &part : compare::weight_parts())
		table.head.emplace_back(part.head);
	for (const auto &[name, kernel] : kernels->items()) {
		const std::string control = "none" + compare::kernel_suffix(name);
		std::vector<std::string> row{name};
		for (const compare::WeightPart &part : compare::weight_parts())
			row.push_back(cell_text(compare::weight_of(context, name, part), compare::weight_of(context, control, part), name == control));
		if (name == "none")
			table.rows.insert(table.rows.begin(), std::move(row));
		else
			table.rows.push_back(std::move(row));
	}
	return table;
}

std::vector<Block> size_chapter(const compare::Comparison &comparison, const Model &)
{
	auto table = size_table(comparison);

	return table ? std::vector<Block>{std::move(*table)} : std::vector<Block>{};
}

} // namespace matrix::report
