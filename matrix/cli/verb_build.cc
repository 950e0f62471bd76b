// SPDX-License-Identifier: GPL-2.0
#include <iostream>
#include <memory>

#include "matrix/cli/build_options.h"
#include "matrix/cli/verbs.h"

namespace matrix::cli {

namespace {

int run_build(Context &context, const BuildCommand &command)
{
	const auto wanted = resolve(command, context.verbose);
	if (!wanted)
		return report(wanted.error());
	build::SystemRunner runner{context.verbose};
	for (const build::BuildOptions &options : *wanted) {
		build::KernelBuilder builder{context.layout, runner, options};
		const auto kernel = builder.build();
		if (!kernel)
			return report(kernel.error());
		std::cout << kernel->folder.string() << (kernel->reused ? " (unchanged)" : "") << std::endl;
	}
	return base::to_int(base::ExitCode::ok);
}

} // namespace

void register_build(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("build", "builds kernels into build/kernels/<variant>");
	auto command = std::make_shared<BuildCommand>();

	add_build_options(*verb, *command);
	verb->add_option("--target", command->targets,
			 "make this alone, an object (fs/open.o) or a folder (security/), and collect no kernel (repeatable)")
		->allow_extra_args(false);
	on_run(verb, context, [command](Context &c) { return run_build(c, *command); });
}

} // namespace matrix::cli
