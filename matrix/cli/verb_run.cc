// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>

#include <fmt/format.h>

#include "matrix/boot/accelerator.h"
#include "matrix/build/process.h"
#include "matrix/cli/verbs.h"
#include "matrix/collect/collect.h"
#include "matrix/collect/local_engine.h"
#include "matrix/collect/slurm_engine.h"
#include "matrix/model/prices.h"
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
	std::string engine = "local";
	std::vector<std::string> slurm; // words for sbatch
	std::string copy_in;
	unsigned boots = 0; // of each cell at least; 0: as many as the set says
	std::uint64_t seed = 0; // 0: any
	long boot = -1; // of the plan, alone: what an engine runs on a node
	bool fresh = false;
	bool dry_run = false;
	std::string output;
	std::string prices; // of mechanisms; empty: those of make matrix, if there are any
	std::vector<std::string> filters;
};

// What makes the same results again.
std::vector<std::string> words_of(const RunOptions &options)
{
	std::vector<std::string> words{"--set", options.set, "--accelerator", options.accelerator};

	for (const std::string &filter : options.filters)
		words.insert(words.end(), {"--filter", filter});
	if (options.boots != 0)
		words.insert(words.end(), {"--boots", std::to_string(options.boots)});
	return words;
}

std::string command_of(const RunOptions &options)
{
	std::vector<std::string> words = words_of(options);

	words.insert(words.begin(), {"hookmatrix", "run"});
	return build::shell_words(words);
}

std::string node_name()
{
	const char *slurm = std::getenv("SLURMD_NODENAME");
	std::array<char, 256> name{};

	if (slurm != nullptr)
		return slurm;
	::gethostname(name.data(), name.size() - 1);
	return name.data();
}

// Of an engine, on a node.
int run_one_boot(const Context &context, const plan::Set &set, boot::Accelerator accelerator, const RunOptions &options)
{
	const auto plan = plan::make_plan(set);
	const auto number = static_cast<std::size_t>(options.boot);
	collect::QemuRunner runner{context.layout};

	if (number >= plan.size())
		return report({.id = "bad-option", .code = base::ExitCode::usage, .action = "run the boot", .object = std::to_string(options.boot),
			       .reason = fmt::format("the plan has {}, counted from 0", plan.size()), .hint = "hookmatrix plan", .errnum = 0});
	collect::Task task = collect::make_task(context.layout, set, plan[number], accelerator);
	if (auto done = collect::find_file(context.layout, task); !done)
		return report(done.error());
	std::error_code failed;
	std::filesystem::create_directories(context.layout.run_dir(), failed);
	const int status = collect::run_task(task, accelerator, {.node = node_name(), .copies = options.copy_in}, runner);
	std::cout << fmt::format("{}: status {}\n{}\n", task.boot.title(), status, task.file.string());
	return status;
}

// On a cluster, the nodes have what this machine may not have, and all have to run the same.
base::Result<boot::AcceleratorChoice> choose(boot::AcceleratorWish wish, const RunOptions &options)
{
	if (options.engine == "local" || wish == boot::AcceleratorWish::tcg)
		return boot::choose_accelerator(wish, "");
	if (wish == boot::AcceleratorWish::kvm)
		return boot::AcceleratorChoice{.accelerator = boot::Accelerator::kvm, .reason = "kvm: as asked for, on the nodes"};
	return base::fail({.id = "bad-option", .code = base::ExitCode::usage, .action = "use --accelerator", .object = options.accelerator,
			   .reason = "nodes could decide it differently", .hint = "--accelerator tcg or kvm", .errnum = 0});
}

std::unique_ptr<collect::Engine> engine_of(const Context &context, const plan::Set &set, boot::Accelerator accelerator, const RunOptions &options,
					   build::ProcessRunner &processes, collect::GuestRunner &guests,
					   std::optional<std::uint64_t> seed)
{
	// What a counted run does not feel, a timed one does: nothing runs beside it.
	const bool exact = accelerator == boot::Accelerator::tcg_icount;

	if (options.engine == "local")
		return std::make_unique<collect::LocalEngine>(exact ? options.jobs : 1, accelerator, guests, seed);
	std::error_code failed;
	const auto self = std::filesystem::read_symlink("/proc/self/exe", failed);
	// A boot is done a second time when the first fails.
	const unsigned minutes = 2 * set.timeout_seconds / 60 + 5;
	// Jobs begin in the project's folder, wherever this was called.
	std::vector<std::string> run{"--root", context.layout.root.string()};
	RunOptions there = options;
	if (there.set.find('/') != std::string::npos) // a name without is one of matrix/sets
		there.set = std::filesystem::absolute(there.set).string();
	for (const std::string &word : words_of(there))
		run.push_back(word);
	const std::string copies = options.copy_in.empty() ? "" : std::filesystem::absolute(options.copy_in).string();
	collect::SlurmOptions how{.run = std::move(run), .sbatch = options.slurm, .copies = copies, .exclusive = !exact, .minutes = minutes,
				  .hookmatrix = self.string()};
	return std::make_unique<collect::SlurmEngine>(context.layout, processes, std::move(how), std::cerr);
}

