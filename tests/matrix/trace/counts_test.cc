// SPDX-License-Identifier: GPL-2.0
#include "matrix/trace/counts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/sampler.h"
#include "bench/workload.h"

namespace matrix::trace {
namespace {

using testing::ElementsAre;
using testing::Pair;

std::size_t windows_of(const bench::WorkloadRow &row) { return bench::pairs_before_samples(row, 1) + row.pace.samples; }

TEST(Split, FindsTheSamplesOfEachWorkloadInTheOrderOfTheTable)
{
	const bench::WorkloadRow &first = bench::workload_table()[0];
	const bench::WorkloadRow &third = bench::workload_table()[2];
	Windows trace;
	trace.windows.resize(windows_of(first) + windows_of(third));
	const auto parts = split(trace, {std::string{third.name}, std::string{first.name}});

	ASSERT_TRUE(parts) << parts.error().to_string();
	ASSERT_EQ(parts->size(), 2U);
	EXPECT_EQ(parts->at(0).workload, first.name);
	EXPECT_EQ(parts->at(0).first, bench::pairs_before_samples(first, 1));
	EXPECT_EQ(parts->at(0).count, first.pace.samples);
	EXPECT_EQ(parts->at(1).first, windows_of(first) + bench::pairs_before_samples(third, 1));
}

TEST(Split, ANumberOfSamplesOverTheTablesOwn)
{
	const bench::WorkloadRow &first = bench::workload_table()[0];
	Windows trace;
	trace.windows.resize(bench::pairs_before_samples(first, 1) + 3);
	const auto parts = split(trace, {std::string{first.name}}, 3);

	ASSERT_TRUE(parts) << parts.error().to_string();
	EXPECT_EQ(parts->at(0).count, 3U);
}

TEST(Split, AnotherNumberOfWindowsIsAnError)
{
	Windows trace;
	trace.windows.resize(windows_of(bench::workload_table()[0]) + 1);
	const auto parts = split(trace, {std::string{bench::workload_table()[0].name}});

	ASSERT_FALSE(parts);
	EXPECT_EQ(parts.error().id, "windows-differ");
}

TEST(Count, GivesTheMedianOfTheSamplesByFunctionAndHook)
{
	const std::vector<Place> places{{"ksys_write", ""}, {"rw_verify_area", "file_permission"}, {"tick", ""}};
	const Windows trace{.sites = {{.address = 1}, {.address = 2}, {.address = 3}},
			    .windows = {{{0, 99}, {1, 99}},
					{{0, 10}, {1, 2}},
					{{0, 10}, {1, 2}, {2, 500}}, // a timer interrupt
					{{0, 12}, {1, 2}}}};
	const Counts counts = count(trace, {.workload = "w", .first = 1, .count = 3}, places);

	EXPECT_THAT(counts.functions, ElementsAre(Pair("ksys_write", 10), Pair("rw_verify_area", 2)));
	EXPECT_THAT(counts.gates, ElementsAre(Pair("file_permission", 2)));
	EXPECT_THAT(counts.gates_in, ElementsAre(Pair("rw_verify_area", 2)));
	EXPECT_EQ(counts.all_gates, 2);
}

} // namespace
} // namespace matrix::trace
