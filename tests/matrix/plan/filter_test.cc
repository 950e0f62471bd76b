// SPDX-License-Identifier: GPL-2.0
#include "matrix/plan/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matrix/plan/plan.h"
#include "tests/matrix/plan/sets.h"

namespace matrix::plan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> titles_of(const std::vector<std::string> &filters)
{
	const auto part = filtered(load_set(sets(), "default").value(), filters);
	std::vector<std::string> titles;

	EXPECT_TRUE(part) << part.error().to_string();
	if (part)
		for (const PlannedBoot &boot : make_plan(*part))
			titles.push_back(boot.title());
	return titles;
}

TEST(Filter, BootsAreAtLeastSoMany)
{
	const auto set = load_set(sets(), "default").value();

	for (const Group &group : with_boots(set, 2).groups)
		EXPECT_EQ(group.boots, 2U);
	EXPECT_EQ(make_plan(with_boots(set, 0)).size(), make_plan(set).size());
	EXPECT_EQ(make_plan(with_boots(set, 1)).size(), make_plan(set).size());
}

TEST(Filter, WithoutOneTheSetIsWhole)
{
	const Set set = load_set(sets(), "default").value();

	EXPECT_EQ(make_plan(filtered(set, {}).value()).size(), make_plan(set).size());
}

TEST(Filter, AllAxesHoldAndOfOneAny)
{
	EXPECT_THAT(titles_of({"variant=none,override", "scenario=idle", "workload=getppid"}),
		    ElementsAre("none idle", "override idle", "none idle #2", "override idle #2"));
	EXPECT_THAT(titles_of({"variant=none", "variant=override", "scenario=idle", "workload=getppid"}), testing::SizeIs(4));
	EXPECT_THAT(titles_of({"variant=bpf-lsm-jump-table", "stack=bpf", "scenario=noop-*", "counter=instructions"}),
		    ElementsAre("bpf-lsm-jump-table bpf noop-1", "bpf-lsm-jump-table bpf noop-all"));
	EXPECT_THAT(titles_of({"variant=bpf-lsm", "dispatch=trampoline", "scenario=idle", "counter=instructions"}),
		    ElementsAre("bpf-lsm-trampoline capability idle", "bpf-lsm-trampoline bpf idle"));
	EXPECT_THAT(titles_of({"dispatch=list", "stack=selinux:enforcing,bpf", "scenario=idle"}), ElementsAre("bpf-lsm-list selinux:enforcing,bpf idle"));
}

TEST(Filter, KernelVersionsAreAnAxis)
{
	const auto titles = [](const std::vector<std::string> &filters) {
		std::vector<std::string> all;
		for (const PlannedBoot &boot : make_plan(filtered(load_set(sets(), "kernels").value(), filters).value()))
			all.push_back(boot.title());
		return all;
	};

	EXPECT_THAT(titles({"kernel-version=6.1", "scenario=idle", "variant=none,override"}),
		    ElementsAre("none-6.1 idle", "override-6.1 idle", "none-6.1 idle #2", "override-6.1 idle #2"));
	EXPECT_THAT(titles({"kernel-version=6.12", "scenario=noop-all"}), ElementsAre("override noop-all", "bpf-lsm-list bpf noop-all"));
	EXPECT_THAT(titles({"variant=bpf-lsm", "scenario=noop-all"}), ElementsAre("bpf-lsm-list bpf noop-all", "bpf-lsm-list-6.1 bpf noop-all"));
	EXPECT_THAT(titles({"variant=bpf-lsm-6.1", "scenario=noop-all"}), ElementsAre("bpf-lsm-list-6.1 bpf noop-all"));
	EXPECT_THAT(titles({"variant=bpf-lsm-list-6.1", "scenario=noop-all"}), ElementsAre("bpf-lsm-list-6.1 bpf noop-all"));
}

TEST(Filter, WorkloadsAreThoseOfTheGroupThatMatch)
{
	const auto part = filtered(load_set(sets(), "default").value(), {"variant=none", "workload=tmpfs_read_*,pipe"}).value();

	EXPECT_THAT(make_plan(part)[0].workloads, ElementsAre("pipe", "tmpfs_read_1", "tmpfs_read_4096"));
	// The curve is counted on two workloads alone.
	EXPECT_THAT(titles_of({"variant=override", "scenario=noop-38", "workload=pipe"}), ElementsAre("override noop-38"));
	EXPECT_EQ(filtered(load_set(sets(), "default").value(), {"scenario=noop-38", "workload=stat"}).error().id, "filter-empty");
}

TEST(Filter, CountersAreThoseOfTheSetOrOfHookbench)
{
	const Set events = load_set(sets(), "events").value();
	const Set open = load_set(sets(), "default").value();

	EXPECT_THAT(make_plan(filtered(events, {"counter=retpolines"}).value()).front().counters, ElementsAre("retpolines"));
	EXPECT_THAT(make_plan(filtered(open, {"counter=cycles"}).value()).front().counters, ElementsAre("cycles"));
}

TEST(Filter, GroupsThatCountSomethingElseAreLeftOut)
{
	Set set;
	set.groups = {{.variant = "none", .dispatch = "-", .stacks = {"-"}, .scenarios = {"idle"}},
		      {.variant = "none", .dispatch = "-", .stacks = {"-"}, .scenarios = {"idle"}, .counters = {"calls", "loads"}}};

	EXPECT_EQ(filtered(set, {"counter=instructions"}).value().groups.size(), 1U);
	const Set events = filtered(set, {"counter=l*"}).value();
	ASSERT_EQ(events.groups.size(), 1U);
	EXPECT_THAT(events.groups[0].counters, ElementsAre("loads"));
	EXPECT_EQ(filtered(set, {"counter=nonesuch"}).error().id, "filter-empty");
}

TEST(Filter, WhatIsNoFilterOrLeavesNothingIsAnError)
{
	const Set set = load_set(sets(), "default").value();

	EXPECT_THAT(filtered(set, {"kernel=none"}).error().reason, HasSubstr("no axis 'kernel'"));
	EXPECT_EQ(filtered(set, {"variant"}).error().id, "filter-unknown");
	EXPECT_EQ(filtered(set, {"variant="}).error().id, "filter-unknown");
	EXPECT_EQ(filtered(set, {"variant=overide"}).error().id, "filter-empty");
	EXPECT_EQ(filtered(set, {"counter=seconds"}).error().code, base::ExitCode::usage);
}

} // namespace
} // namespace matrix::plan
