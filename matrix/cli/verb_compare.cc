// SPDX-License-Identifier: GPL-2.0
#include <filesystem>
#include <iostream>
#include <memory>

#include "matrix/cli/verbs.h"
#include "matrix/compare/changes.h"
#include "matrix/compare/select.h"
#include "matrix/report/changes.h"

namespace matrix::cli {

namespace {

// What scripts ask for: docs/exit-codes.md.
constexpr int not_worse = 0;
constexpr int worse = 1;
constexpr int unusable = 2;

struct CompareOptions {
	std::string before;
	std::string after; // empty: the same file
	std::string from; // a configuration of each; empty: all that both have
	std::string to;
	std::string threshold = "0";
	std::string format = "text";
	bool all = false;
};

// "2%" or "0.02".
std::string threshold_problem(const std::string &text)
{
	std::size_t end = 0;
	double value = -1;

	try {
		value = std::stod(text, &end);
	} catch (const std::exception &) {
		end = 0;
	}
	const std::string rest = text.substr(end);
	if (end == 0 || !(value >= 0 && value <= 1000) || !(rest.empty() || rest == "%"))
		return "'" + text + "' is not a threshold: give a share like 2% or 0.02";
	return {};
}

double threshold_of(const std::string &text) { return std::stod(text) / (text.ends_with('%') ? 100 : 1); }

int complain(const base::Error &error)
{
	(void)report(error);
	return unusable;
}

void print(const compare::Changes &changes, const CompareOptions &options)
{
	report::ChangesOptions names{.all = options.all, .before = "OLD", .after = "NEW"};

	// In text the names stand above the columns, which have no room for them.
	if (!options.from.empty() && options.format == "text")
		std::cout << "OLD is " << options.from << ", NEW is " << options.to << ".\n\n";
	else if (!options.from.empty())
		names = {.all = options.all, .before = options.from, .after = options.to};
	if (options.format == "json")
		std::cout << report::changes_json(changes, names).dump(2) << '\n';
	else if (options.format == "markdown")
		std::cout << report::changes_markdown(changes, names);
	else
		std::cout << report::changes_text(changes, names);
}

base::Result<compare::Changes> changes_of(const compare::Results &before, const compare::Results &after, const CompareOptions &options)
{
	const compare::ChangeOptions how{.threshold = threshold_of(options.threshold)};

	if (options.from.empty())
		return compare::find_changes(before, after, how);
	const auto from = compare::only(before, options.from);
	if (!from)
		return tl::unexpected(from.error());
	const auto to = compare::only(after, options.to);
	if (!to)
		return tl::unexpected(to.error());
	return compare::find_changes_between(*from, *to, how);
}

int run_compare(const CompareOptions &options)
{
	if (options.after.empty() && options.from.empty())
		return complain({.id = "bad-option", .code = base::ExitCode::usage, .action = "compare", .object = options.before,
				 .reason = "there is nothing to compare it with", .hint = "a second file, or --from CELL --to CELL of this one", .errnum = 0});
	const auto before = compare::load_results(options.before);
	if (!before)
		return complain(before.error());
	const auto after = options.after.empty() ? before : compare::load_results(options.after);
	if (!after)
		return complain(after.error());
	const auto changes = changes_of(*before, *after, options);
	if (!changes)
		return complain(changes.error());

	print(*changes, options);
	if (!changes->doubts.empty())
		return unusable;
	return changes->worse() ? worse : not_worse;
}

} // namespace

void register_compare(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("compare", "puts two sets of results beside each other: is the new one worse?");
	auto options = std::make_shared<CompareOptions>();

	verb->add_option("OLD", options->before, "results (matrix.json) to compare with")->required()->type_name("FILE");
	verb->add_option("NEW", options->after, "results that may be better or worse; left out with --from and --to: the same")->type_name("FILE");
	auto *from = verb->add_option("--from", options->from, "a configuration of OLD, to be compared with another one: KERNEL[/STACK][/SCENARIO]")->type_name("CELL");
	auto *to = verb->add_option("--to", options->to, "and that of NEW")->type_name("CELL");
	from->needs(to);
	to->needs(from);
	verb->add_option("--threshold", options->threshold, "changes up to this are none: 2% or 0.02")
		->check(threshold_problem, "SHARE")
		->capture_default_str();
	verb->add_option("--format", options->format, "text, markdown, json")
		->check(CLI::IsMember({"text", "markdown", "json"}))
		->capture_default_str();
	verb->add_flag("--all", options->all, "also the rows that are equal");
	verb->footer("Counts are exact, and so are their differences. Times are compared between boots (Mann-Whitney and a bootstrap\n"
		     "interval, corrected for the number of rows by Holm's method).\n"
		     "Status: 0 nothing is shown to be worse, 1 something is, or fails now, 2 not to be used: nothing that can be\n"
		     "compared, or an A/A pair differs.\n"
		     "Two kernels: hookmatrix compare --from override --to bpf-lsm-list native.json");
	on_run(verb, context, [options](Context &) { return run_compare(*options); });
}

} // namespace matrix::cli
