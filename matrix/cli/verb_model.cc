// SPDX-License-Identifier: GPL-2.0
#include <iostream>
#include <memory>

#include "matrix/cli/verbs.h"
#include "matrix/model/real.h"
#include "matrix/model/render.h"

namespace matrix::cli {

namespace {

struct ModelOptions {
	std::string prices;
	std::string results; // empty: the prices alone
	std::string cycles;  // real times of the same kernels; empty: none
	std::string over = "none";
	std::string format = "text";
};

base::Result<void> add_real(model::Modelled &modelled, const model::Model &made, const ModelOptions &options, model::Over over)
{
	if (options.cycles.empty())
		return {};
	auto results = compare::load_results(options.cycles);
	if (!results)
		return tl::unexpected(results.error());
	const auto timed = compare::compare(std::move(*results));
	if (!timed)
		return tl::unexpected(timed.error());
	return model::add_real(modelled, *timed, made, over);
}

int print(const model::Model &made, const ModelOptions &options, const compare::Comparison *comparison)
{
	const model::Over over = options.over == "idle" ? model::Over::idle : model::Over::none;
	const model::Format format = options.format == "markdown" ? model::Format::markdown : model::Format::text;
	base::Result<model::Modelled> modelled;

	if (comparison != nullptr) {
		modelled = model::model_cells(*comparison, made, over);
		if (!modelled)
			return report(modelled.error());
		if (const auto done = add_real(*modelled, made, options, over); !done)
			return report(done.error());
	}
	if (options.format == "json")
		std::cout << model::to_json(made, comparison != nullptr ? &*modelled : nullptr, over).dump(2) << '\n';
	else if (comparison != nullptr)
		std::cout << model::cells_text(*comparison, made, *modelled, over, format);
	else
		std::cout << model::checks_text(made, format);
	return base::to_int(base::ExitCode::ok);
}

int run_model(const ModelOptions &options)
{
	auto prices = model::load_prices(options.prices);
	if (!prices)
		return report(prices.error());
	const model::Model made{std::move(*prices)};
	if (options.results.empty())
		return print(made, options, nullptr);

	auto results = compare::load_results(options.results);
	if (!results)
		return report(results.error());
	const auto comparison = compare::compare(std::move(*results));
	if (!comparison)
		return report(comparison.error());
	return print(made, options, &*comparison);
}

} // namespace

void register_model(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("model", "from counted events and a CPU's prices to nanoseconds: a model, with its error");
	auto options = std::make_shared<ModelOptions>();

	verb->add_option("--prices", options->prices, "what hooklab measured on the CPU in question")->required()->type_name("FILE");
	auto *results = verb->add_option("RESULTS", options->results, "results with events (hookmatrix run --set events); left out: the prices, and how far off the model is")
		->type_name("FILE");
	verb->add_option("--cycles", options->cycles, "times of the same kernels on that CPU (hookmatrix import, or run --accelerator kvm): how far off the model is there")
		->type_name("FILE")->needs(results);
	verb->add_option("--over", options->over, "what is subtracted: none, the kernel with neither road, or idle, the same kernel with nothing attached")
		->check(CLI::IsMember({"none", "idle"}))
		->capture_default_str();
	verb->add_option("--format", options->format, "text, markdown, json")
		->check(CLI::IsMember({"text", "markdown", "json"}))
		->capture_default_str();
	verb->footer("hooklab run --output lab.json      # on the CPU in question: it is one program, to be copied there\n"
		     "hookmatrix run --set events\n"
		     "hookmatrix model --prices lab.json build/report/matrix.json");
	on_run(verb, context, [options](Context &) { return run_model(*options); });
}

} // namespace matrix::cli
