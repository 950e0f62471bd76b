// SPDX-License-Identifier: GPL-2.0
//
// A guest test: one directive file, read into steps. See tests/guest/README.md
// for the format.
//
//   auto test = guest_test::parse(text, "deny_open.test");
//   for (const guest_test::Step &step : test->steps) run(step.command);
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "matrix/boot/outcome.h"

namespace guest_test {

// "text" is looked for as it stands, "/text/" as an extended regular expression.
struct Expectation {
	enum class Kind { out, err, no_out, no_err, console };

	Kind kind;
	std::string text{};
	unsigned line;
};

struct Step {
	std::string command{}; // for the guest's sh
	bool as_user = false; // uid 1000, no capability
	std::optional<int> status = 0; // nothing: any
	std::vector<Expectation> expectations{};
	unsigned line = 0;
};

// A kernel whose release lacks what the test is about.
struct NotOn {
	std::string kernel; // "6.1", or one alone: "override-6.1"
	std::string reason;
};

struct Test {
	std::string name;
	std::vector<std::string> variants;
	std::vector<std::string> full_variants; // of `make check-full` only
	std::vector<NotOn> not_on; // of the further kernels, on which all others run
	std::string stack; // of LSMs, whose policies are loaded before the first step; empty: the kernel's own
	std::vector<std::string> append;
	std::vector<std::string> files; // HOST[:GUEST], relative to the project's folder
	std::string skip_if;            // a command of the guest: status 0 skips the test
	std::string skip_reason;
	matrix::boot::Outcome outcome = matrix::boot::Outcome::ok;
	std::vector<Expectation> console; // what the console's last lines must hold
	std::string kill_when; // QEMU is killed when the command has printed this
	unsigned timeout = 300;
	unsigned silence = 90;
	unsigned cpus = 1;
	unsigned memory = 1024; // MiB
	std::vector<Step> steps;
};

base::Result<Test> parse(std::string_view text, const std::string &file);

bool holds(const Expectation &expectation, const std::string &text);

} // namespace guest_test
