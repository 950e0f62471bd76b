// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/policies.h"

#include <gmock/gmock.h>

#include "matrix/plan/scenario.h"
#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

using testing::ElementsAre;

compare::Results with_audit(std::vector<double> on_override, std::vector<double> on_bpf)
{
	compare::Results results = example::results();
	results.cells.push_back(example::cell({"override", "gate", "-", "audit"}, "getppid", {320, 320, 320}));
	results.cells.push_back(example::cell({"override", "gate", "-", "audit"}, "eventfd_write", std::move(on_override)));
	results.cells.push_back(example::cell({"bpf-lsm", "static-call", "bpf", "audit"}, "eventfd_write", std::move(on_bpf)));
	return results;
}

TEST(Policies, AreThoseThatSayWhatProcessesMayDo)
{
	for (const plan::Scenario &row : plan::scenario_table())
		EXPECT_EQ(row.is_policy(), row.name != "idle" && !row.name.starts_with("noop-")) << row.name;
}

TEST(Policies, CostWhatTheyAddToTheirOwnKernel)
{
	const auto table = policy_table(compared(with_audit({590, 590, 590}, {760, 760, 760})), "instructions");

	ASSERT_TRUE(table);
	EXPECT_THAT(table->head, ElementsAre("policy", "workload", "override", "bpf-lsm bpf"));
	// getppid costs nothing more, and has no row.
	EXPECT_THAT(table->rows, ElementsAre(ElementsAre("audit", "eventfd_write", "+83", "+220")));
}

TEST(Policies, AreNotSaidToCostWhatTheirSamplesDifferBy)
{
	const auto table = policy_table(compared(with_audit({585, 590, 590, 592}, {760, 760, 760})), "instructions");

	ASSERT_TRUE(table);
	EXPECT_THAT(table->rows, ElementsAre(ElementsAre("audit", "eventfd_write", "\u2013", "+220")));
}

TEST(Policies, WhatCannotBeToldIsSaid)
{
	compare::Results results = with_audit({540, 548, 552, 560}, {760, 760, 760});
	auto table = policy_table(compared(std::move(results)), "instructions");

	ASSERT_TRUE(table);
	EXPECT_THAT(table->notes.back(), testing::HasSubstr("what a policy adds: eventfd_write."));
}

TEST(Policies, WithoutAnyThereIsNoTable) { EXPECT_FALSE(policy_table(compared(example::results()), "instructions")); }

} // namespace
} // namespace matrix::report
