// SPDX-License-Identifier: GPL-2.0
#include "bench/command_line.h"

#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bench/conditions.h"
#include "bench/runner.h"
#include "bench/statistics.h"
#include "loader/base/completion.h"
#include "loader/base/files.h"

namespace bench {

namespace {

struct Arguments {
	bool json = false;
	RunOptions options;
	std::string output;
	std::vector<std::string> workloads;
	std::vector<std::string> counters;
};

int list(const Arguments &arguments)
{
	nlohmann::json workloads = nlohmann::json::array();
	nlohmann::json counters = nlohmann::json::array();

	for (const WorkloadRow &row : workload_table())
		workloads.push_back({{"name", row.name}, {"operation", row.operation}, {"hooks", row.hooks},
				     {"samples", row.pace.samples}, {"by_name", row.pace.by_name}});
	for (const CounterRow &row : counter_table())
		counters.push_back({{"name", row.name}, {"unit", row.unit}, {"meaning", row.meaning}});
	if (arguments.json) {
		const nlohmann::json all{{"schema_version", results_schema_version},
					 {"workloads", workloads}, {"counters", counters}};
		fmt::print("{}\n", all.dump(2));
		return base::to_int(base::ExitCode::ok);
	}
	for (const WorkloadRow &row : workload_table())
		fmt::print("{:16} {}\n", row.name, row.operation);
	fmt::print("\ncounters:\n");
	for (const CounterRow &row : counter_table())
		fmt::print("{:16} {}\n", row.name, row.meaning);
	return base::to_int(base::ExitCode::ok);
}

void print_row(const nlohmann::json &row)
{
	const std::string workload = row.at("workload");
	const std::string counter = row.at("counter");

	if (row.at("status") == "skipped")
		return; // once per counter, below the table
	if (row.at("status") != "ok") {
		fmt::print("{:16} {:14} {}: {}\n", workload, counter, row.at("status").get<std::string>(),
			   row.at("reason").get<std::string>());
		return;
	}
	const Summary summary = summarize(row.at("samples").get<std::vector<double>>());
	fmt::print("{:16} {:14} {:>10} {:>10} {:>10} {:>8} {:>7}\n", workload, counter, summary.median, summary.min,
		   summary.max, summary.spread, summary.count);
}

// What makes times vary, and what would change it.
void print_conditions(const nlohmann::json &context)
{
	for (const nlohmann::json &condition : context.value("conditions", nlohmann::json::array()))
		if (condition.at("warning") != "")
			fmt::print(stderr, "hookbench: warning: {}\n", warning_text(condition));
}

// A counter that the machine lacks is lacking for every workload.
void print_skipped(const nlohmann::json &results)
{
	std::map<std::string, std::string> reasons;

	for (const nlohmann::json &row : results) {
		if (row.at("status") == "skipped")
			reasons.try_emplace(row.at("counter"), row.at("reason"));
	}
	for (const auto &[counter, reason] : reasons)
		fmt::print("{} skipped: {}\n", counter, reason);
}

int unknown(std::string_view kind, const std::string &name)
{
	fmt::print(stderr, "hookbench: error[unknown-{0}]: there is no {0} '{1}'\n  next: hookbench list\n", kind, name);
	return base::to_int(base::ExitCode::usage);
}

int check_names(const Arguments &arguments)
{
	for (const std::string &name : arguments.workloads) {
		if (find_workload(name) == nullptr)
			return unknown("workload", name);
	}
	for (const std::string &name : arguments.counters) {
		if (find_counter(name) == nullptr)
			return unknown("counter", name);
	}
	return base::to_int(base::ExitCode::ok);
}

int run(const Arguments &arguments)
{
	if (const int wrong = check_names(arguments); wrong != 0)
		return wrong;
	const nlohmann::json all = Runner{"/proc/self/exe", arguments.options}.run(arguments.workloads, arguments.counters);
	bool failed = false;

	fmt::print("{:16} {:14} {:>10} {:>10} {:>10} {:>8} {:>7}\n", "workload", "counter", "median", "min", "max",
		   "spread", "samples");
	for (const nlohmann::json &row : all.at("results")) {
		print_row(row);
		failed = failed || row.at("status") == "failed";
	}
	print_skipped(all.at("results"));
	print_conditions(all.at("context"));
	if (!arguments.output.empty()) {
		// A name that is no UTF-8 shall not cost the results.
		const std::string text = all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
		if (const auto done = base::write_file_atomically(arguments.output, text); !done) {
			fmt::print(stderr, "hookbench: {}\n", done.error().to_string());
			return base::to_int(done.error().code);
		}
	}
	return base::to_int(failed ? base::ExitCode::failed : base::ExitCode::ok);
}

} // namespace

int command_line(int argc, char **argv)
{
	// How hookbench calls itself: see bench/runner.h.
	if (argc > 1 && argv[1] == cell_argument)
		return run_cell({argv + 2, argv + argc}, 3);

	CLI::App app{"counts what system calls cost, one process per workload", "hookbench"};
	Arguments arguments;
	app.require_subcommand(1);
	CLI::App *list_verb = app.add_subcommand("list", "the workloads and the counters");
	list_verb->add_flag("--json", arguments.json, "as JSON");
	CLI::App *run_verb = app.add_subcommand("run", "count, print a table, write the samples");
	run_verb->add_flag("--icount", arguments.options.icount,
			   "the host promises that the time stamp counter counts instructions");
	run_verb->add_option("--samples", arguments.options.samples, "samples per workload (default: its own number)")
		->check(CLI::Range(1U, 1000000U));
	run_verb->add_option("--output", arguments.output, "file for the results, as JSON");
	run_verb->add_option("--counter", arguments.counters, "counters to use (default: all); may be repeated")
		->allow_extra_args(false);
	run_verb->add_option("WORKLOAD", arguments.workloads, "workloads to run (default: all)");
	base::add_completion_verb(app);
	try {
		app.parse(argc, argv);
	} catch (const CLI::ParseError &error) {
		return app.exit(error) == 0 ? base::to_int(base::ExitCode::ok) : base::to_int(base::ExitCode::usage);
	}
	return list_verb->parsed() ? list(arguments) : run(arguments);
}

} // namespace bench
