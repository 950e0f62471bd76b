// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bench/conditions.h"
#include "bench/statistics.h"
#include "loader/base/completion.h"
#include "loader/base/files.h"
#include "matrix/lab/run.h"

namespace {

using namespace matrix;

struct Arguments {
	lab::RunOptions options;
	std::string output;
	bool json = false;
};

int list(const Arguments &arguments)
{
	nlohmann::json rows = nlohmann::json::array();

	for (const lab::Mechanism &row : lab::mechanism_table()) {
		if (!arguments.json)
			fmt::print("{:22} {:9} {}\n", row.name, to_string(row.kind), row.meaning);
		rows.push_back({{"name", row.name}, {"kind", to_string(row.kind)}, {"meaning", row.meaning}});
	}
	if (arguments.json)
		fmt::print("{}\n", nlohmann::json{{"schema_version", lab::prices_schema_version}, {"mechanisms", rows}}.dump(2));
	return base::to_int(base::ExitCode::ok);
}

void print_conditions(const nlohmann::json &context)
{
	for (const nlohmann::json &condition : context.at("conditions"))
		if (condition.at("warning") != "")
			fmt::print(stderr, "hooklab: warning: {}\n", bench::warning_text(condition));
}

void print(const lab::Measured &measured)
{
	fmt::print("{}, {:.3f} ticks per ns; nanoseconds of one execution, medians of {} repetitions\n",
		   measured.context.at("cpu").get<std::string>(), measured.context.at("ticks_per_ns").get<double>(),
		   measured.context.at("repetitions").get<unsigned>());
	fmt::print("cycles: {}\nevents: {}\n\n", measured.context.at("cycles").get<std::string>(),
		   measured.context.at("events").get<std::string>());
	fmt::print("{:22} {:13} {:>9} {:>9} {:>9}  {}\n", "mechanism", "from", "median", "quartile", "quartile", "what it is");
	for (const lab::Price &price : measured.prices) {
		const auto ascending = bench::sorted(price.ns);
		fmt::print("{:22} {:13} {:9.2f} {:9.2f} {:9.2f}  {}\n", price.mechanism->name, to_string(price.from),
			   bench::quantile(ascending, 0.5), bench::quantile(ascending, 0.25), bench::quantile(ascending, 0.75),
			   price.mechanism->meaning);
	}
}

int run(const Arguments &arguments)
{
	fmt::print(stderr, "hooklab: measuring; all mechanisms 21 times take some ten seconds\n");
	const auto done = lab::run(arguments.options);
	if (!done) {
		fmt::print(stderr, "hooklab: {}\n", done.error().to_string());
		return base::to_int(done.error().code);
	}
	const lab::Measured &measured = *done;
	if (measured.prices.empty()) {
		fmt::print(stderr, "hooklab: error[unknown-mechanism]: no mechanism has '{}' in its name\n  next: hooklab list\n",
			   arguments.options.filter);
		return base::to_int(base::ExitCode::usage);
	}
	print_conditions(measured.context);
	if (measured.context.at("on_cpu").get<int>() < 0)
		fmt::print(stderr, "hooklab: warning: it could not stay on one CPU, and the interrupts are those of CPU 0\n");
	print(measured);
	if (arguments.output.empty())
		return base::to_int(base::ExitCode::ok);
	if (const auto written = base::write_file_atomically(arguments.output, lab::to_json(measured).dump(1) + "\n"); !written) {
		fmt::print(stderr, "hooklab: {}\n", written.error().to_string());
		return base::to_int(written.error().code);
	}
	return base::to_int(base::ExitCode::ok);
}

} // namespace

int main(int argc, char **argv)
{
	CLI::App app{"what the ways to a hook's callbacks cost on this CPU, in nanoseconds", "hooklab"};
	Arguments arguments;
	app.require_subcommand(1);
	CLI::App *list_verb = app.add_subcommand("list", "the mechanisms");
	list_verb->add_flag("--json", arguments.json, "as JSON");
	CLI::App *run_verb = app.add_subcommand("run", "measure, print a table, write the samples");
	run_verb->add_option("--repetitions", arguments.options.repetitions, "of each mechanism, in random order")
		->check(CLI::Range(3U, 10000U))
		->capture_default_str();
	run_verb->add_option("--filter", arguments.options.filter, "only mechanisms with this in their name")->type_name("TEXT");
	run_verb->add_option("--output", arguments.output, "file for the prices, as JSON")->type_name("FILE");
	base::add_completion_verb(app);
	try {
		app.parse(argc, argv);
	} catch (const CLI::ParseError &error) {
		return app.exit(error) == 0 ? base::to_int(base::ExitCode::ok) : base::to_int(base::ExitCode::usage);
	}
	return list_verb->parsed() ? list(arguments) : run(arguments);
}
