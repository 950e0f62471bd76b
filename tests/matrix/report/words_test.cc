// SPDX-License-Identifier: GPL-2.0
#include <gmock/gmock.h>

#include "matrix/report/chapter.h"
#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::vector<std::string> items_of(const std::vector<Block> &blocks, std::size_t place) { return std::get<Items>(blocks.at(place)).texts; }

TEST(Words, HaveTheKernelsAndScenariosOfTheResultsAndNoOther)
{
	const compare::Comparison comparison = compared(example::results());
	const std::vector<Block> blocks = words_chapter(comparison, make_model(comparison));

	EXPECT_THAT(items_of(blocks, 1), ElementsAre(StartsWith("none: "), StartsWith("override: "), StartsWith("bpf-lsm: CONFIG_SECURITY on"),
						     HasSubstr("bpf-lsm static-call: static calls behind static keys")));
	EXPECT_THAT(items_of(blocks, 3), ElementsAre("idle: no program attached.", StartsWith("noop-1: ")));
	EXPECT_THAT(items_of(blocks, 5), Contains(StartsWith("gate: ")));
}

TEST(Words, KernelsOfAnotherReleaseAreFoundByTheirName)
{
	compare::Results results;
	results.cells.push_back(example::cell({"none-6.1", "-", "-", "idle"}, "pipe", {100}));
	results.cells.push_back(example::cell({"bpf-lsm-6.1", "list", "bpf", "idle"}, "pipe", {110}));
	const compare::Comparison comparison = compared(std::move(results));

	EXPECT_THAT(items_of(words_chapter(comparison, make_model(comparison)), 1), ElementsAre(StartsWith("none-6.1: "), StartsWith("bpf-lsm: "), StartsWith("bpf-lsm-6.1 list: ")));
}

// Of a machine's own kernels nothing is known.
TEST(Words, OfUnknownKernelsThereIsNoChapter)
{
	compare::Results results;
	results.cells.push_back(example::cell({"their-own", "-", "-", "idle"}, "pipe", {100}));
	const compare::Comparison comparison = compared(std::move(results));

	EXPECT_THAT(words_chapter(comparison, make_model(comparison)), IsEmpty());
}

} // namespace
} // namespace matrix::report
