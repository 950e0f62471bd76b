// SPDX-License-Identifier: GPL-2.0
#include "matrix/trace/gate_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace matrix::trace {
namespace {

using testing::HasSubstr;

const Counts of_none{.functions = {{"a", 10}, {"b", 5}, {"gone", 3}}, .gates = {}, .gates_in = {}, .all_gates = 0};
const Counts of_here{.functions = {{"a", 13}, {"b", 5}, {"new", 4}},
		     .gates = {{"file_permission", 2}},
		     .gates_in = {{"a", 2}},
		     .all_gates = 2};

GateRow row(const char *workload = "pipe")
{
	return make_row(workload, of_none, of_here, {.median = 100, .spread = 0}, {.median = 104, .spread = 0});
}

TEST(GateRow, HasTheCostAndTheFunctionsThatDiffer)
{
	EXPECT_EQ(row().cost(), 4);
	EXPECT_EQ(row().gates, 2);
	EXPECT_EQ(row().allowed(), 2);
	EXPECT_TRUE(row().steady);
	ASSERT_EQ(row().functions.size(), 3U); // b is alike
	EXPECT_EQ(row().functions[0].function, "new");
	EXPECT_EQ(row().functions[1].function, "a");
	EXPECT_EQ(row().functions[1].extra(), 1);
	EXPECT_EQ(row().functions[2].extra(), -3);
	EXPECT_EQ(row().unexplained(), 0);
}

TEST(GateRow, EventfdWriteMayCostTwo)
{
	Counts one = of_here;
	one.all_gates = 1;

	EXPECT_EQ(make_row("eventfd_write", of_none, one, {}, {}).allowed(), 2);
	EXPECT_EQ(make_row("pipe", of_none, one, {}, {}).allowed(), 1);
	EXPECT_EQ(row("eventfd_write").allowed(), 2);
}

TEST(GateRow, AHookThatTheWorkloadIsMeantToCrossIsMissed)
{
	EXPECT_THAT(row("pipe").not_passed, testing::IsEmpty());
	EXPECT_THAT(row("getppid").not_passed, testing::IsEmpty());
	EXPECT_THAT(row("stat").not_passed, testing::UnorderedElementsAre("inode_permission", "inode_getattr"));
	EXPECT_THAT(as_text({.variant = "override", .rows = {row("stat")}}, false),
		    HasSubstr("stat is meant to cross inode_getattr and does not"));
	EXPECT_EQ(as_json({.variant = "override", .rows = {row("stat")}})["workloads"][0]["not_passed"].size(), 2U);
}

TEST(GateRow, AHookThatTheTableOfWorkloadsDoesNotNameIsTold)
{
	EXPECT_THAT(row("pipe").not_meant, testing::IsEmpty());
	EXPECT_THAT(row("getppid").not_meant, testing::ElementsAre("file_permission"));
	EXPECT_THAT(as_text({.variant = "override", .rows = {row("getppid")}}, false),
		    HasSubstr("getppid crosses file_permission, which its row in the table of workloads does not name"));
	// What the kernel put off comes in some of the operations.
	Counts sometimes = of_here;
	sometimes.gates = {{"file_permission", 2}, {"cred_free", 0.25}, {"(inode storage)", 1}};
	EXPECT_THAT(make_row("pipe", of_none, sometimes, {}, {}).not_meant, testing::IsEmpty());
}

TEST(GateRow, SamplesThatDifferAreNoVerdict)
{
	const GateRow unsteady = make_row("fork_wait", of_none, of_here, {.median = 100, .spread = 7}, {.median = 104, .spread = 0});

	EXPECT_FALSE(unsteady.steady);
	EXPECT_THAT(as_text({.variant = "override", .rows = {unsteady}}, false), HasSubstr("samples differ within a boot"));
}

TEST(GateRow, WhatTheSameCodeRunsForItsDataIsNotForTheGatesToPay)
{
	GateRow same = row();

	ASSERT_EQ(same.functions[0].function, "new");
	EXPECT_EQ(same.by_data(), 0);
	EXPECT_EQ(same.for_hooks(), 4);
	same.functions[0].same_code = true;
	EXPECT_EQ(same.by_data(), 4);
	EXPECT_EQ(same.for_hooks(), 0);
	EXPECT_EQ(same.cost(), 4);
	EXPECT_EQ(same.unexplained(), 0);
	EXPECT_THAT(as_text({.variant = "override", .rows = {same}}, true), HasSubstr("the same code, other data"));
}

TEST(GateTable, IsShownAsTextAndAsJson)
{
	const GateTable table{.variant = "override", .rows = {row()}};

	EXPECT_THAT(as_text(table, false), HasSubstr("pipe                  100      104     +4     +0      2  no: 2 more"));
	EXPECT_THAT(as_text(table, false), HasSubstr("2×file_permission\n"));
	EXPECT_THAT(as_text(table, true), HasSubstr("  a                                       10      13      2      1\n"));
	const auto json = as_json(table);
	EXPECT_EQ(json["workloads"][0]["cost"], 4);
	EXPECT_EQ(json["workloads"][0]["by_hook"]["file_permission"], 2);
	EXPECT_EQ(json["workloads"][0]["functions"].size(), 3U);
}

TEST(TraceGates, AKernelThatIsNotBuiltIsSaidToBe)
{
	std::ostringstream log;
	const Layout layout{.root = "/nonexistent", .build = "/nonexistent/build"};

	EXPECT_EQ(trace_gates(layout, {.variant = "override", .workloads = {}}, log).error().id, "kernel-not-built");
	EXPECT_EQ(trace_gates(layout, {.variant = "overide", .workloads = {}}, log).error().id, "kernel-not-built");
}

} // namespace
} // namespace matrix::trace
