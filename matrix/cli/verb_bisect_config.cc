// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <iostream>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "matrix/advise/config_file.h"
#include "matrix/cli/build_options.h"
#include "matrix/cli/guest_options.h"
#include "matrix/cli/verbs.h"
#include "matrix/cost/bisect.h"
#include "matrix/cost/cost.h"

namespace matrix::cli {

namespace {

struct BisectCommand {
	std::string good;
	std::string bad;
	std::vector<std::string> files;
	std::vector<std::string> append;
	std::vector<std::string> command;
	std::string kernel;
	std::string kernel_src;
	unsigned memory = 1024;
	unsigned jobs = 0;
	bool json = false;
};

void print(const cost::Bisected &found)
{
	std::cout << fmt::format("The command ends with {} on the good configuration and with {} when these are as in the bad one:\n", found.good_status, found.bad_status);
	for (const cost::Difference &each : found.minimal)
		std::cout << fmt::format("  {}   (good: {})\n", cost::as_line(each.name, each.bad), cost::as_line(each.name, each.good));
	std::cout << fmt::format("None of the {} can be left out; {} options differ, {} kernels were built and booted now.\n", found.minimal.size(), found.differences,
				 found.trials);
}

void print_json(const cost::Bisected &found)
{
	nlohmann::json minimal = nlohmann::json::array();

	for (const cost::Difference &each : found.minimal)
		minimal.push_back({{"option", each.name}, {"good", each.good}, {"bad", each.bad}});
	std::cout << nlohmann::json{{"schema_version", 1}, {"good_status", found.good_status}, {"bad_status", found.bad_status}, {"differences", found.differences},
				    {"trials", found.trials}, {"minimal", minimal}}
			     .dump(2)
		  << '\n';
}

int run_bisect(const Context &context, const BisectCommand &command)
{
	auto good = advise::load_config(command.good);
	if (!good)
		return report(good.error());
	auto bad = advise::load_config(command.bad);
	if (!bad)
		return report(bad.error());
	for (const advise::Config *config : {&*good, &*bad})
		if (!config->arch.empty() && config->arch != "x86")
			return report({.id = "architecture-not-supported", .code = base::ExitCode::usage, .action = "bisect with", .object = config->name,
				       .reason = fmt::format("it is of {}; kernels are built and booted as x86-64", config->arch), .hint = {}, .errnum = 0});
	cost::BisectOptions options{.good = std::move(*good), .bad = std::move(*bad), .argv = command.command, .files = {}, .append = command.append,
				    .kernel = command.kernel, .kernel_src = command.kernel_src, .memory_mib = command.memory,
				    .jobs = command.jobs != 0 ? command.jobs : std::max(1U, std::thread::hardware_concurrency()), .verbose = context.verbose};
	for (const std::string &file : command.files)
		options.files.push_back(split_guest_file(file));
	build::SystemRunner runner{context.verbose};
	collect::QemuRunner guests{context.layout};
	const auto found = cost::bisect(context.layout, options, runner, guests, std::cerr);
	if (!found)
		return report(found.error());
	if (command.json)
		print_json(*found);
	else
		print(*found);
	return base::to_int(base::ExitCode::ok);
}

} // namespace

void register_bisect_config(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("bisect-config", "which options make a command change its status, of those that two configurations differ in");
	auto command = std::make_shared<BisectCommand>();

	verb->add_option("GOOD", command->good, "a .config, or a .gz of one")->type_name("FILE")->required();
	verb->add_option("BAD", command->bad, "the same")->type_name("FILE")->required();
	verb->add_option("--file", command->files, "HOST[:GUEST], a file to put in (repeatable)")->type_name("FILE")->allow_extra_args(false);
	verb->add_option("--append", command->append, "a word of the kernel's command line (repeatable)")->allow_extra_args(false);
	verb->add_option("--memory", command->memory, "MiB of the guest")->check(CLI::Range(64u, 65536u))->capture_default_str();
	add_kernel_version(*verb, command->kernel);
	verb->add_option("--kernel-src", command->kernel_src, "git tree, folder or tarball (also $KERNEL_SRC)")->type_name("PATH");
	verb->add_option("--jobs,-j", command->jobs, "parallel jobs (default: processors)");
	verb->add_flag("--json", command->json, "print JSON");
	verb->add_option("command", command->command, "what is run in the guest, and its arguments, after --")->required();
	verb->footer("Builds and boots kernels of both and of what lies between them. Modules are not built. Status 12: both give the same.");
	on_run(verb, context, [command](Context &c) { return run_bisect(c, *command); });
}

} // namespace matrix::cli
