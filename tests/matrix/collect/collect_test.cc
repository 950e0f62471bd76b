// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/collect.h"
#include "matrix/collect/local_engine.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "loader/base/files.h"
#include "loader/base/temp_dir.h"
#include "matrix/compare/boots.h"
#include "tests/matrix/collect/fake_guest.h"

namespace matrix::collect {
namespace {

namespace fs = std::filesystem;

class Collect : public testing::Test {
protected:
	Collect()
	{
		layout.root = folder.path();
		layout.build = folder.path() / "build";
		for (const char *variant : {"none", "override"}) {
			fs::create_directories(layout.kernel_dir(variant));
			write(layout.kernel_dir(variant) / "bzImage", variant);
		}
		fs::create_directories(layout.guest_bin());
		write(layout.guest_bin() / "hookbench", "tool");
		set.name = "t";
		set.workloads = {"getppid"};
		set.groups = {{.variant = "none", .dispatch = "-", .stacks = {"-"}, .scenarios = {"idle"}, .boots = 2},
			      {.variant = "override", .dispatch = "gate", .stacks = {"-"}, .scenarios = {"idle", "noop-1"}, .boots = 1}};
	}

	static void write(const fs::path &path, const std::string &text) { ASSERT_TRUE(base::write_file_atomically(path, text)); }

	Collected run()
	{
		LocalEngine engine{jobs, options.accelerator, guest};
		auto done = collect(layout, set, options, engine, log);
		EXPECT_TRUE(done) << done.error().to_string();
		return done ? std::move(*done) : Collected{};
	}

	base::TempDir folder = *base::TempDir::create();
	Layout layout;
	plan::Set set;
	CollectOptions options;
	unsigned jobs = 2;
	FakeGuest guest{folder.path() / "boots"};
	std::ostringstream log;
};

TEST_F(Collect, EveryBootIsDoneAndItsCellsWritten)
{
	const Collected done = run();

	EXPECT_EQ(done.code, base::ExitCode::ok);
	EXPECT_EQ(done.results.cells.size(), 4U);
	EXPECT_EQ(guest.boots(), 4U);
	const auto file = compare::load_results(layout.report_dir() / "matrix.json");
	ASSERT_TRUE(file) << file.error().to_string();
	EXPECT_EQ(compare::to_json(*file), compare::to_json(done.results));
	EXPECT_EQ(file->context.at("kernels").at("none").at("release"), "6.12.1");
}

TEST_F(Collect, TheOrderOfTimedBootsIsWrittenOverRunsThatGoOn)
{
	const auto boots = [](const Collected &done) {
		std::vector<std::string> titles;
		for (const auto &row : done.results.context.at("order"))
			titles.push_back(row.at("boot"));
		return titles;
	};
	jobs = 1;
	EXPECT_FALSE(run().results.context.contains("order"));
	options.seed = 7;
	std::vector<std::string> order = boots(run());
	ASSERT_EQ(order.size(), 4U);

	// The first is done again, by a run with another seed.
	for (const auto &file : fs::directory_iterator(layout.run_dir())) {
		const auto result = from_json(base::read_file(file.path()).value_or(""));
		if (result && result->boot.title() == order.front())
			fs::remove(file);
	}
	options.seed = 8;
	std::rotate(order.begin(), order.begin() + 1, order.end());
	EXPECT_EQ(boots(run()), order);
}

TEST_F(Collect, OfTimedBootsWhatTheGuestsSaidOfTheirMachinesIsKept)
{
	EXPECT_FALSE(run().results.context.contains("boots")); // counts depend on none of it
	EXPECT_FALSE(run().results.context.at("host").contains("conditions"));
	options.accelerator = boot::Accelerator::kvm;
	set.counters = {"instructions"};
	guest.report = [](const boot::GuestJob &job) {
		boot::GuestReport report = good_report(stack_of(job));
		report.files["bench.json"] =
			R"({"schema_version":1,"context":{"conditions":[{"name":"smt","value":"on","warning":"w","hint":"h"}]},
			    "results":[{"workload":"getppid","counter":"instructions","status":"ok","reason":"","samples":[5,5,5]}]})";
		return report;
	};
	const Collected done = run();
	const auto boots = compare::boots_of(done.results.context);

