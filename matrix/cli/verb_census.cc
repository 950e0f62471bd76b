// SPDX-License-Identifier: GPL-2.0
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "matrix/build/debian_source.h"
#include "matrix/cli/build_options.h"
#include "matrix/cli/verbs.h"
#include "matrix/hooks/census.h"

namespace matrix::cli {

namespace {

struct CensusOptions {
	std::string tree; // empty: the one that kernels are built from
	std::string kernel;
	std::string format = "text";
};

int run_census(const Context &context, const CensusOptions &options)
{
	const build::DebianSource *row = build::find_source(options.kernel);
	if (row == nullptr)
		return report(build::unknown_kernel(options.kernel));
	const auto census = hooks::take_census(options.tree.empty() ? build::tree_of(context.layout, row->kernel) : std::filesystem::path{options.tree});

	if (!census)
		return report(census.error());
	if (options.format == "json")
		std::cout << hooks::census_json(*census).dump(2) << '\n';
	else
		std::cout << (options.format == "markdown" ? hooks::census_markdown(*census) : hooks::census_text(*census));
	return base::to_int(base::ExitCode::ok);
}

} // namespace

void register_census(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("census", "counts the hooks of a kernel's source, and which LSM has a callback on which");
	auto options = std::make_shared<CensusOptions>();

	add_kernel_version(*verb, options->kernel);
	verb->add_option("--kernel-source", options->tree, "the tree of any kernel since 4.2 (default: the patched one in build/source/)")->type_name("DIR")->excludes("--kernel-version");
	verb->add_option("--format", options->format, "text, markdown or json: json has each hook")
		->check(CLI::IsMember({"text", "markdown", "json"}))
		->capture_default_str();
	on_run(verb, context, [options](Context &c) { return run_census(c, *options); });
}

} // namespace matrix::cli
