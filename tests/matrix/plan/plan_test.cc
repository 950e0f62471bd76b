// SPDX-License-Identifier: GPL-2.0
#include "matrix/plan/plan.h"

#include <algorithm>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matrix/plan/scenario.h"
#include "tests/matrix/plan/sets.h"

namespace matrix::plan {
namespace {

using testing::Contains;
using testing::Not;

Set default_set()
{
	auto set = load_set(sets(), "default");

	EXPECT_TRUE(set) << set.error().to_string();
	return *set;
}

std::set<std::string> titles(const std::vector<PlannedBoot> &boots)
{
	std::set<std::string> names;

	for (const PlannedBoot &boot : boots)
		EXPECT_TRUE(names.insert(boot.title()).second) << boot.title();
	return names;
}

TEST(Plan, TheDefaultSetHasTheWholeMatrix)
{
	const auto names = titles(make_plan(default_set()));

	for (const char *name :
	     {"none idle", "override idle", "override noop-1", "override noop-all", "bpf-lsm-list capability idle",
	      "bpf-lsm-list bpf idle", "bpf-lsm-list bpf noop-1", "bpf-lsm-list bpf noop-all",
	      "bpf-lsm-static-call bpf noop-all", "bpf-lsm-jump-table bpf noop-all", "bpf-lsm-trampoline bpf noop-all",
	      "bpf-lsm-trampoline-hook bpf noop-all", "bpf-lsm-static-call-always bpf noop-all",
	      "bpf-lsm-list selinux:enforcing,bpf idle", "bpf-lsm-list selinux:enforcing,bpf noop-1",
	      "bpf-lsm-list selinux:enforcing,bpf noop-all", "bpf-lsm-list apparmor:confined,bpf idle",
	      "bpf-lsm-list apparmor:confined,bpf noop-1", "bpf-lsm-list apparmor:confined,bpf noop-all",
	      "bpf-lsm-list smack:rules,bpf idle", "bpf-lsm-list tomoyo:learned,bpf idle", "bpf-lsm-list landlock:10,bpf idle"})
		EXPECT_EQ(names.count(name), 1U) << name;
	EXPECT_EQ(names.count("bpf-lsm-list capability noop-1"), 0U);
}

TEST(Plan, TheDefaultSetHasTheCurveOnFewWorkloads)
{
	const auto boots = make_plan(default_set());
	const auto names = titles(boots);

	for (const Scenario &row : scenario_table()) {
		if (row.on_one_hook == 0)
			continue;
		EXPECT_EQ(names.count("override " + std::string{row.name}), 1U) << row.name;
		EXPECT_EQ(names.count("bpf-lsm-list bpf " + std::string{row.name}), 1U) << row.name;
	}
	for (const PlannedBoot &boot : boots) {
		if (!boot.part.empty()) // the benchmarks of perf, beside a boot of the same
			continue;
		const bool few = find_scenario(boot.scenario)->on_one_hook > 1;
		EXPECT_EQ(boot.workloads.size() < 3, few) << boot.title();
		EXPECT_THAT(boot.workloads, Contains("eventfd_write")) << boot.title();
	}
}

TEST(Plan, AnotherPartOfACellIsCalledByItsWorkloads)
{
	Set set;
	set.groups = {{.variant = "none", .dispatch = "-", .stacks = {"-"}, .scenarios = {"idle"}, .workloads = {"pipe"}},
		      {.variant = "none", .dispatch = "-", .stacks = {"-"}, .scenarios = {"idle"}, .workloads = {"stat", "brk"}}};
	const auto boots = make_plan(set);

	EXPECT_EQ(boots[0].title(), "none idle");
	EXPECT_EQ(boots[1].title(), "none idle (stat, brk)");
}

TEST(Plan, EveryVariantHasAnAAPair)
{
	std::map<std::string, unsigned> most;

	for (const PlannedBoot &boot : make_plan(default_set()))
		most[boot.variant] = std::max(most[boot.variant], boot.boot);
	EXPECT_EQ(most.size(), 3U);
	for (const auto &[variant, boots] : most)
		EXPECT_GE(boots, 2U) << variant;
}

TEST(Plan, TheSecondBootsComeAfterAllFirstOnes)
{
	const auto boots = make_plan(default_set());

	EXPECT_TRUE(std::is_sorted(boots.begin(), boots.end(),
				   [](const PlannedBoot &a, const PlannedBoot &b) { return a.boot < b.boot; }));
}

TEST(Plan, PoliciesAreLoadedBeforeProgramsAndTheWorkloadIsUnderThem)
{
	const Layout layout{.root = "/p", .build = "/p/build"};
	const PlannedBoot planned{.variant = "bpf-lsm", .dispatch = "list", .stack = "yama,selinux:enforcing,bpf",
				  .scenario = "noop-1", .workloads = {"pipe"}};
	const boot::GuestJob job = guest_job(layout, default_set(), planned, boot::Accelerator::tcg_icount);
	const auto at = [&](const char *word) { return std::find(job.argv.begin(), job.argv.end(), word) - job.argv.begin(); };

	EXPECT_EQ(job.append, (std::vector<std::string>{"lsm=yama,selinux,bpf", "enforcing=0"}));
	ASSERT_EQ(job.files.size(), 1U);
	EXPECT_EQ(job.files[0].host, "/p/build/guest/lsm/selinux.policy");
	EXPECT_EQ(job.files[0].guest, "/lsm/selinux.policy");
	EXPECT_EQ(at("load"), 1);
	EXPECT_LT(at("load"), at("hookload"));
	EXPECT_LT(at("hookload"), at("enter"));
	EXPECT_LT(at("enter"), at("hookbench"));
}

TEST(Plan, CountersDependOnWhoCounts)
{
	PlannedBoot planned;

	EXPECT_EQ(counters_of(planned, boot::Accelerator::tcg_icount), (std::vector<std::string>{"instructions"}));
	EXPECT_GT(counters_of(planned, boot::Accelerator::kvm).size(), 1U);
	planned.counters = {"cycles"};
	EXPECT_EQ(counters_of(planned, boot::Accelerator::tcg_icount), planned.counters);
}

TEST(Plan, EventsAreCountedInSamplesOfInstructions)
{
	const Layout layout{.root = "/p", .build = "/p/build"};
	PlannedBoot planned{.variant = "none", .dispatch = "-", .stack = "-", .scenario = "idle", .workloads = {"pipe"}};
	planned.counters = {"calls", "loads"};
	const boot::GuestJob job = guest_job(layout, {}, planned, boot::Accelerator::tcg_icount);

	EXPECT_THAT(job.argv, Contains("instructions"));
	EXPECT_THAT(job.argv, Not(Contains("loads")));
	EXPECT_FALSE(job.plugin.empty());
	EXPECT_EQ(events_of(planned), planned.counters);
}

TEST(Plan, AGroupsWorkloadsComeBeforeThoseOfTheSet)
{
	Set set;
	Group group;

	EXPECT_GT(workloads_of(set, group).size(), 5U);
	set.workloads = {"pipe"};
	EXPECT_EQ(workloads_of(set, group), set.workloads);
	group.workloads = {"stat"};
	EXPECT_EQ(workloads_of(set, group), group.workloads);
}

TEST(Plan, AJobSaysEverythingThatTheGuestNeeds)
{
	const Set set = default_set();
	const Layout layout{.root = "/p", .build = "/p/build"};
	const PlannedBoot planned{.variant = "bpf-lsm", .dispatch = "static-call", .stack = "bpf", .scenario = "noop-1",
				  .workloads = {"pipe", "stat"}, .samples = 7};
	const boot::GuestJob job = guest_job(layout, set, planned, boot::Accelerator::tcg_icount);

	EXPECT_EQ(job.kernel, "/p/build/kernels/bpf-lsm-static-call/bzImage");
	EXPECT_THAT(job.append, Contains("lsm=bpf"));
	EXPECT_EQ(job.argv.front(), "hookload");
	EXPECT_THAT(job.argv, Contains("--icount"));
	EXPECT_THAT(job.argv, Contains("7"));
	EXPECT_EQ(job.argv.back(), "stat");
	EXPECT_THAT(guest_job(layout, set, planned, boot::Accelerator::kvm).argv, Not(Contains("--icount")));
}

} // namespace
} // namespace matrix::plan
