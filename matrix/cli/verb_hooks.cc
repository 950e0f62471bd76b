// SPDX-License-Identifier: GPL-2.0
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "matrix/cli/verbs.h"
#include "matrix/hooks/hook_table.h"
#include "matrix/hooks/render.h"

namespace matrix::cli {

namespace {

struct HooksOptions {
	std::string kernel = "override";
	std::string format = "text";
};

int run_hooks(const Context &context, const HooksOptions &options)
{
	const auto table = hooks::read_hook_table(context.layout, options.kernel);

	if (!table)
		return report(table.error());
	if (options.format == "json")
		std::cout << hooks::as_json(*table).dump(2) << '\n';
	else
		std::cout << (options.format == "markdown" ? hooks::as_markdown(*table) : hooks::as_text(*table));
	return base::to_int(base::ExitCode::ok);
}

} // namespace

void register_hooks(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("hooks", "lists every hook of a built kernel and what a program can do there");
	auto options = std::make_shared<HooksOptions>();

	verb->add_option("--kernel", options->kernel, "a variant: override or bpf-lsm")->capture_default_str();
	verb->add_option("--format", options->format, "text, markdown or json")
		->check(CLI::IsMember({"text", "markdown", "json"}))
		->capture_default_str();
	verb->add_flag_callback("--json", [options] { options->format = "json"; }, "the same as --format json");
	on_run(verb, context, [options](Context &c) { return run_hooks(c, *options); });
}

} // namespace matrix::cli
