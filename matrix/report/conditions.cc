// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/conditions.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "matrix/compare/boots.h"
#include "matrix/compare/conditions.h"

namespace matrix::report {

namespace {

using compare::Boot;
using nlohmann::json;

constexpr std::size_t values_shown = 3;

std::string joined(const std::set<std::string> &values)
{
	if (values.size() > values_shown)
		return fmt::format("{} values, as {}", values.size(), *values.begin());
	return fmt::format("{}", fmt::join(values, " or "));
}

// What the machine below the guests said of itself, as if it were a boot.
std::vector<Boot> host_of(const json &context)
{
	const json host = context.is_object() ? context.value("host", json::object()) : json::object();

	if (!host.is_object() || !host.contains("conditions"))
		return {};
	return {{.configuration = {}, .boot = 1, .file = {}, .context = {{"conditions", host["conditions"]}}}};
}

std::string noise_text(const compare::Noise &noise, std::string_view where)
{
	return fmt::format("Noise{}: {} is {}{}: {}. Next: {}.", where, noise.name, joined(noise.values),
			   noise.of > 1 ? fmt::format(" in {} of {} boots", noise.boots, noise.of) : "", noise.warning, noise.hint);
}

std::vector<std::pair<std::string, std::vector<Boot>>> by_configuration(const compare::Comparison &comparison, const std::vector<Boot> &boots)
{
	std::vector<std::pair<std::string, std::vector<Boot>>> groups;

	for (const compare::Configuration &configuration : comparison.configurations()) {
		std::vector<Boot> its;
		std::copy_if(boots.begin(), boots.end(), std::back_inserter(its), [&](const Boot &boot) { return boot.configuration == configuration; });
		if (!its.empty())
			groups.emplace_back(configuration_name(comparison, configuration), std::move(its));
	}
	return groups;
}

// What was attached in a boot may have left something behind for what was measured after it.
std::vector<std::string> shared_boots(const compare::Comparison &comparison, const std::vector<Boot> &boots)
{
	std::map<std::string, std::set<std::string>> names;
	std::vector<std::string> paragraphs;

	for (const Boot &boot : boots)
		if (const std::string id = compare::boot_id(boot); !id.empty())
			names[id].insert(configuration_name(comparison, boot.configuration));
	for (const auto &[id, configurations] : names)
		if (configurations.size() > 1)
			paragraphs.push_back(fmt::format("One boot was measured as {}: a kernel on which a policy was loaded once is not the same "
							 "afterwards.", fmt::join(configurations, " and as ")));
	return paragraphs;
}

// Of those that say both, how many a second.
std::vector<double> interrupt_rates(const std::vector<Boot> &boots)
{
	std::vector<double> rates;

	for (const Boot &boot : boots) {
		const json interrupts = boot.context.is_object() ? boot.context.value("interrupts", json{}) : json{};
		const json seconds = boot.context.is_object() ? boot.context.value("seconds", json{}) : json{};
		if (interrupts.is_number() && seconds.is_number() && seconds.get<double>() > 0)
			rates.push_back(interrupts.get<double>() / seconds.get<double>());
	}
	return rates;
}

void add_values(std::vector<Fact> &facts, const std::vector<Boot> &boots, const std::string &what)
{
	std::vector<std::string> names;
	std::map<std::string, std::set<std::string>> values;

	for (const Boot &boot : boots) {
		for (const json &condition : compare::conditions_of(boot)) {
			const std::string name = condition["name"].get<std::string>();
			if (values[name].empty())
				names.push_back(name);
			values[name].insert(condition["value"].get<std::string>());
		}
	}
	for (const std::string &name : names)
		facts.push_back({.name = what + " " + name, .value = joined(values[name])});
}

} // namespace

std::vector<std::string> noise_paragraphs(const compare::Comparison &comparison)
{
	const json &context = comparison.results().context;
	const std::vector<Boot> boots = compare::boots_of(context);
	std::vector<std::string> paragraphs = shared_boots(comparison, boots);

	for (const std::string &text : compare::unlike(by_configuration(comparison, boots)))
		paragraphs.push_back("Not alike: " + text + ". What differs between them may be that, and no kernel.");
	for (const compare::Noise &noise : compare::noise_of(boots))
		paragraphs.push_back(noise_text(noise, ""));
	for (const compare::Noise &noise : compare::noise_of(host_of(context)))
		paragraphs.push_back(noise_text(noise, " of the host"));
	return paragraphs;
}

void add_conditions(const compare::Comparison &comparison, std::vector<Fact> &facts)
{
	const json &context = comparison.results().context;
	const std::vector<Boot> boots = compare::boots_of(context);

	add_values(facts, host_of(context), "Host:");
	add_values(facts, boots, "Condition");
	if (const std::vector<double> rates = interrupt_rates(boots); !rates.empty()) {
		const auto [least, most] = std::minmax_element(rates.begin(), rates.end());
		facts.push_back({.name = "Interrupts of the measured CPU", .value = fmt::format("{:.0f} to {:.0f} a second", *least, *most)});
	}
	for (const auto &[name, its] : by_configuration(comparison, boots)) {
		std::set<unsigned> numbers;
		for (const Boot &boot : its)
			numbers.insert(boot.boot);
		facts.push_back({.name = "Boots of " + name, .value = std::to_string(numbers.size())});
	}
}

} // namespace matrix::report
