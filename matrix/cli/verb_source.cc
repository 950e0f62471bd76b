// SPDX-License-Identifier: GPL-2.0
#include "matrix/cli/verbs.h"

namespace matrix::cli {

void register_source(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("source", "");
	on_run(verb, context, [](Context &) { return base::to_int(base::ExitCode::failed); });
}

} // namespace matrix::cli
