// SPDX-License-Identifier: GPL-2.0
//
// guest-json [POINTER…]: reads one JSON text from the standard input and prints
// what the pointers (RFC 6901) lead to, in one line: strings as they are, all
// else as JSON. Status 1 when the text is no JSON, or a pointer leads nowhere.
//
//   bpftool -j link show | guest-json /0/prog_type /0/target_name
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

int main(int argc, char **argv)
{
	try {
		const auto json = nlohmann::json::parse(std::cin);
		std::string line;

		for (int i = 1; i < argc; i++) {
			const auto &value = json.at(nlohmann::json::json_pointer{argv[i]});
			line += i > 1 ? " " : "";
			line += value.is_string() ? value.get<std::string>() : value.dump();
		}
		std::puts(line.c_str());
	} catch (const std::exception &error) {
		std::fprintf(stderr, "guest-json: %s\n", error.what());
		return 1;
	}
	return 0;
}