// What is timed is done in an order that is chance: what changes on the machine meanwhile
// is not taken for a difference between kernels. A cluster has an order of its own.
std::optional<std::uint64_t> seed_of(boot::Accelerator accelerator, const RunOptions &options)
{
	if (accelerator == boot::Accelerator::tcg_icount || options.engine != "local")
		return std::nullopt;
	return options.seed != 0 ? options.seed : std::uint64_t{std::random_device{}()} + 1;
}

// Null: there are none. What nobody named is left out where it cannot be used.
base::Result<nlohmann::json> prices_of(const Context &context, const RunOptions &options)
{
	const std::filesystem::path path = options.prices.empty() ? context.layout.report_dir() / "lab.json" : std::filesystem::path{options.prices};
	std::error_code missing;

	if (options.prices.empty() && !std::filesystem::exists(path, missing))
		return nlohmann::json(nullptr);
	auto prices = model::load_prices_as_written(path);
	if (prices || !options.prices.empty())
		return prices;
	std::cerr << "going on without prices: " << prices.error().to_string() << std::endl;
	return nlohmann::json(nullptr);
}

int run_run(const Context &context, const RunOptions &options)
{
	const auto whole = plan::load_set(context.layout.root / "matrix" / "sets", options.set);
	if (!whole)
		return report(whole.error());
	const auto set = plan::filtered(plan::with_boots(*whole, options.boots), options.filters);
	if (!set)
		return report(set.error());
	const auto wish = boot::parse_accelerator(options.accelerator);
	if (!wish)
		return report(wish.error());
	const auto choice = choose(*wish, options);
	if (!choice)
		return report(choice.error());

	if (options.boot >= 0)
		return run_one_boot(context, *set, choice->accelerator, options);
	auto prices = prices_of(context, options);
	if (!prices)
		return report(prices.error());
	collect::QemuRunner runner{context.layout};
	const auto seed = seed_of(choice->accelerator, options);
	const collect::CollectOptions how{.fresh = options.fresh,
					  .terminal = ::isatty(STDERR_FILENO) == 1, .accelerator = choice->accelerator,
					  .accelerator_reason = choice->reason,
					  .command = command_of(options), .output = options.output, .seed = seed, .prices = *std::move(prices), .guests = &runner};
	if (options.dry_run) {
		const auto shown = collect::preview(context.layout, *set, how, std::cout);
		return shown ? 0 : report(shown.error());
	}
	build::SystemRunner processes{context.verbose};
	const auto engine = engine_of(context, *set, choice->accelerator, options, processes, runner, seed);
	const auto done = collect::collect(context.layout, *set, how, *engine, std::cerr);
	if (!done)
		return report(done.error());
	if (done->code == base::ExitCode::interrupted) {
		std::cerr << fmt::format("interrupted: what was finished is kept; run the same command again to go on\n"
					 "The part of it: hookmatrix report {} --output FOLDER\n",
					 done->output.string());
		return base::to_int(done->code);
	}
	std::cout << fmt::format("{} boots done, {} kept from before, {} cells, {} of them failed\n{}\n", done->booted,
				 done->kept, done->results.cells.size(), done->failed,
				 done->output.string());
	return base::to_int(done->code);
}

} // namespace

void register_run(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("run", "boots what a set asks for and writes build/report/matrix.json");
	auto options = std::make_shared<RunOptions>();

	verb->add_option("--set", options->set, "a name from matrix/sets, or a file")->type_name("NAME or FILE")->capture_default_str();
	verb->add_option("--accelerator", options->accelerator, "tcg (exact counts), kvm (a PMU's), auto")->capture_default_str();
	verb->add_option("--filter", options->filters, "AXIS=PATTERN: only such variants, dispatches, kernel versions, stacks, scenarios, workloads, counters; may be repeated")
		->allow_extra_args(false);
	verb->add_option("--jobs", options->jobs, "guests at once")->capture_default_str()->check(CLI::Range(1U, 64U));
	verb->add_option("--prices", options->prices, "what hooklab measured, for the report to model nanoseconds with (default: build/report/lab.json, where it is there)")
		->type_name("FILE");
	verb->add_option("--output", options->output, "file for the results, in the place of build/report/matrix.json")->type_name("FILE");
	verb->add_option("--engine", options->engine, "who boots: local, or slurm, an existing cluster (docs/scale.md)")
		->check(CLI::IsMember({"local", "slurm"}))->capture_default_str();
	verb->add_option("--slurm", options->slurm, "a word for sbatch: --partition=long; may be repeated")->type_name("WORD")->allow_extra_args(false);
	verb->add_option("--copy-in", options->copy_in, "slurm: a folder of each node, into which kernels are copied by checksum")->type_name("DIR");
	verb->add_option("--boot", options->boot, "this boot of the plan alone, counted from 0, and no results file: what an engine runs on a node")
		->type_name("N")->check(CLI::NonNegativeNumber);
	verb->add_option("--boots", options->boots, "boot each cell that often at least: times need several")->check(CLI::Range(1U, 1000U));
	verb->add_option("--seed", options->seed, "of the order in which timed boots are done; the results have it")->check(CLI::PositiveNumber);
	verb->add_flag("--dry-run", options->dry_run, "say what would be kept and what done, and do nothing");
	verb->add_flag("--fresh", options->fresh, "do everything again, also what is finished");
	on_run(verb, context, [options](Context &c) { return run_run(c, *options); });
}

} // namespace matrix::cli
