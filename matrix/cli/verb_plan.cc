// SPDX-License-Identifier: GPL-2.0
//
// The dry run: what `run` would boot and count. Needs no kernel and no guest.
#include <iostream>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "matrix/boot/accelerator.h"
#include "matrix/boot/guest.h"
#include "matrix/boot/qemu.h"
#include "matrix/cli/verbs.h"
#include "matrix/plan/filter.h"
#include "matrix/plan/plan.h"

namespace matrix::cli {

namespace {

struct PlanOptions {
	std::string set = "default";
	bool json = false;
	unsigned boots = 0;
	std::vector<std::string> filters;
};

nlohmann::json as_json(const Layout &layout, const plan::Set &set)
{
	nlohmann::json boots = nlohmann::json::array();
	const auto accelerator = boot::Accelerator::tcg_icount;

	for (const plan::PlannedBoot &planned : plan::make_plan(set)) {
		const boot::GuestJob job = plan::guest_job(layout, set, planned, accelerator);
		boots.push_back({{"variant", planned.variant}, {"dispatch", planned.dispatch}, {"stack", planned.stack},
				 {"scenario", planned.scenario}, {"workloads", planned.workloads}, {"boot", planned.boot},
				 {"counters", plan::counters_of(planned, accelerator)}, {"argv", job.argv},
				 {"qemu", boot::planned_command(job)}});
	}
	return {{"schema_version", 1}, {"set", set.name}, {"boots", boots}};
}

void print(const Layout &layout, const plan::Set &set)
{
	const auto accelerator = boot::Accelerator::tcg_icount;
	const auto boots = plan::make_plan(set);
	std::size_t cells = 0;

	for (const plan::PlannedBoot &planned : boots)
		cells += planned.workloads.size() * plan::counters_of(planned, accelerator).size();
	std::cout << fmt::format("{}: {}\n{} boots, {} cells\n\n", set.name, set.description, boots.size(), cells);
	for (const plan::PlannedBoot &planned : boots) {
		const boot::GuestJob job = plan::guest_job(layout, set, planned, accelerator);
		std::cout << planned.title() << "\n  guest: " << boot::shell_line(job.argv)
			  << "\n  host:  " << boot::shell_line(boot::planned_command(job)) << "\n";
	}
}

int run_plan(const Context &context, const PlanOptions &options)
{
	const auto whole = plan::load_set(context.layout.root / "matrix" / "sets", options.set);
	if (!whole)
		return report(whole.error());
	const auto set = plan::filtered(plan::with_boots(*whole, options.boots), options.filters);
	if (!set)
		return report(set.error());
	if (options.json)
		std::cout << as_json(context.layout, *set).dump(2) << '\n';
	else
		print(context.layout, *set);
	return base::to_int(base::ExitCode::ok);
}

} // namespace

void register_plan(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("plan", "prints what `run` would boot and count: a dry run");
	auto options = std::make_shared<PlanOptions>();

	verb->add_option("--set", options->set, "a name from matrix/sets, or a file")->type_name("NAME or FILE")->capture_default_str();
	verb->add_option("--filter", options->filters, "AXIS=PATTERN: only such variants, dispatches, kernel versions, stacks, scenarios, workloads, counters; may be repeated")
		->allow_extra_args(false);
	verb->add_option("--boots", options->boots, "boot each cell that often at least")->check(CLI::Range(1U, 1000U));
	verb->add_flag("--json", options->json, "as JSON");
	on_run(verb, context, [options](Context &c) { return run_plan(c, *options); });
}

} // namespace matrix::cli
