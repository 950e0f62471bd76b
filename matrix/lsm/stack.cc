// SPDX-License-Identifier: GPL-2.0
#include "matrix/lsm/stack.h"

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

namespace matrix::lsm {

namespace {

bool is_name(std::string_view word)
{
	return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
	});
}

// Of these the kernel starts the first that lsm= names.
constexpr std::array<std::string_view, 3> exclusive{"selinux", "apparmor", "smack"};

std::string exclusive_problem(const std::vector<Layer> &layers)
{
	const Layer *first = nullptr;

	for (const Layer &layer : layers) {
		if (std::find(exclusive.begin(), exclusive.end(), layer.lsm) == exclusive.end())
			continue;
		if (first != nullptr)
			return "'" + first->lsm + "' and '" + layer.lsm + "' exclude each other";
		first = &layer;
	}
	return {};
}

std::string problem_of(const Layer &layer, bool alone)
{
	if (!is_name(layer.lsm))
		return "'" + layer.lsm + "' is not the name of an LSM";
	if (layer.lsm == "capability" && (!alone || !layer.policy.empty()))
		return "capability is in every stack, and named where nothing else is there";
	if (layer.named && find_policy(layer.lsm, layer.policy) == nullptr)
		return "there is no policy '" + layer.lsm + ":" + layer.policy + "'; known are " + known_policies();
	return {};
}

} // namespace

std::string Stack::names() const
{
	std::string text;

	for (const Layer &layer : layers_)
		text += (text.empty() ? "" : ",") + layer.lsm;
	return text;
}

std::vector<const Policy *> Stack::policies() const
{
	std::vector<const Policy *> found;

	for (const Layer &layer : layers_) {
		const Policy *policy = layer.policy.empty() ? nullptr : find_policy(layer.lsm, layer.policy);
		if (policy != nullptr)
			found.push_back(policy);
	}
	return found;
}

// The capabilities are first in every stack, named or not; "lsm=capability" names
// nothing else, and so leaves out what CONFIG_LSM would have put in.
std::vector<std::string> Stack::words() const
{
	std::vector<std::string> words;

	if (names() == "-")
		return words;
	words.push_back("lsm=" + names());
	for (const Policy *policy : policies()) {
		std::istringstream more{std::string{policy->words}};
		for (std::string word; more >> word;)
			words.push_back(word);
	}
	return words;
}

std::vector<std::string> Stack::around(std::string_view verb, std::vector<std::string> command) const
{
	std::vector<std::string> argv{"hooklsm", std::string{verb}};
	const auto loaded = policies();

	if (loaded.empty())
		return command;
	for (const Policy *policy : loaded)
		argv.push_back(full_name(*policy));
	argv.emplace_back("--");
	argv.insert(argv.end(), command.begin(), command.end());
	return argv;
}

std::vector<std::string> Stack::loading(std::vector<std::string> command) const { return around("load", std::move(command)); }

std::vector<std::string> Stack::entering(std::vector<std::string> command) const
{
	return around("enter", std::move(command));
}

Stack parse_stack(std::string_view text)
{
	std::vector<Layer> layers;

	while (!text.empty()) {
		const std::string_view word = text.substr(0, text.find(','));
		const std::size_t colon = word.find(':');
		const bool named = colon != std::string_view::npos;
		layers.push_back({.lsm = std::string{word.substr(0, colon)},
				  .policy = std::string{named ? word.substr(colon + 1) : ""}, .named = named});
		text.remove_prefix(std::min(text.size(), word.size() + 1));
	}
	return Stack{std::move(layers)};
}

std::string stack_problem(std::string_view text)
{
	const Stack stack = parse_stack(text);
	std::set<std::string> seen;

	if (text == "-")
		return {};
	if (stack.layers().empty() || text.back() == ',')
		return "'" + std::string{text} + "' ends where a name should be";
	for (const Layer &layer : stack.layers()) {
		if (std::string problem = problem_of(layer, stack.layers().size() == 1); !problem.empty())
			return problem;
		if (!seen.insert(layer.lsm).second)
			return "'" + layer.lsm + "' stands there twice";
	}
	return exclusive_problem(stack.layers());
}

std::string known_policies()
{
	std::string text;

	for (const Policy &row : policy_table())
		text += (text.empty() ? "" : ", ") + full_name(row);
	return text;
}

} // namespace matrix::lsm
