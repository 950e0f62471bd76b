// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/settings.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

#include "matrix/build/errors.h"
#include "matrix/build/text.h"

namespace matrix::build {

namespace {

constexpr std::string_view prefix = "CONFIG_";
constexpr std::string_view not_set = " is not set";

bool is_name(std::string_view name)
{
	return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
		return std::isalnum(c) != 0 || c == '_';
	});
}

bool is_value(std::string_view value)
{
	if (value.starts_with('"'))
		return value.size() >= 2 && value.ends_with('"');
	if (value == "y" || value == "m" || value == "n")
		return true;
	if (value.starts_with("0x") || value.starts_with("0X"))
		return value.size() > 2 && value.find_first_not_of("0123456789abcdefABCDEF", 2) == value.npos;
	if (value.starts_with('-'))
		value.remove_prefix(1);
	return !value.empty() && value.find_first_not_of("0123456789") == value.npos;
}

// "CONFIG_X=value"
std::optional<Setting> assignment(std::string_view line)
{
	const std::size_t equals = line.find('=');

	if (!line.starts_with(prefix) || equals == std::string_view::npos)
		return std::nullopt;
	const std::string_view name = line.substr(prefix.size(), equals - prefix.size());
	const std::string_view value = line.substr(equals + 1);
	if (!is_name(name) || !is_value(value))
		return std::nullopt;
	return Setting{.name = std::string{name}, .value = std::string{value}, .file = {}, .line = 0};
}

// "# CONFIG_X is not set"
std::optional<Setting> refusal(std::string_view line)
{
	if (!line.starts_with("# CONFIG_") || !line.ends_with(not_set))
		return std::nullopt;
	line.remove_prefix(2 + prefix.size());
	line.remove_suffix(std::min(line.size(), not_set.size()));
	if (!is_name(line))
		return std::nullopt;
	return Setting{.name = std::string{line}, .value = "n", .file = {}, .line = 0};
}

} // namespace

base::Result<std::vector<Setting>> parse_settings(std::string_view text, const std::string &file)
{
	std::vector<Setting> settings;
	unsigned number = 0;

	for (const std::string_view raw : split_lines(text)) {
		const std::string_view line = trim(raw);
		number++;
		std::optional<Setting> setting = line.starts_with('#') ? refusal(line) : assignment(line);
		if (!setting && (line.empty() || line.starts_with('#')))
			continue;
		if (!setting)
			return refuse("settings-malformed", base::ExitCode::bad_input, "read the configuration",
				      file + ":" + std::to_string(number),
				      "'" + std::string{line.substr(0, 80)} + "' is not a setting",
				      "write CONFIG_NAME=value, or '# CONFIG_NAME is not set'");
		setting->file = file;
		setting->line = number;
		settings.push_back(std::move(*setting));
	}
	return settings;
}

std::vector<Setting> merge_settings(const std::vector<std::vector<Setting>> &fragments)
{
	std::map<std::string, Setting> last;

	for (const auto &fragment : fragments)
		for (const Setting &setting : fragment)
			last.insert_or_assign(setting.name, setting);
	std::vector<Setting> merged;
	for (auto &[name, setting] : last)
		merged.push_back(std::move(setting));
	return merged;
}

std::vector<Setting> last_of_each(const std::vector<std::vector<Setting>> &lists)
{
	std::vector<Setting> kept;
	std::set<std::string> seen;

	for (auto list = lists.rbegin(); list != lists.rend(); ++list)
		for (auto setting = list->rbegin(); setting != list->rend(); ++setting)
			if (seen.insert(setting->name).second)
				kept.push_back(*setting);
	std::reverse(kept.begin(), kept.end());
	return kept;
}

std::string to_text(const std::vector<Setting> &settings)
{
	std::string text;

	for (const Setting &setting : settings)
		text += setting.value == "n" ? "# CONFIG_" + setting.name + " is not set\n"
					     : "CONFIG_" + setting.name + "=" + setting.value + "\n";
	return text;
}

ConfigValues values_of(const std::vector<Setting> &settings)
{
	ConfigValues values;

	for (const Setting &setting : settings)
		values.insert_or_assign(setting.name, setting.value);
	return values;
}

std::string_view value_of(const ConfigValues &values, std::string_view name)
{
	const auto found = values.find(name);
	return found == values.end() ? std::string_view{"n"} : std::string_view{found->second};
}

} // namespace matrix::build
