// SPDX-License-Identifier: GPL-2.0
//
// The verbs of `hookmatrix`. A new verb is one row in verbs.def and one file
// verb_NAME.cc, which declares the options and leaves what is to be run:
//
//   void register_boot(CLI::App &app, Context &context)
//   {
//           CLI::App *verb = app.add_subcommand("boot", "boots one kernel");
//           auto options = std::make_shared<Options>();
//           verb->add_option("--variant", options->variant, "the kernel");
//           on_run(verb, context, [options](Context &c) { return run(c, *options); });
//   }
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "loader/base/result.h"
#include "matrix/layout.h"

namespace matrix::cli {

struct Context {
	Layout layout;        // valid when the verb runs, not while options are declared
	bool verbose = false; // --verbose, V=1: show the commands that are run
	std::function<int(Context &)> run;
};

#define HOOKMATRIX_VERB(name) void register_##name(CLI::App &app, Context &context);
#include "matrix/cli/verbs.def"
#undef HOOKMATRIX_VERB

// `run` is called after the whole command line is parsed and the layout is
// known; it returns the exit code.
void on_run(CLI::App *verb, Context &context, std::function<int(Context &)> run);

// Prints the error to stderr as every verb does; returns its exit code.
int report(const base::Error &error);

int main(int argc, const char *const *argv);

} // namespace matrix::cli
