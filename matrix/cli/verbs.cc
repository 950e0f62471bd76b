// SPDX-License-Identifier: GPL-2.0
#include "matrix/cli/verbs.h"

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>

#include "loader/base/completion.h"

namespace matrix::cli {

namespace {

using Register = void (*)(CLI::App &, Context &);

constexpr Register verbs[] = {
#define HOOKMATRIX_VERB(name) register_##name,
#include "matrix/cli/verbs.def"
#undef HOOKMATRIX_VERB
};

bool verbose_wanted()
{
	const char *value = std::getenv("V");
	return value != nullptr && std::string_view{value} == "1";
}

int run_verb(Context &context)
{
	try {
		return context.run(context);
	} catch (const std::exception &error) {
		// What is recoverable comes back as a Result; this is the rest
		// (memory, a full disk under a library), told without a trace.
		std::cerr << "hookmatrix: error[unexpected]: " << error.what() << '\n';
		return base::to_int(base::ExitCode::failed);
	}
}

} // namespace

void on_run(CLI::App *verb, Context &context, std::function<int(Context &)> run)
{
	verb->callback([&context, run = std::move(run)] { context.run = run; });
}

int report(const base::Error &error)
{
	std::cerr << "hookmatrix: " << error.to_string() << '\n';
	return base::to_int(error.code);
}

int main(int argc, const char *const *argv)
{
	CLI::App app{"Builds kernels that differ in their security hooks, boots them and compares them", "hookmatrix"};
	Context context;
	std::string root;

	app.set_version_flag("--version", HOOKMATRIX_VERSION);
	app.add_option("--root", root, "the project's folder (also $HOOKMATRIX_ROOT)")->type_name("DIR");
	app.add_flag("-v,--verbose", context.verbose, "show the commands that are run (also V=1)");
	app.require_subcommand(1);
	app.fallthrough(); // --root and --verbose may stand behind the verb
	for (const Register entry : verbs)
		entry(app, context);
	base::add_completion_verb(app);
	try {
		app.parse(argc, argv);
	} catch (const CLI::ParseError &error) {
		return app.exit(error) == 0 ? base::to_int(base::ExitCode::ok) : base::to_int(base::ExitCode::usage);
	}
	context.layout = Layout::find(root);
	context.verbose = context.verbose || verbose_wanted();
	return run_verb(context);
}

} // namespace matrix::cli
