// SPDX-License-Identifier: GPL-2.0
#include "tests/same_code/allowed.h"

#include <fmt/format.h>

#include <map>
#include <sstream>

namespace same_code {

namespace {

using Fields = std::map<std::string, std::string>;

tl::unexpected<base::Error> malformed(unsigned line, std::string reason)
{
	return base::fail({.id = "entry-malformed", .code = base::ExitCode::bad_input, .action = "read the entries",
			   .object = fmt::format("line {}", line), .reason = std::move(reason),
			   .hint = "an entry has object, function, variants and reason", .errnum = 0});
}

bool names(const std::string &list, std::string_view variant)
{
	std::istringstream words{list};

	for (std::string word; words >> word;)
		if (word == variant)
			return true;
	return false;
}

} // namespace

base::Result<std::vector<Allowed>> parse_allowed(std::string_view text, std::string_view variant)
{
	std::vector<Allowed> entries;
	std::istringstream lines{std::string{text} + "\n\n"};
	Fields fields;
	unsigned number = 0;

	for (std::string line; std::getline(lines, line);) {
		++number;
		const std::size_t colon = line.find(": ");
		if (line.starts_with('#'))
			continue;
		if (line.starts_with('\t') && fields.contains("reason")) {
			fields["reason"] += ' ' + line.substr(1);
			continue;
		}
		if (!line.empty()) {
			const std::string name = line.substr(0, colon);
			if (colon == std::string::npos ||
			    (name != "object" && name != "function" && name != "variants" && name != "reason"))
				return malformed(number, "'" + line + "' is no field");
			fields[name] = line.substr(colon + 2);
			continue;
		}
		if (!fields.empty() && fields.size() != 4)
			return malformed(number, "the entry before lacks a field");
		if (!fields.empty() && names(fields["variants"], variant))
			entries.push_back({.object = fields["object"], .function = fields["function"],
					   .reason = fields["reason"]});
		fields.clear();
	}
	return entries;
}

} // namespace same_code
