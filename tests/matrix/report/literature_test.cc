// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/literature.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <regex>

#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

const compare::Configuration with_selinux{"bpf-lsm", "list", "selinux:enforcing,bpf", "idle"};
const compare::Configuration lists{"bpf-lsm", "list-always", "selinux:enforcing,bpf", "idle"};
const compare::Configuration calls{"bpf-lsm", "static-call-always", "selinux:enforcing,bpf", "idle"};
const compare::Configuration none{"none", "-", "-", "idle"};

Literature row_of(const std::vector<Literature> &rows, const std::string &what)
{
	const auto found = std::find_if(rows.begin(), rows.end(), [&](const Literature &row) { return row.what == what; });

	EXPECT_NE(found, rows.end()) << what;
	return found == rows.end() ? Literature{} : *found;
}

TEST(Published, NeedsTheCellsThatComeNearest)
{
	compare::Results results = example::results();
	std::erase_if(results.cells, [](const auto &cell) { return cell.configuration == example::override_idle; });

	EXPECT_TRUE(literature(compared(std::move(results))).empty());
}

TEST(Published, EachRowHasASourceAndReasons)
{
	compare::Results results = example::results();
	results.cells.push_back(example::cell(none, "stat", {1000}));
	results.cells.push_back(example::cell(with_selinux, "stat", {1155}));
	const std::regex message{"https://lore\\.kernel\\.org/r/[^ @]+@[a-z.-]+$"};

	for (const Literature &row : literature(compared(std::move(results)))) {
		EXPECT_FALSE(row.alike.empty()) << row.what;
		EXPECT_FALSE(row.unlike.empty()) << row.what;
		// A mail has its message id, anything else says that it has none.
		EXPECT_NE(std::regex_search(row.source, message), row.source.find("no message id found") != std::string::npos) << row.source;
	}
}

TEST(Published, AClaimHasNoFigureAndASign)
{
	const auto of_ladder = [](double with_ladder) {
		compare::Results results = example::results();
		results.cells.push_back(example::cell({"bpf-lsm", "jump-table", "bpf", "idle"}, "eventfd_write", {with_ladder}));
		return row_of(literature(compared(std::move(results))), "one patched jump and static calls in the place of a switch and static calls");
	};

	EXPECT_EQ(of_ladder(530).published, "no figure: less");
	EXPECT_THAT(of_ladder(530).source, testing::EndsWith("https://lore.kernel.org/r/20210205150926.GA12608@localhost"));
	EXPECT_EQ(of_ladder(530).same_sign, "yes");
	EXPECT_EQ(of_ladder(550).same_sign, "no");
	EXPECT_EQ(of_ladder(540).same_sign, "equal here");
}

TEST(Published, ThatNothingIsAddedIsAClaim)
{
	const auto of_zero = [](double with_bpf) {
		compare::Results results = example::results();
		results.cells.push_back(example::cell({"bpf-lsm", "trampoline", "capability", "idle"}, "eventfd_write", {533}));
		results.cells.push_back(example::cell({"bpf-lsm", "trampoline", "bpf", "idle"}, "eventfd_write", {with_bpf}));
		return row_of(literature(compared(std::move(results))), "KRSI with static keys, no program").same_sign;
	};

	EXPECT_EQ(of_zero(533), "yes");
	EXPECT_EQ(of_zero(540), "no");
}

TEST(Published, WhatNobodyPublishedHasNoSign)
{
	const auto rows = literature(compared(example::results()));

	EXPECT_EQ(row_of(rows, "hook stubs in the place of CONFIG_SECURITY, no program").same_sign, "nothing was published");
}

TEST(Published, ACensusIsBesideTheOneOfTheSource)
{
	compare::Results results = example::results();
	results.context["census"] = {{"hooks", 271U}, {"lsms", {{"selinux", 215U}, {"smack", 108U}, {"tomoyo", "many"}}}};
	const auto rows = literature(compared(std::move(results)));

	EXPECT_EQ(row_of(rows, "hooks on which selinux has a callback").published, "202 of 230");
	EXPECT_EQ(row_of(rows, "hooks on which selinux has a callback").ours, "215 of 271");
	EXPECT_EQ(row_of(rows, "hooks on which selinux has a callback").same_sign, "more here");
	EXPECT_EQ(row_of(rows, "hooks on which smack has a callback").same_sign, "equal here");
	EXPECT_TRUE(std::none_of(rows.begin(), rows.end(), [](const Literature &row) { return row.what.find("tomoyo has") != std::string::npos; }));
}

TEST(Published, MoreTimeAndMoreInstructionsHaveTheSameSign)
{
	compare::Results results = example::results();
	results.cells.push_back(example::cell(none, "stat", {1000}));
	results.cells.push_back(example::cell(with_selinux, "stat", {1155}));
	const auto rows = literature(compared(std::move(results)));

	const Literature stat = row_of(rows, "SELinux over none, stat");
	EXPECT_EQ(stat.published, "+28\u00a0% time");
	EXPECT_EQ(stat.ours, "+15.5\u00a0% instructions of stat");
	EXPECT_EQ(stat.same_sign, "yes");
	EXPECT_EQ(row_of(rows, "SELinux over none, UDP").ours, "not in these results");
	EXPECT_EQ(row_of(rows, "SELinux over none, UDP").same_sign, "");
}

TEST(Published, AHigherRateIsFewerInstructions)
{
	const auto sign = [](double with_calls) {
		compare::Results results = example::results();
		results.cells.push_back(example::cell(lists, "pipe_512", {2000}));
		results.cells.push_back(example::cell(calls, "pipe_512", {with_calls}));
		return row_of(literature(compared(std::move(results))), "static calls in the place of lists, pipe throughput").same_sign;
	};

	EXPECT_EQ(sign(1900), "yes");
	EXPECT_EQ(sign(2100), "no");
	EXPECT_EQ(sign(2000), "equal here");
}

TEST(Published, WhatIsNotExactHasNoSign)
{
	const auto sign = [](double with_calls) {
		compare::Results results = example::results();
		results.cells.push_back(example::cell(lists, "fork_wait", {2000, 2000, 2100, 2100}));
		results.cells.push_back(example::cell(calls, "fork_wait", {with_calls}));
		return row_of(literature(compared(std::move(results))), "static calls in the place of lists, process creation").same_sign;
	};

	EXPECT_EQ(sign(2050), "not to be told: not exact");
	EXPECT_EQ(sign(1500), "not to be told: not exact"); // 1500 may be a mode, too
}

} // namespace
} // namespace matrix::report
