// SPDX-License-Identifier: GPL-2.0
//
// Which LSMs a kernel of some configuration runs, in which order, when it is booted with
// some command line: the rules of security/security.c.
//
//   const LsmStack stack = lsm_stack(config, "quiet lsm=yama,bpf");
//   stack.running;     // {"capability", "yama", "bpf"}
//   stack.doubts;      // "CONFIG_LSM names smack, which is not compiled in"
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "matrix/advise/config_file.h"

namespace matrix::advise {

struct Lsm {
	std::string_view name;
	std::string_view symbol;
	Release since;
	Release before; // not known(): it is still there
	bool exclusive;
	bool ordered;

	// Whether a kernel of this release can have it; yes where the release is not known.
	[[nodiscard]] bool in(const Release &release) const;
};

std::span<const Lsm> lsm_table();
// The row of that release; of another where none is.
const Lsm *find_lsm(std::string_view name, const Release &release);

// Of these names, the LSMs of which a kernel runs one only.
std::vector<std::string> exclusive_wants(const std::set<std::string> &names);

// One that is named or compiled in and yet does not run as somebody may think.
struct Doubt {
	std::string id; // lsm-not-compiled, lsm-not-listed, lsm-excluded, lsm-unknown, lsm-gone, lsm-not-yet, lsm-ignored
	std::string lsm;
	std::string what;
};

struct LsmStack {
	std::vector<std::string> compiled;
	std::string order;  // of CONFIG_LSM, or what lsm= puts in its place
	std::string origin; // "CONFIG_LSM", "lsm= on the command line", "CONFIG_DEFAULT_SECURITY", …
	bool is_default = false; // CONFIG_LSM is not named, and the order is Kconfig's
	std::vector<std::string> running; // where the configuration is no whole one, also what it names in the order and not else
	std::vector<Doubt> doubts;

	[[nodiscard]] bool runs(std::string_view name) const;
};

// What the command line changes of what CONFIG_LSM has running.
struct StackChange {
	std::string base; // what it is compared with: the origin of LsmStack
	std::vector<std::string> added;
	std::vector<std::string> removed;
	bool reordered = false; // the same ones, in another order
};

// "yama,bpf": yama and bpf.
std::vector<std::string> split_order(const std::string &order);

// The words of a kernel command line, each with its value: "lsm" and "a,b" of "lsm=a,b".
using Words = std::vector<std::pair<std::string, std::string>>;
Words split_command_line(const std::string &line);
// The last value of a word, or nullptr.
const std::string *command_line_value(const Words &words, std::string_view name);

// CONFIG_LSM; where it is not named, what Kconfig makes of it.
std::string lsm_order(const Config &config);
// The words that were given and those that are compiled in (CONFIG_CMDLINE).
std::string whole_command_line(const Config &config, const std::string &given);

LsmStack lsm_stack(const Config &config, const std::string &command_line);
StackChange change_by(const Config &config, const std::string &command_line);

} // namespace matrix::advise
