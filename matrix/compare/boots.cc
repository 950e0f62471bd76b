// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/boots.h"

#include <algorithm>
#include <map>

namespace matrix::compare {

namespace {

using nlohmann::json;

std::string text_at(const json &object, const char *key)
{
	const auto found = object.find(key);

	return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

bool is_condition(const json &row)
{
	const auto words = {"name", "value", "warning", "hint"};

	return row.is_object() && std::all_of(words.begin(), words.end(), [&](const char *word) { return row.contains(word) && row[word].is_string(); });
}

} // namespace

std::vector<Boot> boots_of(const json &context)
{
	const json all = context.is_object() ? context.value("boots", json::array()) : json::array();
	std::vector<Boot> boots;

	for (const json &row : all) {
		if (!row.is_object() || !row.contains("boot") || !row["boot"].is_number_unsigned() || row["boot"] > 1000000)
			continue;
		boots.push_back({.configuration = {.variant = text_at(row, "variant"), .dispatch = text_at(row, "dispatch"),
						   .stack = text_at(row, "stack"), .scenario = text_at(row, "scenario")},
				 .boot = row["boot"].get<unsigned>(), .file = text_at(row, "file"),
				 .context = row.value("context", json::object())});
	}
	return boots;
}

json to_json(const std::vector<Boot> &boots)
{
	json all = json::array();

	for (const Boot &boot : boots)
		all.push_back({{"variant", boot.configuration.variant}, {"dispatch", boot.configuration.dispatch},
			       {"stack", boot.configuration.stack}, {"scenario", boot.configuration.scenario}, {"boot", boot.boot},
			       {"file", boot.file}, {"context", boot.context}});
	return all;
}

std::string boot_id(const Boot &boot)
{
	const auto kernel = boot.context.is_object() ? boot.context.find("kernel") : boot.context.end();

	return kernel != boot.context.end() && kernel->is_object() ? text_at(*kernel, "boot_id") : "";
}

std::vector<json> conditions_of(const Boot &boot)
{
	const json all = boot.context.is_object() ? boot.context.value("conditions", json::array()) : json::array();
	std::vector<json> conditions;

	std::copy_if(all.begin(), all.end(), std::back_inserter(conditions), is_condition);
	return conditions;
}

base::Result<void> each_once(const std::vector<Boot> &boots)
{
	std::map<std::pair<Configuration, std::string>, const Boot *> known;

	for (const Boot &boot : boots) {
		const std::string id = boot_id(boot);
		const Boot *other = known.try_emplace({boot.configuration, id}, &boot).first->second;
		if (id.empty() || other->boot == boot.boot)
			continue;
		return base::fail({.id = "same-boot", .code = base::ExitCode::bad_input, .action = "put results together",
				   .object = boot.file.empty() ? boot.configuration.variant : boot.file,
				   .reason = "it is of the same boot as " + (other->file.empty() ? "another one" : other->file) +
					     ": one boot is one observation, however often it is measured",
				   .hint = "leave one of them out, or import the files of hookbench together", .errnum = 0});
	}
	return {};
}

} // namespace matrix::compare
