// SPDX-License-Identifier: GPL-2.0
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "matrix/build/rebase.h"
#include "matrix/build/source.h"
#include "matrix/cli/build_options.h"
#include "matrix/cli/verbs.h"

namespace matrix::cli {

namespace {

struct RebaseOptions {
	std::string onto;
	std::string kernel;
	std::string kernel_src;
	std::string format = "text";
};

int run_rebase_series(const Context &context, const RebaseOptions &options)
{
	build::SystemRunner runner{context.verbose};
	build::SourcePreparer preparer{context.layout, runner};
	const auto source = preparer.prepare(options.kernel_src, options.kernel);
	if (!source)
		return report(source.error());
	const auto tried = build::rebase_series(source->series, source->pristine, options.onto, runner);
	if (!tried)
		return report(tried.error());
	if (options.format == "json")
		std::cout << build::rebase_json(*tried).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
	else
		std::cout << build::rebase_text(*tried);
	return base::to_int(tried->count(build::FitState::conflict) == 0 ? base::ExitCode::ok : base::ExitCode::series);
}

} // namespace

void register_rebase_series(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("rebase-series", "tries the series on another kernel's source, patch by patch");
	auto options = std::make_shared<RebaseOptions>();

	verb->add_option("--onto", options->onto, "the tree to try")->required()->type_name("DIR");
	add_kernel_version(*verb, options->kernel);
	verb->add_option("--kernel-src", options->kernel_src, "what the series are for: git tree, folder or tarball (also $KERNEL_SRC)")->type_name("PATH");
	verb->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
	verb->footer("Status: 7 when a patch is in conflict.");
	on_run(verb, context, [options](Context &c) { return run_rebase_series(c, *options); });
}

} // namespace matrix::cli