	ASSERT_EQ(boots.size(), 4U);
	EXPECT_EQ(boots[0].configuration.variant, "none");
	EXPECT_EQ(compare::conditions_of(boots[0]).size(), 1U);
	EXPECT_TRUE(done.results.context.at("host").contains("conditions"));
}

TEST_F(Collect, WhatIsFinishedIsNotDoneAgain)
{
	run();
	const Collected again = run();

	EXPECT_EQ(guest.boots(), 4U);
	EXPECT_EQ(again.kept, 4U);
	EXPECT_EQ(again.booted, 0U);
	EXPECT_EQ(again.results.cells.size(), 4U);
}

TEST_F(Collect, FreshDoesEverythingAgain)
{
	run();
	options.fresh = true;
	EXPECT_EQ(run().booted, 4U);
}

TEST_F(Collect, AnotherKernelIsBootedAgainAndTheOthersAreNot)
{
	run();
	write(layout.kernel_dir("override") / "bzImage", "another");
	EXPECT_EQ(run().booted, 2U);
}

TEST_F(Collect, AnotherToolOrParameterBootsEverythingAgain)
{
	run();
	write(layout.guest_bin() / "hookbench", "another");
	EXPECT_EQ(run().booted, 4U);
	set.samples = 3;
	EXPECT_EQ(run().booted, 4U);
}

TEST_F(Collect, AnotherQemuBootsEverythingAgain)
{
	const fs::path qemu = folder.path() / "qemu";
	const auto say = [&](const std::string &version) {
		write(qemu, "#!/bin/sh\necho QEMU emulator version " + version + "\n");
		fs::permissions(qemu, fs::perms::owner_all);
	};

	::setenv("HOOKMATRIX_QEMU", qemu.c_str(), 1);
	say("7.2");
	run();
	EXPECT_EQ(run().booted, 0U);
	say("8.0");
	EXPECT_EQ(run().booted, 4U);
	::unsetenv("HOOKMATRIX_QEMU");
}

TEST_F(Collect, AnotherPolicyOfAnLsmIsBootedAgain)
{
	fs::create_directories(layout.kernel_dir("bpf-lsm-list"));
	write(layout.kernel_dir("bpf-lsm-list") / "bzImage", "bpf-lsm");
	fs::create_directories(layout.lsm_policies());
	write(layout.lsm_policies() / "selinux.policy", "policy");
	set.groups.push_back({.variant = "bpf-lsm", .dispatch = "list", .stacks = {"selinux:enforcing,bpf"}, .scenarios = {"idle"}, .boots = 1});
	EXPECT_EQ(run().code, base::ExitCode::ok);
	write(layout.lsm_policies() / "selinux.policy", "another");
	EXPECT_EQ(run().booted, 1U);
}

TEST_F(Collect, AFailedBootIsShownAndTheOthersGoOn)
{
	guest.report = [](const boot::GuestJob &job) -> base::Result<boot::GuestReport> {
		auto report = good_report("-");
		if (job.kernel.string().find("override") != std::string::npos) {
			report.outcome = boot::Outcome::panic;
			report.reason = "Kernel panic";
			report.console_tail = {"the last line of the console"};
		}
		return report;
	};
	const Collected done = run();

	EXPECT_EQ(done.code, base::ExitCode::guest_failed);
	EXPECT_EQ(done.failed, 2U);
	EXPECT_EQ(done.results.cells.size(), 4U);
	EXPECT_THAT(log.str(), testing::HasSubstr("  | the last line of the console"));

	// The next run does again what failed, and only that.
	guest.report = [](const boot::GuestJob &job) { return good_report(stack_of(job)); };
	const Collected again = run();
	EXPECT_EQ(again.booted, 2U);
	EXPECT_EQ(again.code, base::ExitCode::ok);
}

TEST_F(Collect, ABootThatFailsOnceIsDoneAgainAndSaysSo)
{
	guest.report = [&](const boot::GuestJob &job) -> base::Result<boot::GuestReport> {
		boot::GuestReport report = good_report(stack_of(job));
		if (guest.boots() == 1) {
			report.outcome = boot::Outcome::hang;
			report.reason = "silent for 90 s";
		}
		return report;
	};
	jobs = 1;
	const Collected done = run();

	EXPECT_EQ(done.code, base::ExitCode::ok);
	EXPECT_EQ(guest.boots(), 5U);
	EXPECT_THAT(log.str(), testing::HasSubstr("done a second time; the first one failed: hang: silent for 90 s"));
	ASSERT_EQ(done.results.context.at("done_twice").size(), 1U);
	EXPECT_THAT(done.results.context.at("done_twice")[0].get<std::string>(), testing::HasSubstr("none idle: hang"));
}

