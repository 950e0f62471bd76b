// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/traced.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matrix/collect/boot_result.h"
#include "tests/matrix/collect/fake_guest.h"
#include "tests/own_folder.h"

namespace matrix::collect {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const plan::PlannedBoot planned{.variant = "none", .dispatch = "-", .stack = "-", .scenario = "idle", .workloads = {"getppid"},
				.counters = {"instructions", "retpolines"}};

class Traced : public testing::Test {
protected:
	std::vector<compare::Cell> cells(const boot::GuestJob &job, boot::Accelerator accelerator)
	{
		return cells_of(make_result(planned, accelerator, run_traced(planned, job, guest)));
	}

	Layout layout{.root = "/p", .build = "/p/build"};
	tests::OwnFolder folder;
	FakeGuest guest{folder.path() / "boots"};
};

TEST_F(Traced, HookbenchIsNotAskedForEventsAndThePluginIsLoaded)
{
	const boot::GuestJob job = plan::guest_job(layout, {}, planned, boot::Accelerator::tcg_icount);

	EXPECT_THAT(job.argv, testing::Contains("instructions"));
	EXPECT_THAT(job.argv, testing::Not(testing::Contains("retpolines")));
	EXPECT_EQ(job.plugin, layout.host_files() / "window_plugin.so");
	EXPECT_THAT(plan::guest_job(layout, {}, planned, boot::Accelerator::kvm).plugin.string(), IsEmpty());
	plan::PlannedBoot plain = planned;
	plain.counters = {"instructions"};
	EXPECT_THAT(plan::guest_job(layout, {}, plain, boot::Accelerator::tcg_icount).plugin.string(), IsEmpty());
}

TEST_F(Traced, ATraceThatCannotBeReadIsAFailedCellBesideAGoodOne)
{
	const auto found = cells(plan::guest_job(layout, {}, planned, boot::Accelerator::tcg_icount), boot::Accelerator::tcg_icount);

	ASSERT_EQ(found.size(), 2U);
	EXPECT_TRUE(found[0].ok());
	EXPECT_EQ(found[1].status, "failed");
	EXPECT_EQ(found[1].unit, "retpolines/op");
	EXPECT_THAT(found[1].reason, HasSubstr("windows"));
}

TEST_F(Traced, EventsAreSkippedWhereNoPluginCounts)
{
	const auto found = cells(plan::guest_job(layout, {}, planned, boot::Accelerator::kvm), boot::Accelerator::kvm);

	ASSERT_EQ(found.size(), 2U);
	EXPECT_EQ(found[1].status, "skipped");
	EXPECT_THAT(found[1].reason, HasSubstr("plugin"));
}

TEST_F(Traced, ACounterThatTheMachineLacksLeavesTheEvents)
{
	guest.report = [](const boot::GuestJob &) {
		boot::GuestReport report = good_report("-");
		report.files["bench.json"] = R"({"schema_version":1,"results":[)"
					     R"({"workload":"getppid","counter":"instructions","status":"ok","reason":"","samples":[5,5]},)"
					     R"({"workload":"getppid","counter":"cycles","status":"skipped","reason":"no PMU","samples":[]}]})";
		return report;
	};
	const auto found = cells(plan::guest_job(layout, {}, planned, boot::Accelerator::tcg_icount), boot::Accelerator::tcg_icount);

	// This guest left no windows: the event was looked for.
	ASSERT_EQ(found.size(), 2U);
	EXPECT_EQ(found[1].status, "failed");
	EXPECT_THAT(found[1].reason, HasSubstr("windows"));
}

TEST_F(Traced, AWorkloadThatHookbenchSkippedHasNoEvents)
{
	guest.report = [](const boot::GuestJob &) {
		boot::GuestReport report = good_report("-");
		report.files["bench.json"] = R"({"schema_version":1,"results":[{"workload":"getppid","counter":"instructions","status":"skipped",)"
					     R"("reason":"not permitted here","samples":[]}]})";
		return report;
	};
	const auto found = cells(plan::guest_job(layout, {}, planned, boot::Accelerator::tcg_icount), boot::Accelerator::tcg_icount);

	ASSERT_EQ(found.size(), 2U);
	EXPECT_EQ(found[1].status, "skipped");
	EXPECT_EQ(found[1].reason, "not permitted here");
}

} // namespace
} // namespace matrix::collect
