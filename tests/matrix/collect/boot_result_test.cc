// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/boot_result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/matrix/collect/fake_guest.h"

namespace matrix::collect {
namespace {

const plan::PlannedBoot idle{.variant = "none", .dispatch = "-", .stack = "-", .scenario = "idle", .workloads = {"getppid"}};
const plan::PlannedBoot noop{.variant = "bpf-lsm", .dispatch = "static-call", .stack = "bpf", .scenario = "noop-1",
			     .workloads = {"getppid"}};

BootResult made(const plan::PlannedBoot &boot, const base::Result<boot::GuestReport> &report)
{
	return make_result(boot, boot::Accelerator::tcg_icount, report);
}

TEST(BootResult, AGoodBootGivesItsCells)
{
	const BootResult result = made(noop, good_report("bpf"));

	EXPECT_TRUE(result.ok()) << result.reason;
	const auto cells = cells_of(result);
	ASSERT_EQ(cells.size(), 1U);
	EXPECT_TRUE(cells[0].ok());
	EXPECT_EQ(cells[0].samples.size(), 3U);
	EXPECT_EQ(cells[0].accelerator, "tcg-icount");
	EXPECT_EQ(cells[0].programs_attached, 1U);
	EXPECT_EQ(cells[0].unit, "instructions/op");
}

TEST(BootResult, AnotherStackThanAskedForIsAFailure)
{
	const BootResult result = made(noop, good_report("capability"));

	EXPECT_FALSE(result.ok());
	EXPECT_EQ(result.reason, "the guest has the stack 'capability' where 'bpf' was asked for");
	EXPECT_EQ(cells_of(result).at(0).reason, result.reason);
}

TEST(BootResult, AStackIsReadBackWithoutItsPolicies)
{
	plan::PlannedBoot boot = noop;

	boot.stack = "yama:admin,selinux:enforcing,bpf";
	EXPECT_EQ(made(boot, good_report("yama,selinux,bpf")).reason, "");
	EXPECT_EQ(cells_of(made(boot, good_report("yama,selinux,bpf"))).at(0).configuration.stack, boot.stack);
	EXPECT_EQ(made(boot, good_report("yama,bpf")).reason,
		  "the guest has the stack 'yama,bpf' where 'yama,selinux,bpf' was asked for");
}

TEST(BootResult, AnotherNumberOfProgramsThanTheScenarioHasIsAFailure)
{
	auto report = good_report("bpf");
	report.files["attach.json"] = R"({"schema_version":1,"attached":2,"programs":[]})";

	EXPECT_EQ(made(noop, report).reason, "2 programs were attached, the scenario has 1");
}

TEST(BootResult, WhatTheGuestDidNotSendIsAFailure)
{
	auto report = good_report("-");
	report.hello = nullptr;
	EXPECT_FALSE(made(idle, report).ok());

	report = good_report("-");
	report.files.erase("bench.json");
	EXPECT_THAT(made(idle, report).reason, testing::HasSubstr("no results"));

	report = good_report("-");
	report.files["bench.json"] = "{\"schema_version\":1,\"resul";
	EXPECT_FALSE(made(idle, report).ok());

	report = good_report("bpf");
	report.files.erase("attach.json");
	EXPECT_THAT(made(noop, report).reason, testing::HasSubstr("attached"));

	report = good_report("bpf");
	report.files["attach.json"] = "{\"attached\":0}";
	EXPECT_THAT(made(noop, report).reason, testing::HasSubstr("no program"));
}

TEST(BootResult, APanicIsAFailureWithItsReasonAndItsConsole)
{
	auto report = good_report("-");
	report.outcome = boot::Outcome::panic;
	report.reason = "Kernel panic - not syncing";
	report.console_tail = {"a", "b"};
	const BootResult result = made(idle, report);

	EXPECT_FALSE(result.ok());
	EXPECT_EQ(result.reason, "panic: Kernel panic - not syncing");
	EXPECT_EQ(result.console_tail.size(), 2U);
	EXPECT_EQ(cells_of(result).size(), 1U);
}

// hookbench then has the status 1, and the other workloads their results.
TEST(BootResult, AWorkloadThatFailedIsACellThatFailed)
{
	auto report = good_report("-");
	report.outcome = boot::Outcome::command_failed;
	report.exit_status = 1;
	report.files["bench.json"] =
		R"({"schema_version":1,"results":[{"workload":"getppid","counter":"instructions","status":"failed","reason":"broken","samples":[]}]})";
	const BootResult result = made(idle, report);

	EXPECT_TRUE(result.ok()) << result.reason;
	EXPECT_EQ(cells_of(result).at(0).status, "failed");
	EXPECT_EQ(cells_of(result).at(0).reason, "broken");
}

TEST(BootResult, ALoaderThatRefusedIsToldInItsOwnWords)
{
	auto report = good_report("-");
	report.outcome = boot::Outcome::command_failed;
	report.reason = "the command's status is 125";
	report.err = "hookload: error[no-mechanism]: cannot attach\n";
	report.files.clear();

	EXPECT_THAT(made(idle, report).reason, testing::HasSubstr("no-mechanism"));
}

TEST(BootResult, AHostErrorIsAFailure)
{
	const BootResult result = made(idle, base::fail({.id = "no-kernel", .code = base::ExitCode::missing_dependency,
							 .action = "boot", .object = {}, .reason = "none", .hint = {}, .errnum = 0}));

	EXPECT_FALSE(result.ok());
	EXPECT_THAT(result.reason, testing::HasSubstr("no-kernel"));
}

TEST(BootResult, IsTheSameAfterWritingAndReading)
{
	const BootResult before = made(noop, good_report("bpf"));
	const auto after = from_json(to_json(before).dump());

	ASSERT_TRUE(after);
	EXPECT_EQ(to_json(*after), to_json(before));
}

TEST(BootResult, FilesThatAreNotWholeAreNone)
{
	const std::string text = to_json(made(idle, good_report("-"))).dump();

	EXPECT_FALSE(from_json(""));
	EXPECT_FALSE(from_json(text.substr(0, text.size() / 2)));
	EXPECT_FALSE(from_json("{\"schema_version\":2}"));
	EXPECT_FALSE(from_json("{\"schema_version\":1,\"status\":\"ok\"}"));
	EXPECT_TRUE(from_json("{\"schema_version\":1,\"boot\":\"x\",\"workloads\":7}"));
}

} // namespace
} // namespace matrix::collect
