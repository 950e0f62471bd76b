// SPDX-License-Identifier: GPL-2.0
//
// What of the machine makes times vary from run to run: recorded with each result,
// so that a reader can judge it, with a hint where something can be done. Counts
// under an emulator do not depend on any of it.
//
//   for (const bench::Condition &condition : bench::conditions("/", bench::allowed_cpu(bench::Cpu::first)))
//           if (!condition.warning.empty()) print(condition.warning, condition.hint);
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace bench {

struct Condition {
	std::string name;    // "governor"
	std::string value;   // "powersave"; "unknown" where the kernel does not say
	std::string warning; // why times vary by it; empty: they do not
	std::string hint;    // what would change it
};

// From /proc and /sys below this folder, always in the same order, for what runs on
// that CPU; -1 where that is not known: then those of the first.
std::vector<Condition> conditions(const std::filesystem::path &root, int cpu);

nlohmann::json to_json(const std::vector<Condition> &conditions);

// "smt is on: another thread can share the core\n  next: …", of one element of that.
std::string warning_text(const nlohmann::json &condition);

// How many that CPU has served, of all kinds; 0 where /proc/interrupts cannot be read.
unsigned long long interrupts(const std::filesystem::path &root, unsigned cpu);

} // namespace bench
