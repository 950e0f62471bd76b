// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matrix/report/renderer.h"
#include "tests/matrix/compare/example.h"

namespace matrix::report {
namespace {

using testing::HasSubstr;
using testing::Not;

compare::Changes changes(double override_idle = 510)
{
	compare::Results after = example::results();

	after.cells[3] = example::cell(example::override_idle, "eventfd_write", {override_idle, override_idle});
	auto found = compare::find_changes(example::results(), after, {});
	EXPECT_TRUE(found);
	return std::move(*found);
}

TEST(ChangesText, HasTheRowsThatChangedAndASummary)
{
	const std::string text = changes_text(changes(), {});

	EXPECT_THAT(text, HasSubstr("worse                       507          510    +0.59%  eventfd_write"));
	EXPECT_THAT(text, HasSubstr("override gate idle; exact"));
	EXPECT_THAT(text, Not(HasSubstr("getppid")));
	EXPECT_THAT(text, HasSubstr("10 rows compared, 1 worse, 9 equal; 0 missing, 0 added. Counts, not time; threshold 0%."));
	EXPECT_THAT(changes_text(changes(), {.all = true}), HasSubstr("getppid"));
}

TEST(ChangesText, ADoubtStandsAtTheTop)
{
	compare::Changes doubtful = changes();

	doubtful.doubts = std::vector<std::string>(12, "a pair differs");
	EXPECT_THAT(changes_text(doubtful, {}), testing::StartsWith("NOT TRUSTWORTHY"));
	EXPECT_THAT(changes_text(doubtful, {}), HasSubstr("and 2 more"));
	EXPECT_FALSE(changes_json(doubtful, {})["trustworthy"].get<bool>());
}

TEST(ChangesText, WhatIsNotAlikeStandsAboveTheRows)
{
	compare::Changes some = changes();

	some.unlike = {"governor is performance in OLD and powersave in NEW"};
	EXPECT_THAT(changes_text(some, {}), testing::StartsWith("  not alike: governor is performance in OLD and powersave in NEW\n\n"));
	EXPECT_THAT(changes_text(some, {}), Not(HasSubstr("NOT TRUSTWORTHY")));
	EXPECT_EQ(changes_json(some, {})["unlike"].size(), 1U);
}

TEST(ChangesText, MissingRowsAreOneLineForEachConfiguration)
{
	compare::Changes some = changes();

	some.missing = {{example::bpf_idle, "pipe", "instructions", ""}, {example::bpf_idle, "stat", "instructions", ""}};
	EXPECT_THAT(changes_text(some, {.all = false, .before = "a", .after = "b"}), HasSubstr("missing in b:\n  bpf-lsm static-call bpf idle (2)\n"));
	EXPECT_THAT(changes_markdown(some, {.all = false, .before = "a", .after = "b"}), HasSubstr("- bpf-lsm static-call bpf idle (2)\n"));
}

TEST(ChangesMarkdown, IsATable)
{
	EXPECT_THAT(changes_markdown(changes(), {}),
		    HasSubstr("| worse | eventfd_write | instructions | override gate idle | 507 | 510 | +0.59% | exact |"));
}

TEST(ChangesJson, HasEveryRow)
{
	const auto json = changes_json(changes(), {});

	EXPECT_EQ(json["schema_version"], 1);
	EXPECT_EQ(json["rows"].size(), 10U);
	EXPECT_EQ(json["counts"]["worse"], 1);
	EXPECT_TRUE(json["rows"][0]["p"].is_null());
}

TEST(GoogleBenchmark, HasARowForEachBootAndSaysWhatItIs)
{
	auto comparison = compare::compare(example::results());
	const auto json = nlohmann::json::parse(render_google_benchmark(*comparison).value());

	ASSERT_EQ(json["benchmarks"].size(), 12U);
	EXPECT_EQ(json["benchmarks"][1]["name"], "none/-/-/idle/eventfd_write/instructions");
	EXPECT_EQ(json["benchmarks"][1]["real_time"], 500);
	EXPECT_EQ(json["benchmarks"][11]["repetition_index"], 1);
	EXPECT_EQ(json["benchmarks"][1]["label"], "instructions/op");
	EXPECT_THAT(json["context"]["note"].get<std::string>(), HasSubstr("no time"));
}

} // namespace
} // namespace matrix::report
