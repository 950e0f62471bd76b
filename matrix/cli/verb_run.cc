// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "matrix/boot/accelerator.h"
#include "matrix/cli/verbs.h"
#include "matrix/collect/collect.h"
#include "matrix/plan/filter.h"
#include "matrix/plan/plan.h"

namespace matrix::cli {

namespace {

struct RunOptions {
	std::string set = "default";
	// Not "auto": counts under icount are the same on every host, and a
	// matrix must not change its meaning because KVM happens to work.
	std::string accelerator = "tcg";
	unsigned jobs = 2;
	bool fresh = false;
	std::string output;
	std::vector<std::string> filters;
};

// What makes the same results again.
std::string command_of(const RunOptions &options)
{
	std::string text = fmt::format("hookmatrix run --set {} --accelerator {}", options.set, options.accelerator);

	for (const std::string &filter : options.filters)
		text += fmt::format(" --filter '{}'", filter);
	return text;
}

int run_run(const Context &context, const RunOptions &options)
{
	const auto whole = plan::load_set(context.layout.root / "matrix" / "sets", options.set);
	if (!whole)
		return report(whole.error());
	const auto set = plan::filtered(*whole, options.filters);
	if (!set)
		return report(set.error());
	const auto wish = boot::parse_accelerator(options.accelerator);
	if (!wish)
		return report(wish.error());
	const auto choice = boot::choose_accelerator(*wish, "");
	if (!choice)
		return report(choice.error());

	// What a counted run does not feel, a timed one does: nothing runs beside it.
	const bool exact = choice->accelerator == boot::Accelerator::tcg_icount;
	const collect::CollectOptions how{.jobs = exact ? options.jobs : 1, .fresh = options.fresh,
					  .terminal = ::isatty(STDERR_FILENO) == 1, .accelerator = choice->accelerator,
					  .accelerator_reason = choice->reason,
					  .command = command_of(options), .output = options.output};
	collect::QemuRunner runner{context.layout};
	const auto done = collect::collect(context.layout, *set, how, runner, std::cerr);
	if (!done)
		return report(done.error());
	if (done->code == base::ExitCode::interrupted) {
		std::cerr << "interrupted: what was finished is kept; run the same command again to go on\n";
		return base::to_int(done->code);
	}
	std::cout << fmt::format("{} boots done, {} kept from before, {} cells, {} of them failed\n{}\n", done->booted,
				 done->kept, done->results.cells.size(), done->failed,
				 options.output.empty() ? (context.layout.report_dir() / "matrix.json").string() : options.output);
	return base::to_int(done->code);
}

} // namespace

void register_run(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("run", "boots what a set asks for and writes build/report/matrix.json");
	auto options = std::make_shared<RunOptions>();

	verb->add_option("--set", options->set, "a name from matrix/sets, or a file")->type_name("NAME or FILE")->capture_default_str();
	verb->add_option("--accelerator", options->accelerator, "tcg (exact counts), kvm (a PMU's), auto")->capture_default_str();
	verb->add_option("--filter", options->filters, "AXIS=PATTERN: only such variants, dispatches, stacks, scenarios, workloads, counters; may be repeated")
		->allow_extra_args(false);
	verb->add_option("--jobs", options->jobs, "guests at once")->capture_default_str()->check(CLI::Range(1U, 64U));
	verb->add_option("--output", options->output, "file for the results, in the place of build/report/matrix.json")->type_name("FILE");
	verb->add_flag("--fresh", options->fresh, "do everything again, also what is finished");
	on_run(verb, context, [options](Context &c) { return run_run(c, *options); });
}

} // namespace matrix::cli
