// SPDX-License-Identifier: GPL-2.0
//
// What hooklab might write, of a CPU that nobody made.
//
//   nlohmann::json lab = example::prices();
//   lab["prices"].push_back(example::row("one_1", "first-cache", 15, {{"calls", 1}}, "dispatch"));
#pragma once

#include <map>
#include <string>

#include <nlohmann/json.hpp>

namespace matrix::example {

// A CPU on which an instruction takes 1, a call 10, a retpoline 100 on top, a jump
// 2 to 4, a line 5 from the second cache and 50 from memory.
inline const std::map<std::string, double> made_up{
	{"add_apart", 1},	 {"load_apart", 1},	{"store", 1},		   {"gate", 0},		     {"jump_not_taken", 2},
	{"jump_taken", 4},	 {"jump", 4},		{"call_direct", 10},	   {"call_indirect", 12},    {"call_retpoline", 110},
	{"deep_trampoline_paired", 230}, {"deep_trampoline_stock", 300}, {"call_skipped", 50}, {"call_not_skipped", 20},
};

inline nlohmann::json row(const std::string &name, const std::string &from, double ns, const nlohmann::json &events, const std::string &kind = "part")
{
	return {{"name", name}, {"kind", kind}, {"from", from}, {"meaning", "…"}, {"ns", {{"median", ns}}}, {"events", events}};
}

inline nlohmann::json prices()
{
	nlohmann::json rows = nlohmann::json::array();

	for (const auto &[name, ns] : made_up)
		rows.push_back(row(name, "first-cache", ns, nullptr));
	for (const char *name : {"code_lines", "data_lines"}) {
		rows.push_back(row(name, "first-cache", 2, nullptr, "lines"));
		rows.push_back(row(name, "second-cache", 7, nullptr, "lines"));
		rows.push_back(row(name, "memory", 52, nullptr, "lines"));
	}
	return {{"schema_version", 1}, {"program", "hooklab"}, {"context", {{"cpu", "Made Up 1"}}}, {"prices", rows}};
}

} // namespace matrix::example
