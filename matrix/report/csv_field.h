// SPDX-License-Identifier: GPL-2.0
//
// A field of a CSV file, in quotes where RFC 4180 wants them.
//
//   text += csv_field("selinux,bpf");   // "selinux,bpf" with the quotes
#pragma once

#include <string>

namespace matrix::report {

inline std::string csv_field(const std::string &text)
{
	if (text.find_first_of(",\"\r\n") == std::string::npos)
		return text;
	std::string field = "\"";
	for (const char c : text)
		field += c == '"' ? std::string{"\"\""} : std::string(1, c);
	return field + "\"";
}

} // namespace matrix::report
