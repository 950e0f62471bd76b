// SPDX-License-Identifier: GPL-2.0
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "bench/workload.h"
#include "matrix/build/variants.h"
#include "matrix/cli/verbs.h"
#include "matrix/trace/gate_table.h"

namespace matrix::cli {

namespace {

struct GatesOptions {
	trace::TraceOptions trace;
	bool functions = false;
	bool json = false;
};

int run_gates(const Context &context, const GatesOptions &options)
{
	const auto table = trace::trace_gates(context.layout, options.trace, std::cerr);

	if (!table)
		return report(table.error());
	if (options.json)
		std::cout << trace::as_json(*table).dump(2) << '\n';
	else
		std::cout << trace::as_text(*table, options.functions);
	for (const trace::GateRow &row : table->rows)
		if (!row.not_passed.empty() || !row.not_meant.empty() || (row.steady && row.cost() > row.allowed()))
			return base::to_int(base::ExitCode::failed);
	return base::to_int(base::ExitCode::ok);
}

} // namespace

void register_gates(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("gates", "counts the gates that each workload passes, beside what idle hooks cost it");
	auto options = std::make_shared<GatesOptions>();

	verb->add_option("--kernel", options->trace.variant, "a variant that is built and has gates")->type_name(build::kernel_type())->capture_default_str();
	verb->add_option("WORKLOAD", options->trace.workloads, "workloads (default: all)")->check(CLI::IsMember(bench::workload_names()));
	verb->add_option("--samples", options->trace.samples, "samples per workload (default: its own number)")->check(CLI::Range(2U, 1000000U));
	verb->add_flag("--functions", options->functions, "also the functions that run another number of instructions than on none");
	verb->add_flag("--json", options->json, "as JSON, with the functions");
	verb->footer("Boots the kernel and none, each once, under QEMU's TCG with a plugin that counts what runs in each sample.\n"
		     "Status: 1 when a workload that counts exactly costs more than one instruction for each gate that it passes,\n"
		     "or the hooks that it crosses are not those that its row in the table of workloads names.");
	on_run(verb, context, [options](Context &c) { return run_gates(c, *options); });
}

} // namespace matrix::cli
