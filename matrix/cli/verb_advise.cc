// SPDX-License-Identifier: GPL-2.0
#include <iostream>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "bench/workload.h"
#include "loader/base/files.h"
#include "matrix/advise/advice.h"
#include "matrix/advise/features.h"
#include "matrix/advise/policy.h"
#include "matrix/advise/target.h"
#include "matrix/advise/verify.h"
#include "matrix/build/errors.h"
#include "matrix/cli/config_option.h"
#include "matrix/cli/verbs.h"

namespace matrix::cli {

namespace {

struct AdviseOptions {
	std::string config = "running";
	std::string tree; // empty: the one that kernels are built from
	std::string command_line;
	bool has_command_line = false; // it may be empty, and is no less given
	std::vector<std::string> policies;
	std::vector<std::string> wants;
	std::vector<std::string> workloads;
	std::string results;
	std::string fragment;
	std::string format = "text";
	bool verifies = true;
};

// A file (/proc/cmdline, grub's line in a file), or the words themselves.
base::Result<std::string> read_command_line(const std::string &given)
{
	if (given.find('/') != 0)
		return given;
	auto text = base::read_file(given);
	if (text)
		while (!text->empty() && (text->back() == '\n' || text->back() == ' '))
			text->pop_back();
	return text;
}

base::Result<advise::Question> read_question(const AdviseOptions &options, const advise::Config &config)
{
	advise::Question question;
	const bool of_this_machine = options.config == "running" && !options.has_command_line;
	auto line = read_command_line(of_this_machine ? "/proc/cmdline" : options.command_line);

	if (!line)
		return tl::unexpected(line.error());
	question.command_line = std::move(*line);
	question.asked = {options.wants.begin(), options.wants.end()};
	auto wants = advise::features_wanted(question.asked, config, question.command_line);
	if (!wants)
		return tl::unexpected(wants.error());
	question.wants = std::move(*wants);
	if (const auto exclusive = advise::exclusive_wants(question.wants); exclusive.size() > 1)
		return build::refuse("wants-exclude-each-other", base::ExitCode::usage, "keep what is wanted", fmt::format("{}", fmt::join(exclusive, ", ")),
				     "a kernel runs one of them only", "leave --want for one");
	for (const std::string &object : options.policies) {
		auto fit = advise::policy_fit(object, advise::release_of(advise::target_of(config)));
		if (!fit)
			return tl::unexpected(fit.error());
		question.policies.push_back(std::move(*fit));
	}
	return question;
}

base::Result<advise::Figures> read_figures(const Context &context, const AdviseOptions &options, const advise::Config &config, const std::string &command_line)
{
	const bool asked = !options.results.empty();
	const std::filesystem::path path = asked ? std::filesystem::path{options.results} : context.layout.report_dir() / "matrix.json";
	std::error_code missing;

	if (!asked && !std::filesystem::exists(path, missing)) {
		advise::Figures none;
		none.reason = fmt::format("there is no {}", path.lexically_relative(context.layout.root).string());
		return none;
	}
	const auto results = compare::load_results(path);
	if (!results)
		return tl::unexpected(results.error());
	return advise::figures_of(*results, advise::lsm_stack(config, command_line), config.release,
				  options.workloads.empty() ? advise::usual_workloads() : options.workloads,
				  asked ? path.string() : path.lexically_relative(context.layout.root).string(),
				  {.kernel = std::string{advise::target_of(config).kernel}, .dispatch = advise::dispatch_for(config).name});
}

// The source of the kernel to come, and whether it is there; an error where somebody named one that is not.
struct Source {
	std::filesystem::path tree;
	bool there = false;
};

base::Result<Source> find_tree(const Context &context, const AdviseOptions &options, const advise::Config &config)
{
	Source source{.tree = options.tree.empty() ? build::tree_of(context.layout, advise::target_of(config).kernel) : std::filesystem::path{options.tree}};
	std::error_code missing;

	source.there = std::filesystem::exists(source.tree / "Kconfig", missing);
	if (!source.there && !options.tree.empty())
		return build::refuse("source-missing", base::ExitCode::missing_dependency, "hold the configuration against a kernel's source", source.tree.string(),
				     "there is no kernel source in this folder", "name one with --kernel-source");
	return source;
}

advise::UnknownSymbols unknown_in(const Source &source, const advise::Config &config)
{
	if (source.there)
		return advise::unknown_symbols(config, source.tree);
	advise::UnknownSymbols unknown;
	unknown.reason = advise::no_source(advise::target_of(config));
	unknown.next = advise::prepare_source(advise::target_of(config));
	return unknown;
}

base::Result<std::string> verified(const Context &context, const AdviseOptions &options, const Source &source, advise::Advice &advice)
{
	const build::DebianSource &target = advise::target_of(*advice.config);

	if (!options.verifies || advice.fragment.empty())
		return std::string{};
	if (advice.config->arch != "x86")
		return std::string{"Not verified: only configurations of x86 are."};
	if (!source.there)
		return fmt::format("Not verified: {}. {}.", advise::no_source(target), advise::prepare_source(target));
	build::SystemRunner runner;
	const std::string tree = source.tree.lexically_relative(context.layout.root).string();
	const auto verdict = advise::verify(context.layout, source.tree, *advice.config, advice.fragment, runner);
	if (!verdict)
		return tl::unexpected(verdict.error());
	advice.holds = verdict->lost.empty();
	if (advice.holds)
		return fmt::format("Verified with `make olddefconfig` in {}: all {} lines stay.", tree, verdict->lines);
	return fmt::format("Verified with `make olddefconfig` in {}: {}", tree, verdict->lost);
}

void print(const advise::Advice &advice, const std::string &format)
{
	if (format == "json")
		std::cout << advise::json(advice).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
	else
		std::cout << (format == "markdown" ? advise::markdown(advice) : advise::text(advice));
}

int run_advise(const Context &context, const AdviseOptions &options)
{
	const auto config = read_config_option(options.config);
	if (!config)
		return report(config.error());
	const auto question = read_question(options, *config);
	if (!question)
		return report(question.error());
	const auto source = find_tree(context, options, *config);
	if (!source)
		return report(source.error());
	auto figures = read_figures(context, options, *config, question->command_line);
	if (!figures)
		return report(figures.error());
	advise::Advice advice = advise::advise(*config, *question, std::move(*figures));
	advise::say_unknown(advice, unknown_in(*source, *config));
	auto said = verified(context, options, *source, advice);
	if (!said)
		return report(said.error());
	advice.verified = std::move(*said);
	if (!options.fragment.empty())
		if (auto done = base::write_file_atomically(options.fragment, fmt::format("{}\n", fmt::join(advice.fragment, "\n"))); !done)
			return report(done.error());
	print(advice, options.format);
	return base::to_int(base::ExitCode::ok);
}

} // namespace

void register_advise(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("advise", "from a kernel's configuration to a decision: LSM framework or override hooks, and why");
	auto options = std::make_shared<AdviseOptions>();

	add_config_option(*verb, options->config);
	verb->add_option("--kernel-source", options->tree, "the tree that configuration and fragment are held against (default: the prepared one of the kernel that is built)")->type_name("DIR");
	verb->add_option("--cmdline", options->command_line, "words of the kernel's command line, or a file of them (default of running: /proc/cmdline)")->type_name("WORDS or FILE");
	verb->add_option("--policy", options->policies, "a policy object that is to run (repeatable)")->type_name("FILE")->allow_extra_args(false);
	verb->add_option("--want", options->wants, "what must not be lost: a feature, or who uses it (repeatable)")->check(CLI::IsMember(advise::wanted_names()))->allow_extra_args(false);
	verb->add_option("--workload", options->workloads, "what is important (repeatable)")->check(CLI::IsMember(bench::workload_names()))->allow_extra_args(false);
	verb->add_option("--results", options->results, "figures (default: build/report/matrix.json)")->type_name("FILE");
	verb->add_option("--fragment", options->fragment, "file for the lines that lead to the recommended kernel")->type_name("FILE");
	verb->add_flag("!--no-verify", options->verifies, "do not hold the fragment against the kernel's source");
	verb->add_option("--format", options->format, "text, markdown or json")->check(CLI::IsMember({"text", "markdown", "json"}))->capture_default_str();
	on_run(verb, context, [options, verb](Context &c) {
		options->has_command_line = verb->count("--cmdline") > 0;
		return run_advise(c, *options);
	});
}

} // namespace matrix::cli
