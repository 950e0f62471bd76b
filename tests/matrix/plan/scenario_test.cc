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
