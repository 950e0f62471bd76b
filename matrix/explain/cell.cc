// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <sstream>

#include "matrix/build/errors.h"
#include "matrix/build/variants.h"
#include "matrix/explain/explain.h"
#include "matrix/lsm/stack.h"
#include "matrix/plan/scenario.h"

namespace matrix::explain {

namespace {

tl::unexpected<base::Error> unknown_cell(const std::string &text, const std::string &reason)
{
	return build::refuse("cell-unknown", base::ExitCode::usage, "find the cell", text, reason,
			     "KERNEL[/STACK][/SCENARIO], such as none, override/noop-1 or bpf-lsm-list/selinux:enforcing,bpf/noop-1");
}

std::vector<std::string> split_at_slashes(const std::string &text)
{
	std::vector<std::string> words;
	std::istringstream stream{text};

	for (std::string word; std::getline(stream, word, '/');)
		words.push_back(word);
	return words;
}

} // namespace

base::Result<plan::PlannedBoot> parse_cell(const std::string &text)
{
	std::vector<std::string> words = split_at_slashes(text);
	if (words.empty() || words.size() > 3 || text.ends_with('/'))
		return unknown_cell(text, "it has not one to three parts");
	const build::Variant *variant = build::find_variant(words[0]);
	if (variant == nullptr)
		return unknown_cell(text, "there is no kernel '" + words[0] + "'");

	plan::PlannedBoot boot{.variant = build::family_name(*variant), .dispatch = std::string{variant->dispatch},
			       .stack = variant->lsm ? "bpf" : "-", .scenario = "idle"};
	if (words.size() > 1 && plan::find_scenario(words.back()) != nullptr) {
		boot.scenario = words.back();
		words.pop_back();
	} else if (words.size() == 3) {
		return unknown_cell(text, "there is no scenario '" + words.back() + "'");
	}
	if (words.size() > 1) {
		const std::string problem = variant->lsm ? lsm::stack_problem(words[1]) : "a kernel without LSMs has no stack, and no scenario is called so";
		if (!problem.empty())
			return unknown_cell(text, words[1] + ": " + problem);
		boot.stack = words[1];
	}
	return boot;
}

} // namespace matrix::explain
