// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/runner/script.h"

#include <gtest/gtest.h>

namespace guest_test {
namespace {

TEST(Script, StepsAreQuotedAndNumbered)
{
	guest_test::Test test;
	test.steps.push_back({.command = "echo 'a'", .expectations = {}});
	const std::string script = script_of(test);

	EXPECT_NE(script.find("sh -c 'echo '\\''a'\\''' >/results/.steps/0.out"), std::string::npos);
	EXPECT_NE(script.find("/results/.steps/0.status"), std::string::npos);
}

TEST(Script, AStepThatLeftNoStatusDidNotRun)
{
	const Step step{.command = "x", .expectations = {{Expectation::Kind::out, "yes", 3}}};

	EXPECT_FALSE(failures_of(step, result_of({}, 0)).empty());
	const auto result = result_of({{".steps/0.status", "0\n"}, {".steps/0.out", "yes\n"}}, 0);
	EXPECT_TRUE(failures_of(step, result).empty());
	EXPECT_EQ(failures_of(step, result_of({{".steps/0.status", "1\n"}}, 0)).size(), 2u);
}

} // namespace
} // namespace guest_test
