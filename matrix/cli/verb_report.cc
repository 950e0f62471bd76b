// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "loader/base/files.h"
#include "matrix/cli/verbs.h"
#include "matrix/compare/compare.h"
#include "matrix/model/prices.h"
#include "matrix/report/model.h"
#include "matrix/report/renderer.h"

namespace matrix::cli {

namespace {

struct ReportOptions {
	std::vector<std::string> inputs; // empty: build/report/matrix.json
	std::vector<std::string> formats; // empty: all
	std::string output;               // folder; empty: build/report
	std::string prices;               // of mechanisms, in the place of those in the results
	bool to_stdout = false;
};

base::Result<void> add_prices(compare::Results &results, const std::string &path)
{
	if (path.empty())
		return {};
	auto prices = model::load_prices_as_written(path);
	if (!prices)
		return tl::unexpected(prices.error());
	results.context["prices"] = *std::move(prices);
	return {};
}

base::Result<compare::Comparison> load(const ReportOptions &options)
{
	std::vector<compare::Results> all;

	for (const std::string &input : options.inputs) {
		auto results = compare::load_results(input);
		if (!results)
			return tl::unexpected(results.error());
		all.push_back(std::move(*results));
	}
	auto merged = compare::merge(std::move(all));
	if (!merged)
		return tl::unexpected(merged.error());
	if (const auto done = add_prices(*merged, options.prices); !done)
		return tl::unexpected(done.error());
	return compare::compare(std::move(*merged));
}

// The results themselves are written only where that was asked for: the
// default folder holds those of the last run, which is often the input.
bool wanted(const ReportOptions &options, std::string_view format)
{
	if (options.formats.empty() && options.output.empty() && !options.to_stdout)
		return format != "json";
	return options.formats.empty() ||
	       std::find(options.formats.begin(), options.formats.end(), format) != options.formats.end();
}

// Everything is rendered before anything is written: a report is whole or old.
base::Result<void> write(const compare::Comparison &comparison, const ReportOptions &options, const std::filesystem::path &folder)
{
	std::vector<std::pair<std::filesystem::path, std::string>> files;

	for (const report::Renderer &renderer : report::renderer_table()) {
		if (!wanted(options, renderer.format))
			continue;
		auto text = renderer.render(comparison);
		if (!text)
			return tl::unexpected(text.error());
		files.emplace_back(folder / renderer.file, std::move(*text));
	}
	std::error_code ignored; // the write below says what is wrong
	std::filesystem::create_directories(folder, ignored);
	for (const auto &[path, text] : files) {
		if (options.to_stdout)
			std::cout << text;
		else if (const auto done = base::write_file_atomically(path, text); !done)
			return done;
		else
			std::cout << path.string() << '\n';
	}
	return {};
}

int run_report(const Context &context, ReportOptions options)
{
	if (options.inputs.empty())
		options.inputs.push_back((context.layout.report_dir() / "matrix.json").string());
	const auto comparison = load(options);
	if (!comparison)
		return report(comparison.error());
	const std::filesystem::path folder = options.output.empty() ? context.layout.report_dir() : std::filesystem::path(options.output);
	if (const auto done = write(*comparison, options, folder); !done)
		return report(done.error());
	if (!options.to_stdout) {
		const report::Model model = report::make_model(*comparison);
		if (!model.trustworthy)
			std::cout << "\n" << report::pairs_verdict(model) << '\n';
		for (const std::string &sentence : model.answer)
			std::cout << "\n" << sentence;
		std::cout << (model.trustworthy ? "\n\n" + model.pairs : "") << '\n';
	}
	return base::to_int(base::ExitCode::ok);
}

// A column of the table of formats.
std::vector<std::string> all_of(std::string_view report::Renderer::*column)
{
	std::vector<std::string> names;

	for (const report::Renderer &renderer : report::renderer_table())
		names.emplace_back(renderer.*column);
	return names;
}

std::string joined(std::string_view report::Renderer::*column) { return fmt::format("{}", fmt::join(all_of(column), ", ")); }

} // namespace

void register_report(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("report", "renders results as " + joined(&report::Renderer::file));
	auto options = std::make_shared<ReportOptions>();

	verb->add_option("--input,RESULTS", options->inputs, "files of results, put together (default: build/report/matrix.json)")
		->type_name("FILE");
	verb->add_option("--format", options->formats, joined(&report::Renderer::format) + " (default: all); may be repeated")
		->check(CLI::IsMember(all_of(&report::Renderer::format)))
		->allow_extra_args(false);
	verb->add_option("--output", options->output, "folder to write to (default: build/report)")->type_name("DIR");
	verb->add_option("--prices", options->prices, "what hooklab measured, to model nanoseconds with, in the place of what the results have")
		->type_name("FILE");
	verb->add_flag("--stdout", options->to_stdout, "print instead of writing files");
	on_run(verb, context, [options](Context &c) { return run_report(c, *options); });
}

} // namespace matrix::cli
