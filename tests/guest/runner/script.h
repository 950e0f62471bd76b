// SPDX-License-Identifier: GPL-2.0
//
// Turns the steps of a test into one shell script, so that they share a boot,
// and finds what each of them left behind.
//
//   job.argv = {"sh", guest_test::script_path};
//   write(guest_test::script_of(test));
//   for (std::size_t i = 0; i < test.steps.size(); i++)
//           guest_test::StepResult result = guest_test::result_of(report.files, i);
#pragma once

#include <map>
#include <string>

#include "tests/guest/runner/directive.h"

namespace guest_test {

inline constexpr const char *script_path = "/hookmatrix/steps.sh";

struct StepResult {
	bool ran = false;
	int status = -1;
	std::string out;
	std::string err;
};

std::string script_of(const Test &test);
StepResult result_of(const std::map<std::string, std::string> &files, std::size_t step);
bool skipped(const std::map<std::string, std::string> &files);

// One line per expectation that the result does not meet.
std::vector<std::string> failures_of(const Step &step, const StepResult &result);

} // namespace guest_test
