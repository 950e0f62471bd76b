// SPDX-License-Identifier: GPL-2.0
#include <iostream>
#include <memory>

#include "matrix/cli/build_options.h"
#include "matrix/cli/verbs.h"

namespace matrix::cli {

namespace {

int run_config(Context &context, const BuildCommand &command)
{
	const auto wanted = resolve(command, context.verbose);
	if (!wanted)
		return report(wanted.error());
	build::SystemRunner runner{context.verbose};
	for (const build::BuildOptions &options : *wanted) {
		build::KernelBuilder builder{context.layout, runner, options};
		const auto config = builder.configure();
		if (!config)
			return report(config.error());
		std::cout << config->string() << std::endl;
	}
	return base::to_int(base::ExitCode::ok);
}

} // namespace

void register_config(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("config", "configures and audits a kernel without building it");
	auto command = std::make_shared<BuildCommand>();

	add_build_options(*verb, *command);
	on_run(verb, context, [command](Context &c) { return run_config(c, *command); });
}

} // namespace matrix::cli
