// SPDX-License-Identifier: GPL-2.0
//
// What the names in these results mean: a report is read by itself, by people who never
// built one of these kernels.
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "matrix/build/variants.h"
#include "matrix/plan/scenario.h"
#include "matrix/report/chapter.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using compare::Configuration;

struct Word {
	std::string_view word;
	std::string_view meaning;
};

// Those that every report uses.
constexpr std::array common_words{
	Word{"hook", "a place in the kernel where somebody is asked whether an operation may go on"},
	Word{"road", "a way to ask BPF programs there: with the hooks of override, or with the LSM framework"},
	Word{"gate", "the patched no-op in front of a hook of override; a program on the hook turns it into a jump"},
	Word{"cell", "one workload counted on one kernel, stack and scenario"},
};

constexpr Word lsm_word{"bpf-lsm", "CONFIG_SECURITY on, BPF LSM. Behind it stands the dispatch, which is how a hook reaches its callbacks, and the stack, which is "
				   "lsm= on the command line, each LSM with its policy behind a colon"};

std::string item(std::string_view word, std::string_view meaning) { return fmt::format("{}: {}.", word, meaning); }

// What tells a dispatch from the others; of the other kernels, everything.
std::string_view told_apart(const build::Variant &variant)
{
	const std::size_t common = variant.lsm ? variant.description.find("; ") : std::string_view::npos;

	return common == std::string_view::npos ? variant.description : variant.description.substr(common + 2);
}

bool is_of(const Configuration &row, const build::Variant &variant)
{
	const build::Variant *found = build::find_variant(row.variant, row.dispatch == "-" || row.dispatch == "gate" ? "" : row.dispatch);

	return found == &variant;
}

} // namespace

std::vector<Block> words_chapter(const Comparison &comparison, const Model &)
{
	const auto &rows = comparison.configurations();
	std::vector<std::string> kernels;
	std::vector<std::string> scenarios;
	std::vector<std::string> words;
	bool lsm = false;

	for (const build::Variant &variant : build::variant_table()) {
		const auto row = std::ranges::find_if(rows, [&](const Configuration &one) { return is_of(one, variant); });
		if (row == rows.end())
			continue;
		if (variant.lsm && !std::exchange(lsm, true))
			kernels.push_back(item(lsm_word.word, lsm_word.meaning));
		kernels.push_back(item(variant.lsm ? row->variant + " " + row->dispatch : row->variant, told_apart(variant)));
	}
	for (const plan::Scenario &scenario : plan::scenario_table())
		if (std::ranges::any_of(rows, [&](const Configuration &one) { return one.scenario == scenario.name; }))
			scenarios.push_back(item(scenario.name, scenario.description));
	for (const Word &word : common_words)
		words.push_back(item(word.word, word.meaning));
	if (kernels.empty())
		return {};
	return {Paragraph{"Kernels:"}, Items{std::move(kernels)}, Paragraph{"What was attached, the scenario:"}, Items{std::move(scenarios)}, Paragraph{"Words:"},
		Items{std::move(words)}};
}

} // namespace matrix::report