TEST_F(Collect, AWorkerThatDiesIsAFailedCell)
{
	guest.report = [](const boot::GuestJob &) -> base::Result<boot::GuestReport> { ::_exit(77); };
	const Collected done = run();

	EXPECT_EQ(done.failed, 4U);
	EXPECT_THAT(log.str(), testing::HasSubstr("status 77"));
}

TEST_F(Collect, AnInterruptedRunKeepsWhatIsFinished)
{
	jobs = 1;
	guest.report = [&](const boot::GuestJob &job) -> base::Result<boot::GuestReport> {
		if (guest.boots() < 3)
			return good_report(stack_of(job));
		::kill(::getppid(), SIGINT);
		::pause();
		return good_report("-");
	};
	const Collected part = run();
	EXPECT_EQ(part.code, base::ExitCode::interrupted);
	EXPECT_FALSE(fs::exists(layout.report_dir() / "matrix.json"));
	const auto results = compare::load_results(layout.report_dir() / "matrix.partial.json");
	ASSERT_TRUE(results) << results.error().to_string();
	EXPECT_EQ(std::ranges::count_if(results->cells, [](const compare::Cell &cell) { return cell.reason.find("the run was interrupted") != std::string::npos; }), 2);

	guest.report = [](const boot::GuestJob &job) { return good_report(stack_of(job)); };
	const Collected again = run();
	EXPECT_EQ(again.kept, 2U);
	EXPECT_EQ(again.code, base::ExitCode::ok);
	EXPECT_FALSE(fs::exists(layout.report_dir() / "matrix.partial.json"));
}

TEST_F(Collect, AKernelThatIsNotBuiltIsAnErrorBeforeAnythingIsBooted)
{
	fs::remove(layout.kernel_dir("override") / "bzImage");
	LocalEngine engine{jobs, options.accelerator, guest};
	const auto done = collect(layout, set, options, engine, log);

	ASSERT_FALSE(done);
	EXPECT_EQ(done.error().id, "no-kernel");
	EXPECT_EQ(done.error().code, base::ExitCode::missing_dependency);
	EXPECT_EQ(guest.boots(), 0U);
}

TEST_F(Collect, AnInterruptionBesideThePlanLeavesAPart)
{
	fs::create_directories(layout.build / "guest" / "tests");
	for (const char *file : {"hookconform", "each_hook.bpf.o"})
		write(layout.build / "guest" / "tests" / file, "x");
	set.conformance = {"override"};
	options.guests = &guest;
	guest.report = [](const boot::GuestJob &job) {
		boot::GuestReport report = good_report("-");
		if (job.argv[0] == "hookconform")
			report.outcome = boot::Outcome::interrupted;
		return report;
	};
	const Collected done = run();

	EXPECT_EQ(done.code, base::ExitCode::interrupted);
	EXPECT_EQ(done.output.filename(), "matrix.partial.json");
	EXPECT_EQ(done.booted, 4U);
	EXPECT_FALSE(done.results.context.contains("conformance"));
}

TEST_F(Collect, APreviewDoesNothing)
{
	std::ostringstream said;

	ASSERT_TRUE(preview(layout, set, options, said));
	EXPECT_THAT(said.str(), testing::HasSubstr("4 boots, 0 kept, 4 to be done"));
	EXPECT_EQ(guest.boots(), 0U);
	run();
	said.str({});
	ASSERT_TRUE(preview(layout, set, options, said));
	EXPECT_THAT(said.str(), testing::HasSubstr("none idle: kept"));
	EXPECT_THAT(said.str(), testing::HasSubstr("4 boots, 4 kept, 0 to be done"));
	fs::remove(layout.kernel_dir("none") / "bzImage");
	said.str({});
	ASSERT_TRUE(preview(layout, set, options, said));
	EXPECT_THAT(said.str(), testing::HasSubstr("none idle: to be done, once its kernel is built"));
	set.explanations = {{.workload = "getppid", .a = "nonesuch", .b = "none"}};
	EXPECT_EQ(preview(layout, set, options, said).error().id, "cell-unknown");
}

} // namespace
} // namespace matrix::collect
