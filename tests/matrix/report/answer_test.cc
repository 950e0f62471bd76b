// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

using testing::HasSubstr;

TEST(Answer, SaysWhatEachConfigurationCostsIdleFirst)
{
	const auto sentences = answer(compared(example::results()));

	ASSERT_EQ(sentences.size(), 5U); // and the ratio: curve_test.cc
	EXPECT_THAT(sentences[0], HasSubstr("Idle, override costs over none: +7 instructions (+1.4\u00a0%) on eventfd_write"));
	EXPECT_THAT(sentences[1], HasSubstr("Idle, bpf-lsm bpf costs over none: +40"));
	EXPECT_THAT(sentences[2], HasSubstr("With one no-op program attached, on file_permission, override costs"));
	EXPECT_THAT(sentences[0], HasSubstr("over 2 workloads that count exactly from 0 instructions (getppid) to +7"));
}

TEST(Answer, OfWhatIsNotExactThereIsNoCost)
{
	compare::Results results = example::results();
	results.cells[1].samples = {500, 500, 500, 500, 500, 900, 900}; // of none: what all are compared with
	for (const std::string &text : answer(compared(std::move(results))))
		EXPECT_THAT(text, testing::Not(testing::ContainsRegex("costs over none.*eventfd_write"))) << text;
}

TEST(Answer, WithoutABaselineThereIsNone)
{
	compare::Results results = example::results();
	std::erase_if(results.cells, [](const auto &cell) { return cell.configuration.variant == "none"; });

	EXPECT_THAT(answer(compared(results)).at(0), HasSubstr("no idle boot of none"));
	EXPECT_THAT(answer(compared({})).at(0), HasSubstr("There is no answer"));
}

TEST(Answer, AConfigurationThatFailedSaysSo)
{
	compare::Results results = example::results();
	for (auto &cell : results.cells) {
		if (cell.configuration == example::override_idle) {
			cell.status = "failed";
			cell.samples.clear();
		}
	}
	EXPECT_THAT(answer(compared(results)).at(0), HasSubstr("nothing was counted"));
}

} // namespace
} // namespace matrix::report
