// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/literature.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

const compare::Configuration with_selinux{"bpf-lsm", "list", "selinux:enforcing,bpf", "idle"};
const compare::Configuration lists{"bpf-lsm", "list-always", "selinux:enforcing,bpf", "idle"};
const compare::Configuration calls{"bpf-lsm", "static-call-always", "selinux:enforcing,bpf", "idle"};
const compare::Configuration none{"none", "-", "-", "idle"};

Literature row_of(const std::vector<Literature> &rows, const std::string &what)
{
	const auto found = std::find_if(rows.begin(), rows.end(), [&](const Literature &row) { return row.what == what; });

	EXPECT_NE(found, rows.end()) << what;
	return found == rows.end() ? Literature{} : *found;
}

TEST(Published, NeedsTheCellsThatComeNearest) { EXPECT_TRUE(literature(compared(example::results())).empty()); }

TEST(Published, EachRowHasASourceAndAReasonToDiffer)
{
	compare::Results results = example::results();
	results.cells.push_back(example::cell(none, "stat", {1000}));
	results.cells.push_back(example::cell(with_selinux, "stat", {1155}));

	for (const Literature &row : literature(compared(std::move(results)))) {
		EXPECT_FALSE(row.source.empty()) << row.what;
		EXPECT_FALSE(row.why.empty()) << row.what;
	}
}

TEST(Published, MoreTimeAndMoreInstructionsHaveTheSameSign)
{
	compare::Results results = example::results();
	results.cells.push_back(example::cell(none, "stat", {1000}));
	results.cells.push_back(example::cell(with_selinux, "stat", {1155}));
	const auto rows = literature(compared(std::move(results)));

	const Literature stat = row_of(rows, "SELinux over none, stat");
	EXPECT_EQ(stat.published, "+28\u00a0% time");
	EXPECT_EQ(stat.ours, "+15.5\u00a0% instructions of stat");
	EXPECT_EQ(stat.same_sign, "yes");
	EXPECT_EQ(row_of(rows, "SELinux over none, UDP").ours, "not in these results");
	EXPECT_EQ(row_of(rows, "SELinux over none, UDP").same_sign, "");
}

TEST(Published, AHigherRateIsFewerInstructions)
{
	const auto sign = [](double with_calls) {
		compare::Results results = example::results();
		results.cells.push_back(example::cell(lists, "pipe_512", {2000}));
		results.cells.push_back(example::cell(calls, "pipe_512", {with_calls}));
		return row_of(literature(compared(std::move(results))), "static calls in the place of lists, pipe throughput").same_sign;
	};

	EXPECT_EQ(sign(1900), "yes");
	EXPECT_EQ(sign(2100), "no");
	EXPECT_EQ(sign(2000), "equal here");
}

TEST(Published, WhatIsNotExactHasNoSign)
{
	const auto sign = [](double with_calls) {
		compare::Results results = example::results();
		results.cells.push_back(example::cell(lists, "fork_wait", {2000, 2000, 2100, 2100}));
		results.cells.push_back(example::cell(calls, "fork_wait", {with_calls}));
		return row_of(literature(compared(std::move(results))), "static calls in the place of lists, process creation").same_sign;
	};

	EXPECT_EQ(sign(2050), "not to be told: not exact");
	EXPECT_EQ(sign(1500), "not to be told: not exact"); // 1500 may be a mode, too
}

} // namespace
} // namespace matrix::report
