// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/runner/script.h"

#include <charconv>

namespace guest_test {

namespace {

// Below /results, so that it comes back with everything else there; a folder
// that no command of a test uses by accident.
constexpr const char *folder = ".steps/";

std::string quoted(const std::string &text)
{
	std::string answer = "'";

	for (const char byte : text)
		answer += byte == '\'' ? std::string{"'\\''"} : std::string(1, byte);
	return answer + "'";
}

std::string file_of(const std::map<std::string, std::string> &files, const std::string &name)
{
	const auto found = files.find(name);
	return found == files.end() ? std::string{} : found->second;
}

std::string_view kind_name(Expectation::Kind kind)
{
	switch (kind) {
	case Expectation::Kind::out: return "EXPECT_OUT";
	case Expectation::Kind::err: return "EXPECT_ERR";
	case Expectation::Kind::no_out: return "EXPECT_NO_OUT";
	case Expectation::Kind::no_err: return "EXPECT_NO_ERR";
	case Expectation::Kind::console: return "EXPECT_CONSOLE";
	}
	return "EXPECT";
}

} // namespace

std::string script_of(const Test &test)
{
	std::string script = "mkdir -p /results/.steps\n";

	if (!test.skip_if.empty())
		script += "if sh -c " + quoted(test.skip_if) +
			  " >/dev/null 2>&1; then : >/results/.steps/skipped; exit 0; fi\n";
	for (std::size_t i = 0; i < test.steps.size(); i++) {
		const Step &step = test.steps[i];
		const std::string base = "/results/" + std::string{folder} + std::to_string(i);
		script += (step.as_user ? "su -s /bin/sh user -c " : "sh -c ") + quoted(step.command) + " >" + base +
			  ".out 2>" + base + ".err\n";
		script += "echo $? >" + base + ".status\n";
		// Seen while it runs, by KILL_WHEN and by whoever watches.
		script += "cat " + base + ".out; cat " + base + ".err >&2\n";
	}
	return script + "exit 0\n";
}

bool skipped(const std::map<std::string, std::string> &files)
{
	return files.contains(std::string{folder} + "skipped");
}

StepResult result_of(const std::map<std::string, std::string> &files, std::size_t step)
{
	const std::string base = folder + std::to_string(step);
	const std::string status = file_of(files, base + ".status");
	StepResult result;

	const auto [end, error] = std::from_chars(status.data(), status.data() + status.size(), result.status);
	result.ran = error == std::errc{} && end != status.data();
	result.out = file_of(files, base + ".out");
	result.err = file_of(files, base + ".err");
	return result;
}

std::vector<std::string> failures_of(const Step &step, const StepResult &result)
{
	std::vector<std::string> failures;

	if (!result.ran)
		return {"the step did not run to its end"};
	if (step.status && *step.status != result.status)
		failures.push_back("status is " + std::to_string(result.status) + ", expected " +
				   std::to_string(*step.status));
	for (const Expectation &expectation : step.expectations) {
		const bool err = expectation.kind == Expectation::Kind::err ||
				 expectation.kind == Expectation::Kind::no_err;
		if (!holds(expectation, err ? result.err : result.out))
			failures.push_back("line " + std::to_string(expectation.line) + ": " +
					   std::string{kind_name(expectation.kind)} + ": " + expectation.text);
	}
	return failures;
}

} // namespace guest_test
