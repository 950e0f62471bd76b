// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <iostream>
#include <memory>
#include <thread>

#include "bench/workload.h"
#include "matrix/cli/verbs.h"
#include "matrix/cost/cost.h"
#include "matrix/explain/explain.h"

namespace matrix::cli {

namespace {

struct CostCommand {
	std::vector<std::string> options;
	std::vector<std::string> fragments;
	std::vector<std::string> workloads;
	std::string cell = "none";
	std::string kernel_src;
	unsigned jobs = 0;
	bool fresh = false;
	bool json = false;
};

base::Result<std::vector<cost::Option>> wanted(const Context &context, const CostCommand &command)
{
	std::vector<cost::Option> options;

	for (const std::string &text : command.options) {
		auto option = cost::parse_option(text);
		if (!option)
			return tl::unexpected(option.error());
		options.push_back(std::move(*option));
	}
	for (const std::string &name : command.fragments) {
		const auto fragment = build::load_fragments(context.layout.fragments(), {name});
		if (!fragment)
			return tl::unexpected(fragment.error());
		for (const build::Setting &line : fragment->front().settings) {
			// A number or a text that the kernel has is left as it is: there is no other that one would know.
			const bool word = line.value == "y" || line.value == "m" || line.value == "n";
			options.push_back({.name = line.name, .value = word ? "" : line.value});
		}
	}
	return options;
}

int run_cost(const Context &context, const CostCommand &command)
{
	const auto options = wanted(context, command);
	if (!options)
		return report(options.error());
	auto planned = explain::parse_cell(command.cell);
	if (!planned)
		return report(planned.error());
	planned->workloads = command.workloads.empty() ? bench::usual_workloads() : command.workloads;
	build::SystemRunner runner{context.verbose};
	collect::QemuRunner guests{context.layout};
	const auto costs = cost::cost_of(context.layout, *planned, *options,
					 {.kernel_src = command.kernel_src, .jobs = command.jobs != 0 ? command.jobs : std::max(1U, std::thread::hardware_concurrency()),
					  .fresh = command.fresh, .verbose = context.verbose},
					 runner, guests);
	if (!costs)
		return report(costs.error());
	if (command.json)
		std::cout << cost::as_json(*costs).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
	else
		std::cout << cost::as_text(*costs);
	return base::to_int(base::ExitCode::ok);
}

} // namespace

void register_cost(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("cost", "what one option of a kernel costs: bytes, memory, instructions, with it and without");
	auto command = std::make_shared<CostCommand>();

	verb->add_option("CELL", command->cell, "KERNEL[/STACK][/SCENARIO]")->type_name("CELL")->capture_default_str();
	auto *option = verb->add_option("--option", command->options, "CONFIG_X: turned off where it is on, and on where it is off; CONFIG_X=VALUE (repeatable)")
			       ->type_name("OPTION")->allow_extra_args(false);
	auto *fragment = verb->add_option("--fragment", command->fragments, "each line of this fragment of kconfig-fragments/, one by one (repeatable)")
				 ->type_name("NAME")->allow_extra_args(false);
	verb->add_option("--workload", command->workloads, "count this alone (repeatable; default: all)")
		->check(CLI::IsMember(bench::workload_names()))->allow_extra_args(false);
	verb->add_option("--kernel-src", command->kernel_src, "git tree, folder or tarball (also $KERNEL_SRC)")->type_name("PATH");
	verb->add_option("--jobs,-j", command->jobs, "parallel jobs (default: processors)");
	verb->add_flag("--fresh", command->fresh, "weigh again what was weighed before");
	verb->add_flag("--json", command->json, "print JSON");
	verb->require_option(1, 0);
	verb->footer("Builds the kernel with each option turned, boots it and the kernel as it is, under icount.");
	on_run(verb, context, [command, option, fragment](Context &c) {
		if (option->count() + fragment->count() == 0)
			return report({.id = "bad-option", .code = base::ExitCode::usage, .action = "weigh", .object = "options", .reason = "none is named",
				       .hint = "--option CONFIG_X, or --fragment NAME", .errnum = 0});
		return run_cost(c, *command);
	});
}

} // namespace matrix::cli
