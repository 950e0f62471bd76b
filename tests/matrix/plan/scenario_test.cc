// SPDX-License-Identifier: GPL-2.0
#include "matrix/plan/scenario.h"

#include <set>

#include <gtest/gtest.h>

namespace matrix::plan {
namespace {

TEST(ScenarioTable, NamesAreUniqueAndTheFirstAttachesNothing)
{
	std::set<std::string_view> names;

	for (const Scenario &row : scenario_table()) {
		EXPECT_TRUE(names.insert(row.name).second) << row.name;
		EXPECT_FALSE(row.description.empty()) << row.name;
		EXPECT_EQ(find_scenario(row.name), &row);
	}
	EXPECT_EQ(scenario_table().front().name, "idle");
	EXPECT_TRUE(scenario_table().front().policy.empty());
	EXPECT_EQ(find_scenario("nothing"), nullptr);
}

// A policy of the curve is compiled for its number, and its row says the same.
TEST(ScenarioTable, APointOfTheCurveIsNamedForItsNumber)
{
	unsigned most = 0;

	for (const Scenario &row : scenario_table()) {
		if (row.on_one_hook == 0)
			continue;
		EXPECT_EQ(row.name, "noop-" + std::to_string(row.on_one_hook));
		EXPECT_EQ(row.policy, "noop_" + std::to_string(row.on_one_hook) + ".bpf.o");
		EXPECT_GT(row.on_one_hook, most) << "out of order";
		most = row.on_one_hook;
	}
	EXPECT_EQ(most, 38U);
}

TEST(Scenario, IdleIsTheCommandAlone)
{
	EXPECT_EQ(with_policy(*find_scenario("idle"), {"hookbench", "run"}), (std::vector<std::string>{"hookbench", "run"}));
}

TEST(Scenario, APolicyStandsAroundTheCommand)
{
	EXPECT_EQ(with_policy(*find_scenario("noop-1"), {"hookbench"}),
		  (std::vector<std::string>{"hookload", "run", "--report", "/results/attach.json", "/policies/noop_1.bpf.o", "--",
					    "hookbench"}));
	EXPECT_EQ(with_policy(*find_scenario("noop-all"), {"x"}).at(2), "--skip-missing");
}

} // namespace
} // namespace matrix::plan
