// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/exactness.h"

#include <gtest/gtest.h>

#include "tests/matrix/compare/example.h"

namespace matrix::compare {
namespace {

std::vector<double> samples(std::size_t of_one, std::size_t of_another)
{
	std::vector<double> all(of_one, 6809);

	all.insert(all.end(), of_another, 12118);
	return all;
}

TEST(Exactness, AFewOutliersLeaveOneMode)
{
	EXPECT_TRUE(one_mode(samples(200, 0)));
	EXPECT_TRUE(one_mode(samples(3, 1)));
	EXPECT_TRUE(one_mode(samples(178, 22))); // brk, that refills a list of pages
	EXPECT_FALSE(one_mode(samples(160, 40))); // file_copy_1024, whose median is another on other kernels
	EXPECT_FALSE(one_mode(samples(100, 100)));
	EXPECT_FALSE(one_mode({{1, 2, 3, 4, 5, 6, 7, 8}}));
}

TEST(Exactness, BootsHaveToAgree)
{
	Results results = example::results();
	EXPECT_TRUE(inexact_rows(results.cells).empty());
	results.cells.back().samples = {501, 501, 501};
	EXPECT_EQ(inexact_rows(results.cells), std::set{key_of(results.cells.back())});
}

// keyctl counts the same in each sample and each boot of one guest, and another figure in another guest.
TEST(Exactness, WhatIsCountedByPlaceIsNeverExact)
{
	std::vector<Cell> cells{example::cell(example::none_idle, "keyctl", {2238, 2238, 2238}), example::cell(example::none_idle, "keyctl", {2238, 2238, 2238}, 2),
				example::cell(example::none_idle, "pipe", {1974, 1974, 1974})};

	EXPECT_EQ(inexact_rows(cells), std::set{key_of(cells.front())});
}

TEST(Exactness, TimesAreForStatistics)
{
	Results results = example::results();
	for (Cell &cell : results.cells)
		cell.accelerator = "kvm";
	results.cells.back().samples = {501, 700, 900};
	EXPECT_TRUE(inexact_rows(results.cells).empty());
}

} // namespace
} // namespace matrix::compare
