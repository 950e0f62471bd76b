// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/conditions.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace matrix::compare {

namespace {

using Numbered = std::pair<Configuration, unsigned>;

std::string word(const nlohmann::json &condition, const char *key) { return condition.at(key).get<std::string>(); }

// Not a setting: it has another value each time.
bool is_measured(const std::string &name) { return name == "load"; }

std::vector<std::string> names_of(const std::vector<Boot> &boots)
{
	std::vector<std::string> names;

	for (const Boot &boot : boots)
		for (const nlohmann::json &condition : conditions_of(boot))
			if (std::find(names.begin(), names.end(), word(condition, "name")) == names.end())
				names.push_back(word(condition, "name"));
	return names;
}

std::set<std::string> values_of(const std::vector<Boot> &boots, const std::string &name)
{
	std::set<std::string> values;

	for (const Boot &boot : boots)
		for (const nlohmann::json &condition : conditions_of(boot))
			if (word(condition, "name") == name)
				values.insert(word(condition, "value"));
	return values;
}

// "performance in OLD", for those that have the same values together.
std::vector<std::string> sides(const std::map<std::set<std::string>, std::vector<std::string>> &by_values)
{
	std::vector<std::string> texts;

	for (const auto &[values, groups] : by_values)
		texts.push_back(fmt::format("{} in {}", fmt::join(values, " or "), fmt::join(groups, ", ")));
	return texts;
}

} // namespace

std::vector<Noise> noise_of(const std::vector<Boot> &boots)
{
	std::set<Numbered> all;
	std::map<std::pair<std::string, std::string>, std::set<Numbered>> with;
	std::vector<Noise> found;

	for (const Boot &boot : boots) {
		const Numbered number{boot.configuration, boot.boot};
		all.insert(number);
		for (const nlohmann::json &condition : conditions_of(boot)) {
			const std::string name = word(condition, "name");
			const std::string warning = word(condition, "warning");
			if (warning.empty())
				continue;
			auto noise = std::find_if(found.begin(), found.end(), [&](const Noise &row) { return row.name == name && row.warning == warning; });
			if (noise == found.end())
				noise = found.insert(found.end(), {.name = name, .warning = warning, .hint = word(condition, "hint"), .values = {}});
			noise->values.insert(word(condition, "value"));
			with[{name, warning}].insert(number);
		}
	}
	for (Noise &noise : found) {
		noise.boots = with[{noise.name, noise.warning}].size();
		noise.of = all.size();
	}
	return found;
}

std::vector<std::string> unlike(const std::vector<std::pair<std::string, std::vector<Boot>>> &groups)
{
	std::vector<Boot> all;
	std::vector<std::string> texts;

	for (const auto &[group, boots] : groups)
		all.insert(all.end(), boots.begin(), boots.end());
	for (const std::string &name : names_of(all)) {
		std::map<std::set<std::string>, std::vector<std::string>> by_values;
		for (const auto &[group, boots] : groups)
			if (const auto values = values_of(boots, name); !values.empty())
				by_values[values].push_back(group);
		if (by_values.size() > 1 && !is_measured(name))
			texts.push_back(fmt::format("{} is {}", name, fmt::join(sides(by_values), " and ")));
	}
	return texts;
}

} // namespace matrix::compare
