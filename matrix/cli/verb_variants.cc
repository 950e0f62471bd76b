// SPDX-License-Identifier: GPL-2.0
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "matrix/build/variants.h"
#include "matrix/cli/verbs.h"

namespace matrix::cli {

namespace {

nlohmann::json as_json()
{
	nlohmann::json rows = nlohmann::json::array();

	for (const build::Variant &row : build::variant_table()) {
		nlohmann::json fragments = nlohmann::json::array();
		for (const std::string_view name : row.fragments)
			fragments.push_back(std::string{name});
		rows.push_back({{"name", std::string{row.name}},
				{"description", std::string{row.description}},
				{"family", std::string{row.family}},
				{"kernel", std::string{row.kernel}},
				{"dispatch", std::string{row.dispatch}},
				{"lsm", row.lsm},
				{"debug", row.debug},
				{"fragments", fragments}});
	}
	return {{"schema_version", 1}, {"variants", rows}};
}

} // namespace

void register_variants(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("variants", "lists the kernels that can be built");
	auto json = std::make_shared<bool>(false);

	verb->add_flag("--json", *json, "as JSON");
	on_run(verb, context, [json](Context &) {
		if (*json)
			std::cout << as_json().dump(2) << '\n';
		else
			std::cout << build::variant_list();
		return base::to_int(base::ExitCode::ok);
	});
}

} // namespace matrix::cli
