// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/stacks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matrix/report/answer.h"
#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

compare::Configuration idle(std::string dispatch, std::string stack)
{
	return {"bpf-lsm", std::move(dispatch), std::move(stack), "idle"};
}

TEST(Stacks, WithoutPoliciesAndPairsThereIsNothingToSay)
{
	EXPECT_THAT(stack_sentences(compared(example::results()), "instructions"), IsEmpty());
}

TEST(Stacks, ThoseUnderPoliciesAreOneSentenceTheCheapestFirst)
{
	compare::Results results = example::results();

	results.cells.push_back(example::cell(idle("static-call", "selinux:enforcing,bpf"), "eventfd_write", {700, 700}));
	results.cells.push_back(example::cell(idle("static-call", "landlock:1,bpf"), "eventfd_write", {540, 540}));
	results.cells.push_back(example::cell(idle("jump-table", "landlock:1,bpf"), "eventfd_write", {530, 530}));
	const auto comparison = compared(std::move(results));
	EXPECT_THAT(stack_sentences(comparison, "instructions"),
		    ElementsAre("Under policies, idle, bpf-lsm (static-call) costs over none on eventfd_write: "
				"landlock:1,bpf +40 (+8.0\u00a0%), selinux:enforcing,bpf +200 (+40.0\u00a0%)."));
	EXPECT_THAT(answer(comparison), Not(Contains(HasSubstr("selinux:enforcing,bpf costs over none"))));
}

TEST(Stacks, WhatAnIdleBpfLsmAddsIsSaidForEachDispatch)
{
	compare::Results results = example::results();

	results.cells.push_back(example::cell(idle("static-call", "capability"), "eventfd_write", {540, 540}));
	results.cells.push_back(example::cell(idle("list", "yama:admin"), "eventfd_write", {530, 530}));
	results.cells.push_back(example::cell(idle("list", "yama:admin,bpf"), "eventfd_write", {537, 537}));
	// Samples of several modes say nothing.
	results.cells.push_back(example::cell(idle("list", "yama:admin"), "getppid", {1, 2, 3, 4, 5, 6, 7, 8}));
	results.cells.push_back(example::cell(idle("list", "yama:admin,bpf"), "getppid", {9, 9}));
	EXPECT_THAT(stack_sentences(compared(std::move(results)), "instructions"),
		    Contains("bpf in lsm= without a program, against the same stack without it, on workloads that count exactly: "
			     "list adds yama:admin,bpf eventfd_write +7 (stacks: 1, counts: 1); "
			     "static-call adds nothing (stacks: 1, counts: 1)."));
}

TEST(Stacks, WhatAnIdleBpfLsmAddsOnManyWorkloadsIsARange)
{
	compare::Results results = example::results();

	for (int i = 1; i <= 5; ++i) {
		const std::string workload = "w" + std::to_string(i);
		const double more = 10.0 * i;
		results.cells.push_back(example::cell(idle("list", "yama:admin"), workload, {500, 500}));
		results.cells.push_back(example::cell(idle("list", "yama:admin,bpf"), workload, {500 + more, 500 + more}));
	}
	EXPECT_THAT(stack_sentences(compared(std::move(results)), "instructions"),
		    Contains(HasSubstr("list adds from +10 (yama:admin,bpf w1) to +50 (yama:admin,bpf w5) on 5 of them (stacks: 1, counts: 5)")));
}

} // namespace
} // namespace matrix::report
