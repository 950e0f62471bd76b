// SPDX-License-Identifier: GPL-2.0
#include <iostream>
#include <memory>

#include "matrix/build/source.h"
#include "matrix/cli/build_options.h"
#include "matrix/cli/verbs.h"

namespace matrix::cli {

namespace {

struct SourceOptions {
	std::string kernel;
	std::string kernel_src;
};

int run_source(Context &context, const SourceOptions &options)
{
	build::SystemRunner runner{context.verbose};
	build::SourcePreparer preparer{context.layout, runner};
	const auto source = preparer.prepare(options.kernel_src, options.kernel);

	if (!source)
		return report(source.error());
	for (const std::string &warning : source->warnings)
		std::cerr << "hookmatrix: warning: " << warning << '\n';
	std::cout << source->tree.string() << '\n';
	return base::to_int(base::ExitCode::ok);
}

} // namespace

void register_source(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("source", "prepares the patched kernel tree and prints its path");
	auto options = std::make_shared<SourceOptions>();

	add_kernel_version(*verb, options->kernel);
	verb->add_option("--kernel-src", options->kernel_src, "git tree, folder or tarball (also $KERNEL_SRC)")->type_name("PATH");
	on_run(verb, context, [options](Context &c) { return run_source(c, *options); });
}

} // namespace matrix::cli
