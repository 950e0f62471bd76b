// SPDX-License-Identifier: GPL-2.0
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "bench/workload.h"
#include "loader/base/files.h"
#include "matrix/cli/verbs.h"
#include "matrix/explain/explain.h"

namespace matrix::cli {

namespace {

struct ExplainOptions {
	std::string workload;
	std::string a;
	std::string b;
	std::string format = "text";
	std::string output;
	bool all = false;
};

std::string rendered(const explain::Explained &explained, const ExplainOptions &options)
{
	if (options.format == "html")
		return explain::as_html(explained);
	if (options.format == "json")
		return explain::as_json(explained).dump(1) + "\n";
	// Flame graphs are of one cell: the second.
	if (options.format == "folded")
		return explain::folded(explained.b.calls);
	return explain::as_text(explained, {.all = options.all});
}

int run_explain(const Context &context, const ExplainOptions &options)
{
	const auto a = explain::parse_cell(options.a);
	if (!a)
		return report(a.error());
	const auto b = explain::parse_cell(options.b);
	if (!b)
		return report(b.error());
	const auto explained = explain::explain(context.layout, options.workload, *a, *b, std::cerr);
	if (!explained)
		return report(explained.error());

	const std::string text = rendered(*explained, options);
	if (options.output.empty())
		std::cout << text;
	else if (const auto done = base::write_file_atomically(options.output, text); !done)
		return report(done.error());
	return base::to_int(base::ExitCode::ok);
}

} // namespace

void register_explain(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("explain", "where the instructions of one operation go, call by call, on two cells");
	auto options = std::make_shared<ExplainOptions>();

	verb->add_option("--workload", options->workload, "a workload of hookbench")->required()->check(CLI::IsMember(bench::workload_names()));
	verb->add_option("A", options->a, "KERNEL[/STACK][/SCENARIO]")->required()->type_name("CELL");
	verb->add_option("B", options->b, "KERNEL[/STACK][/SCENARIO]")->required()->type_name("CELL");
	verb->add_option("--format", options->format, "text, html, json, or folded: the stacks of B, for a flame graph")
		->check(CLI::IsMember({"text", "html", "json", "folded"}))
		->capture_default_str();
	verb->add_option("--output", options->output, "file to write to (default: standard output)")->type_name("FILE");
	verb->add_flag("--all", options->all, "text: also the calls that are alike");
	verb->footer("Boots both cells, each once, under QEMU's TCG with a plugin that keeps the order of what runs in a sample.\n"
		     "hookmatrix explain --workload pipe override override/noop-1");
	on_run(verb, context, [options](Context &c) { return run_explain(c, *options); });
}

} // namespace matrix::cli
