// SPDX-License-Identifier: GPL-2.0
#include <iostream>
#include <memory>

#include "matrix/boot/shell.h"
#include "matrix/cli/guest_options.h"
#include "matrix/cli/verbs.h"

namespace matrix::cli {

namespace {

struct ShellOptions {
	GuestOptions guest;
	std::vector<std::string> files;
};

int run_shell(Context &context, const ShellOptions &options)
{
	auto job = make_guest_job(context.layout, options.guest);

	if (!job)
		return report(job.error());
	for (const std::string &file : options.files)
		job->files.push_back(split_guest_file(file));
	const auto status = boot::run_shell(context.layout, *job);
	if (!status)
		return report(status.error());
	return *status;
}

} // namespace

void register_shell(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("shell", "boots a kernel and gives an interactive shell in it");
	auto options = std::make_shared<ShellOptions>();

	add_guest_options(*verb, options->guest);
	verb->add_option("--file", options->files, "HOST[:GUEST], a file to put in")->type_name("FILE")->allow_extra_args(false);
	on_run(verb, context, [options](Context &c) { return run_shell(c, *options); });
}

} // namespace matrix::cli
