// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/results.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/matrix/compare/example.h"

namespace matrix::compare {
namespace {

std::string reason_of(const nlohmann::json &root)
{
	const auto results = parse_results(root.dump(), "t.json");

	return results ? "no error" : results.error().reason;
}

TEST(Results, AreTheSameAfterWritingAndReading)
{
	const Results before = example::results();
	const auto after = parse_results(to_json(before).dump(), "t.json");

	ASSERT_TRUE(after) << after.error().to_string();
	EXPECT_EQ(to_json(*after), to_json(before));
	EXPECT_EQ(after->cells.at(1).median(), 500);
}

TEST(Results, DerivedFiguresStandBesideTheSamples)
{
	const auto cell = to_json(example::results()).at("cells").at(1);

	EXPECT_EQ(cell.at("median"), 500);
	EXPECT_EQ(cell.at("max"), 9000);
	EXPECT_EQ(cell.at("samples").size(), 4U);
	EXPECT_TRUE(cell.at("median").is_number_integer());
}

TEST(Results, ACellThatIsNotOkHasNoFigures)
{
	Results results;
	results.cells.push_back(example::cell(example::none_idle, "pipe", {}));
	results.cells.back().status = "failed";
	results.cells.back().reason = "panic";

	EXPECT_TRUE(to_json(results).at("cells").at(0).at("median").is_null());
	EXPECT_TRUE(parse_results(to_json(results).dump(), "t"));
}

TEST(Results, AnotherSchemaIsNotComparable)
{
	auto root = to_json(example::results());
	root["schema_version"] = 2;
	const auto results = parse_results(root.dump(), "t.json");

	ASSERT_FALSE(results);
	EXPECT_EQ(results.error().id, "results-schema");
	EXPECT_EQ(results.error().code, base::ExitCode::not_comparable);
}

TEST(Results, WhatIsWrongIsNamed)
{
	const auto good = to_json(example::results());
	auto root = good;

	EXPECT_FALSE(parse_results("", "t"));
	EXPECT_FALSE(parse_results("[]", "t"));
	EXPECT_FALSE(parse_results("{\"schema_version\":1}", "t"));
	root["cells"][2].erase("stack");
	EXPECT_THAT(reason_of(root), testing::HasSubstr("cells[2]: stack"));
	root = good;
	root["cells"][0]["samples"] = {1, "two"};
	EXPECT_THAT(reason_of(root), testing::HasSubstr("cells[0]: samples"));
	root = good;
	root["cells"][0]["samples"] = {-1};
	EXPECT_THAT(reason_of(root), testing::HasSubstr("samples"));
	root = good;
	root["cells"][0]["status"] = "fine";
	EXPECT_THAT(reason_of(root), testing::HasSubstr("status"));
	root = good;
	root["cells"][0]["samples"] = nlohmann::json::array();
	EXPECT_THAT(reason_of(root), testing::HasSubstr("no samples"));
	root = good;
	root["cells"][0]["boot"] = -3;
	EXPECT_THAT(reason_of(root), testing::HasSubstr("boot"));
	root = good;
	root["cells"] = 7;
	EXPECT_THAT(reason_of(root), testing::HasSubstr("cells"));
}

TEST(Results, OfHookbenchAreToBeImported)
{
	const auto refused = parse_results(R"({"schema_version": 1, "program": "hookbench", "context": {}, "results": []})", "b.json");

	EXPECT_EQ(refused.error().id, "results-of-hookbench");
	EXPECT_NE(refused.error().hint.find("hookmatrix import"), std::string::npos);
}

TEST(Results, AMissingFileIsBadInput)
{
	const auto results = load_results("/nonexistent/matrix.json");

	ASSERT_FALSE(results);
	EXPECT_EQ(results.error().code, base::ExitCode::bad_input);
}

} // namespace
} // namespace matrix::compare
