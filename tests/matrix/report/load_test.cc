// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/load.h"

#include <gmock/gmock.h>

#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

json part(double clock_ns, double cpu_ns) { return {{"clock_ns", clock_ns}, {"cpu_ns", cpu_ns}}; }

json load_of(const char *stack, const char *scenario)
{
	return {{"variant", "override"}, {"dispatch", "gate"}, {"stack", stack}, {"scenario", scenario}, {"boots", 2}, {"programs", 210},
		{"open", part(30e6, 26.04e6)}, {"probe", part(1e6, 1e6)}, {"load", part(120e6, 110e6)}, {"attach", part(5e6, 2e6)}};
}

std::optional<Table> loads_table(json loads)
{
	compare::Results results = example::results();
	results.context["loads"] = std::move(loads);
	return load_table(compared(std::move(results)));
}

TEST(Loads, AreShownByTheirPartsAndInAll)
{
	const auto table = loads_table({load_of("-", "noop-all")});

	ASSERT_TRUE(table);
	EXPECT_THAT(table->rows, ElementsAre(ElementsAre("override", "noop-all", "210", "30.0", "1.0", "120.0", "5.0", "156.0", "139.0")));
	EXPECT_THAT(table->notes, Contains(HasSubstr("a million instructions")));
}

TEST(Loads, AreOfOneStackOfEachKernel)
{
	const auto table = loads_table({load_of("-", "noop-all"), load_of("yama", "noop-1"), load_of("-", "noop-1")});

	ASSERT_TRUE(table);
	ASSERT_EQ(table->rows.size(), 2U);
	EXPECT_EQ(table->rows[0][1], "noop-1");
	EXPECT_EQ(table->rows[1][1], "noop-all");
}

TEST(Loads, StandKernelByKernel)
{
	json other = load_of("bpf", "noop-1");
	other["variant"] = "bpf-lsm";
	const auto table = loads_table({load_of("-", "noop-1"), other, load_of("-", "noop-all")});

	ASSERT_TRUE(table);
	ASSERT_EQ(table->rows.size(), 3U);
	EXPECT_THAT(table->rows[1][0], HasSubstr("override"));
	EXPECT_THAT(table->rows[2][0], HasSubstr("bpf-lsm"));
}

TEST(Loads, OfSomebodyElsesFileMayBeAnything)
{
	json half = load_of("-", "noop-1");
	half["attach"] = 3;
	half.erase("programs");
	const auto table = loads_table({half, 7, nullptr, {{"variant", 3}}});

	ASSERT_TRUE(table);
	EXPECT_THAT(table->rows[0], ElementsAre("override", "noop-1", nothing, "30.0", "1.0", "120.0", nothing, nothing, nothing));
	EXPECT_FALSE(loads_table(7));
	EXPECT_FALSE(loads_table(json::array()));
	EXPECT_FALSE(load_table(compared(example::results())));
}

} // namespace
} // namespace matrix::report
