// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matrix/report/renderer.h"
#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string summary_of(compare::Results results)
{
	const auto text = find_renderer("summary")->render(compared(std::move(results)));

	EXPECT_TRUE(text) << text.error().to_string();
	return text ? *text : "";
}

// Mainline beside another dispatch, and a file that no program is on.
compare::Results with_mainline()
{
	compare::Results results = example::results();

	results.cells.push_back(example::cell({"bpf-lsm", "static-call-always", "bpf", "idle"}, "eventfd_write", {547, 547}));
	results.cells.push_back(example::cell({"bpf-lsm", "static-call-always", "bpf", "noop-1"}, "eventfd_write", {735, 735}));
	results.context["kernels"]["none"]["metadata"] = {{"source", {{"name", "linux.tar.xz"}, {"sha256", "0123456789abcdef01"}, {"version", "6.12.1"}}},
							   {"series", {{{"for", "6.12"}, {"name", "override-return"}, {"patches", {"a", "b"}}, {"sha256", "fedcba9876543210fe"}}}},
							   {"tools", {{"compiler", "gcc 12"}, {"linker", "ld 2"}, {"pahole", "v1"}}}};
	results.context["kernels"]["override"] = results.context["kernels"]["none"];
	return results;
}

TEST(Summary, HasTheAnswerFiguresAndTheirOriginInTheWidthOfAMail)
{
	const std::string text = summary_of(with_mainline());
	std::istringstream lines{text};

	for (std::string line; std::getline(lines, line);) {
		EXPECT_LE(line.size(), 80U) << line;
		EXPECT_TRUE(std::ranges::all_of(line, [](unsigned char c) { return c >= 32 && c < 127; })) << line;
	}
	EXPECT_THAT(text, HasSubstr("mainline as"));
	EXPECT_THAT(text, HasSubstr("workload      none  override       [1]       [2]\n"
				    "getppid        320         0         0         -\n"));
	EXPECT_THAT(text, HasSubstr("eventfd_write  500        +7       +40       +47\n"));
	EXPECT_THAT(text, HasSubstr("eventfd_write  500      +130      +165      +235\n"));
	EXPECT_THAT(text, HasSubstr("counting repeats itself"));
	EXPECT_THAT(text, HasSubstr("- To make these results again: hookmatrix run --set example\n"));
}

TEST(Summary, SaysOnceWhatAllKernelsWereMadeOf)
{
	const std::string text = summary_of(with_mainline());

	for (const char *fact : {"- Source of Linux 6.12.1: linux.tar.xz, sha256 0123456789abcdef...\n", "- Series override-return for 6.12: 2 patches, sha256 fedcba9876543210...\n",
				 "- Compiler: gcc 12\n", "- Linker: ld 2\n", "- pahole: v1\n"}) {
		EXPECT_THAT(text, HasSubstr(fact));
		EXPECT_EQ(text.find(fact), text.rfind(fact)) << fact;
	}
	EXPECT_THAT(text, Not(HasSubstr("Mitigation")));
}

TEST(Summary, OfResultsWithoutABaselineHasNoFigures)
{
	compare::Results results;
	results.cells.push_back(example::cell(example::override_idle, "pipe", {100}));
	const std::string text = summary_of(std::move(results));

	EXPECT_THAT(text, HasSubstr("Should a distribution"));
	EXPECT_THAT(text, Not(HasSubstr("Some operations")));
}

} // namespace
} // namespace matrix::report
