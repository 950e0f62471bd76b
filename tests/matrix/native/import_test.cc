// SPDX-License-Identifier: GPL-2.0
#include "matrix/native/import.h"

#include <gmock/gmock.h>

#include "matrix/compare/boots.h"
#include "matrix/compare/compare.h"
#include "tests/matrix/native/bench_files.h"

namespace matrix::native {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Imported imported(const std::vector<json> &files)
{
	std::vector<BenchFile> read;

	for (const json &file : files)
		read.push_back(example::bench_file(file, std::to_string(read.size() + 1) + ".json"));
	auto made = import_files(read, {}, "hookmatrix import");
	EXPECT_TRUE(made) << made.error().to_string();
	return made ? std::move(*made) : Imported{};
}

std::string refused_import(const std::vector<json> &files)
{
	std::vector<BenchFile> read;

	for (const json &file : files)
		read.push_back(example::bench_file(file));
	const auto made = import_files(read, {}, "");
	EXPECT_FALSE(made);
	return made ? "" : made.error().id;
}

TEST(BenchFile, OfSomethingElseIsRefused)
{
	const auto id = [](const json &file) { return parse_bench_file(file.dump(), "x.json").error().id; };
	const json good = example::bench_json("6.12.117-override", "a");

	EXPECT_EQ(parse_bench_file("{", "x.json").error().id, "bench-invalid");
	EXPECT_THAT(parse_bench_file(R"({"cells": []})", "x.json").error().reason, HasSubstr("results already"));
	json other = good;
	other["schema_version"] = 2;
	EXPECT_EQ(id(other), "bench-schema");
	other = good;
	other["context"]["icount"] = true;
	EXPECT_EQ(id(other), "bench-not-timed");
	for (const char *field : {"release", "cpu", "started_us", "kernel"}) {
		other = good;
		other["context"].erase(field);
		EXPECT_EQ(id(other), "bench-invalid") << field;
	}
	other = good;
	other["results"][0].erase("unit");
	EXPECT_EQ(id(other), "bench-invalid");
}

TEST(Import, FilesOfAKernelAreItsBootsInTheOrderOfTheirTime)
{
	json none = example::bench_json("6.12.117-none", "other", 1, 5);
	none["context"]["kernel"]["hooks_shown"] = false;
	const Imported made = imported({example::bench_json("6.12.117-override", "later", 30, 300), none,
					example::bench_json("6.12.117-override", "earlier", 10, 100)});

	ASSERT_EQ(made.results.cells.size(), 3U);
	EXPECT_EQ(made.results.cells[0].boot, 2U);
	EXPECT_EQ(made.results.cells[1].boot, 1U);
	EXPECT_EQ(made.results.cells[2].boot, 1U);
	EXPECT_EQ(made.results.cells[0].accelerator, "native");
	EXPECT_EQ(made.results.cells[0].node, "here");
}

TEST(Import, WhatItMakesIsReadAsAnyOtherResults)
{
	const Imported made = imported({example::bench_json("6.12.117-override", "a", 10), example::bench_json("6.12.117-override", "b", 12, 2)});
	const auto again = compare::parse_results(compare::to_json(made.results).dump(), "native.json");

	ASSERT_TRUE(again) << again.error().to_string();
	EXPECT_EQ(again->cells.size(), 2U);
	EXPECT_EQ(compare::cpu_of(*again), "a CPU");
	EXPECT_EQ(again->context.at("kernels").at("override").at("release"), "6.12.117-override");
	EXPECT_EQ(compare::boots_of(again->context).size(), 2U);
	EXPECT_THAT(made.lines, ElementsAre("override gate - idle: 2 boots"));
	EXPECT_THAT(made.notes, IsEmpty());
	ASSERT_TRUE(compare::compare(*again));
}

TEST(Import, FilesOfOneBootAreOneObservation)
{
	const Imported made = imported({example::bench_json("6.12.117-override", "a", 10, 1), example::bench_json("6.12.117-override", "a", 20, 9)});

	ASSERT_EQ(made.results.cells.size(), 1U);
	EXPECT_THAT(made.results.cells[0].samples, ElementsAre(10, 10, 20, 20));
	EXPECT_THAT(made.notes, ElementsAre("1.json, 2.json are of one boot, and count as one"));
}

TEST(Import, AFigureCountsWhereTheSameBootFailedOnce)
{
	json failed = example::bench_json("6.12.117-override", "a");
	failed["results"][0]["status"] = "failed";
	failed["results"][0]["reason"] = "it broke";
	failed["results"][0]["samples"] = json::array();
	const Imported made = imported({failed, example::bench_json("6.12.117-override", "a", 20, 9)});

	ASSERT_EQ(made.results.cells.size(), 1U);
	EXPECT_TRUE(made.results.cells[0].ok());
	EXPECT_EQ(made.results.cells[0].reason, "");
	EXPECT_EQ(refused_import({failed}), "nothing-measured");
}

TEST(Import, ProcessorsAndKernelsAreNotMixed)
{
	json other = example::bench_json("6.12.117-override", "b");
	other["context"]["cpu"] = "another CPU";
	EXPECT_EQ(refused_import({example::bench_json("6.12.117-override", "a"), other}), "cpus-differ");
	json anew = example::bench_json("6.12.117-override", "b");
	anew["context"]["version"] = "#2 SMP";
	EXPECT_EQ(refused_import({example::bench_json("6.12.117-override", "a"), anew}), "kernels-differ");
}

TEST(Import, WhatWasNotAlikeIsSaid)
{
	json none = example::bench_json("6.12.117-none", "b", 90);
	none["context"]["kernel"]["hooks_shown"] = false;
	none["context"]["kernel"]["hook_programs"] = nullptr;
	none["context"]["node"] = "there";
	none["context"]["conditions"][0]["value"] = "powersave";
	const Imported made = imported({example::bench_json("6.12.117-override", "a"), none});

	EXPECT_THAT(made.notes, Contains(HasSubstr("not alike: governor is performance in override gate - idle and powersave in none - - idle")));
	EXPECT_THAT(made.notes, Contains(HasSubstr("2 machines, here, there")));
}

} // namespace
} // namespace matrix::native
