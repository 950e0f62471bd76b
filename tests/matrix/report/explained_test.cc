// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/explained.h"

#include <gmock/gmock.h>

#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

json example_row()
{
	return json::parse(R"({"workload": "pipe", "a": "override", "b": "override/noop-1", "status": "ok", "explained": {
		"a": {"cell": "override idle", "kernel": 10}, "b": {"cell": "override noop-1", "kernel": 57},
		"kernel_difference": 47, "unexplained": 0, "calls": [
		{"function": "entry", "depth": 0, "a": 10, "b": 10, "differs": true},
		{"function": "alike", "depth": 1, "a": 5, "b": 5, "differs": false},
		{"function": "stub", "depth": 1, "a": null, "b": 47, "differs": true}]}})");
}

std::vector<Table> tables_of(json explained)
{
	compare::Results results = example::results();
	results.context["explained"] = std::move(explained);
	return explained_tables(compared(std::move(results)));
}

TEST(ExplainedTables, HaveTheCallsThatDifferAndTheWayThere)
{
	const auto tables = tables_of({example_row()});

	ASSERT_EQ(tables.size(), 1U);
	EXPECT_THAT(tables[0].head, ElementsAre("call", "override", "override/noop-1", "difference"));
	EXPECT_THAT(tables[0].rows, ElementsAre(ElementsAre("entry", "10", "10", ""), ElementsAre("\u00b7 stub", nothing, "47", "+47")));
	EXPECT_THAT(tables[0].notes, ElementsAre(HasSubstr("on override noop-1 57: +47, of which 0 are in no function"), HasSubstr("1 that are alike"),
						 HasSubstr("hookmatrix explain --workload pipe override override/noop-1")));
}

TEST(ExplainedTables, SayWhatFailed)
{
	const auto tables = tables_of({{{"workload", "pipe"}, {"a", "none"}, {"b", "override"}, {"status", "failed"}, {"reason", "it is not built"}}});

	ASSERT_EQ(tables.size(), 1U);
	EXPECT_TRUE(tables[0].rows.empty());
	EXPECT_THAT(tables[0].notes, ElementsAre(HasSubstr("It failed: it is not built")));
}

TEST(ExplainedTables, LeaveOutWhatIsOfAnotherShape)
{
	json broken = example_row();
	broken["explained"]["a"] = 7;
	EXPECT_EQ(tables_of({broken, example_row()}).size(), 1U);
	EXPECT_TRUE(tables_of("none").empty());
	EXPECT_TRUE(tables_of({7, nullptr}).empty());
	EXPECT_TRUE(explained_tables(compared(example::results())).empty());
}

} // namespace
} // namespace matrix::report
