// SPDX-License-Identifier: GPL-2.0
#include "bench/counter.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "bench/counters/perf_event.h"

namespace bench {
namespace {

TEST(CounterTable, NamesAreUniqueAndUnitsSayPerOperation)
{
	std::set<std::string_view> names;

	for (const CounterRow &row : counter_table()) {
		EXPECT_TRUE(names.insert(row.name).second) << row.name;
		EXPECT_EQ(row.unit, std::string{row.name} + "/op");
		EXPECT_FALSE(row.meaning.empty()) << row.name;
		EXPECT_EQ(find_counter(row.name), &row);
	}
	EXPECT_EQ(find_counter("seconds"), nullptr);
}

TEST(CounterTable, EveryRowHasAFile)
{
	for (const CounterRow &row : counter_table()) {
		std::string name{row.name};
		std::replace(name.begin(), name.end(), '-', '_');
		const auto path = std::filesystem::path{HOOKMATRIX_SOURCE_DIR} / "bench/counters" / (name + ".cc");
		EXPECT_TRUE(std::filesystem::exists(path)) << path;
	}
}

TEST(Counter, InstructionsComeFromTheTimeStampCounterOnlyWhenPromised)
{
	const CounterRow *row = find_counter("instructions");

	EXPECT_TRUE(row->make({.icount = true})->exact());
	EXPECT_FALSE(row->make({.icount = false})->exact());
	EXPECT_NE(row->make({.icount = true})->source(), row->make({.icount = false})->source());
}

TEST(Counter, TheTimeStampCounterGrows)
{
	const auto counter = find_counter("instructions")->make({.icount = true});

	ASSERT_TRUE(counter->open());
	const std::uint64_t before = counter->read();
	EXPECT_GT(counter->read(), before);
}

// Whether this machine has a PMU or not, the answer is a count or a reason.
TEST(Counter, AnEventIsCountedOrThereIsAReason)
{
	for (const CounterRow &row : counter_table()) {
		const auto counter = row.make({});
		const auto usable = counter->open();

		if (!usable) {
			EXPECT_EQ(usable.error().id, "counter-unavailable");
			EXPECT_FALSE(usable.error().reason.empty());
			continue;
		}
		const std::uint64_t before = counter->read();
		EXPECT_GE(counter->read(), before) << row.name;
	}
}

// An emulator makes its clock up, also where it does not count by it.
TEST(Counter, TimeIsThatOfAMachine)
{
	const CounterRow *row = find_counter("nanoseconds");

	EXPECT_FALSE(row->make({.icount = true})->open());
	EXPECT_FALSE(row->make({})->exact()); // in batches
	EXPECT_EQ(row->make({})->source(), "clock_gettime: CLOCK_MONOTONIC_RAW");
}

TEST(Counter, AnEventThatNoMachineHasSaysSo)
{
	PerfEvent nonsense{0xffff, "perf_event_open: nonsense"};
	const auto usable = nonsense.open();

	ASSERT_FALSE(usable);
	EXPECT_NE(usable.error().errnum, 0);
	EXPECT_FALSE(usable.error().reason.empty());
}

} // namespace
} // namespace bench
