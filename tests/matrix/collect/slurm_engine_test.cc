// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/slurm_engine.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

#include "loader/base/files.h"
#include "loader/base/temp_dir.h"
#include "matrix/collect/collect.h"
#include "tests/matrix/collect/fake_guest.h"

namespace fs = std::filesystem;

namespace matrix::collect {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(ArraySpec, RunsOfNumbersAreRanges)
{
	EXPECT_EQ(array_spec({0, 3, 5, 6, 7, 9}), "0,3,5-7,9");
	EXPECT_EQ(array_spec({4}), "4");
	EXPECT_EQ(array_spec({}), "");
}

TEST(ParseQueue, LinesThatAreNoneArePassedOver)
{
	const auto entries = parse_queue("12 0 RUNNING n1\n12 7 PENDING \n13 N/A PENDING\nslurm_load_jobs error\n\n");

	ASSERT_EQ(entries.size(), 2U);
	EXPECT_EQ(entries[0].node, "n1");
	EXPECT_EQ(entries[1].index, 7U);
	EXPECT_EQ(entries[1].node, "");
}

// Slurm's commands: a queue in which the boots of one look are running and of the next one done.
class FakeSlurm final : public build::ProcessRunner {
public:
	base::Result<build::Finished> run(const build::Command &command) override
	{
		const std::string &name = command.argv.front();
		calls.push_back(command.argv);
		if (name == "scontrol")
			return build::Finished{.status = 0, .output = "MaxArraySize            = " + std::to_string(chunk + 1) + "\n"};
		if (name == "sbatch")
			return sbatch(command.argv);
		if (name == "squeue")
			return squeue();
		return build::Finished{};
	}

	[[nodiscard]] std::vector<std::vector<std::string>> of(const std::string &name) const
	{
		std::vector<std::vector<std::string>> found;
		std::ranges::copy_if(calls, std::back_inserter(found), [&](const auto &call) { return call.front() == name; });
		return found;
	}

	std::function<void(const std::string &job, const std::string &command)> on_end; // the job's work
	std::string queue_before; // what is in it at the first look
	std::function<void()> after_queue; // at the next one
	unsigned failures = 0;    // of squeue, before it answers
	std::size_t chunk = 1000;
	bool refuses = false;
	unsigned refusals = 0; // after the first job
	std::vector<std::vector<std::string>> calls;

private:
	base::Result<build::Finished> sbatch(const std::vector<std::string> &argv)
	{
		if (refuses || (!jobs_.empty() && refusals != 0 && refusals-- != 0))
			return build::Finished{.status = 1, .output = "sbatch: error: invalid partition\n"};
		jobs_.push_back({std::to_string(++number_), argv.back(), 0});
		return build::Finished{.status = 0, .output = "sbatch: warning: no account\n" + jobs_.back().id + "\n"};
	}

	base::Result<build::Finished> squeue()
	{
		std::string text = std::exchange(queue_before, "");
		if (text.empty() && after_queue)
			std::exchange(after_queue, nullptr)();
		if (failures != 0) {
			failures--;
			return build::Finished{.status = 1, .output = "Unable to contact slurm controller"};
		}
		for (Job &job : jobs_) {
			if (++job.looks == 1)
				text += job.id + " 0 RUNNING n1\n" + job.id + " 1 PENDING \n";
			else if (job.looks == 2 && on_end)
				on_end(job.id, job.command);
		}
		return build::Finished{.status = 0, .output = text};
	}

	struct Job {
		std::string id;
		std::string command;
		unsigned looks;
	};
	std::vector<Job> jobs_;
	unsigned number_ = 10;
};

class Slurm : public ::testing::Test {
protected:
	Slurm()
	{
		layout.root = folder.path();
		layout.build = folder.path() / "build";
		fs::create_directories(layout.guest_bin());
		fs::create_directories(layout.run_dir());
		for (const char *kernel : {"none", "override"})
			build_kernel(kernel);
		set.name = "t";
		set.workloads = {"getppid"};
		set.groups = {{.variant = "none", .dispatch = "-", .stacks = {"-"}, .scenarios = {"idle"}, .boots = 1},
			      {.variant = "override", .dispatch = "gate", .stacks = {"-"}, .scenarios = {"idle"}, .boots = 1}};
		slurm.on_end = [this](const std::string &, const std::string &command) {
			if (command.find("'run'") != std::string::npos)
				boot_all();
		};
	}

	void build_kernel(const std::string &name) const
	{
		fs::create_directories(layout.kernel_dir(name));
		ASSERT_TRUE(base::write_file_atomically(layout.kernel_dir(name) / "bzImage", name));
	}

	// What the nodes do.
	void boot_all()
	{
		for (const plan::PlannedBoot &planned : plan::make_plan(set)) {
			Task task = make_task(layout, set, planned, options.accelerator);
			ASSERT_TRUE(find_file(layout, task));
			EXPECT_EQ(run_task(task, options.accelerator, {.node = "n1", .copies = folder.path() / "copies"}, guest), 0);
		}
	}

	base::Result<Collected> run()
	{
		SlurmEngine engine{layout, slurm,
				   {.run = {"--set", "t"}, .sbatch = {"--partition=p"}, .copies = {}, .exclusive = exclusive, .hookmatrix = "/x/hookmatrix",
				    .poll = std::chrono::milliseconds{1}, .settle = std::chrono::seconds{0}},
				   log};
		return collect(layout, set, options, engine, log);
	}

	base::TempDir folder = *base::TempDir::create();
	Layout layout;
	plan::Set set;
	CollectOptions options;
	FakeGuest guest{folder.path() / "boots"};
	FakeSlurm slurm;
	bool exclusive = false;
	std::ostringstream log;
};

TEST_F(Slurm, BootsAreAnArrayAndCellsSayTheirNode)
{
	const auto done = run();

	ASSERT_TRUE(done) << done.error().to_string();
	EXPECT_EQ(done->code, base::ExitCode::ok);
	EXPECT_EQ(done->booted, 2U);
	for (const compare::Cell &cell : done->results.cells)
		EXPECT_EQ(cell.node, "n1");
	const auto submitted = slurm.of("sbatch");
	ASSERT_EQ(submitted.size(), 1U);
	EXPECT_THAT(submitted[0], testing::IsSupersetOf({"--array=0-1", "--requeue", "--partition=p"}));
	EXPECT_THAT(submitted[0], Not(testing::Contains("--exclusive")));
	EXPECT_THAT(submitted[0].back(), HasSubstr("exec '/x/hookmatrix' 'run' '--set' 't' --boot"));
	// The kernel was read from the node's own copy.
	EXPECT_EQ(std::distance(fs::directory_iterator{folder.path() / "copies"}, fs::directory_iterator{}), 2);
}

TEST_F(Slurm, WhatIsFinishedIsNotSubmittedAgain)
{
	ASSERT_TRUE(run());
	slurm.calls.clear();
	const auto again = run();

	ASSERT_TRUE(again);
	EXPECT_EQ(again->kept, 2U);
	EXPECT_THAT(slurm.calls, IsEmpty());
}

TEST_F(Slurm, KernelsThatAreNotBuiltAreBuiltFirst)
{
	fs::remove_all(layout.kernel_dir("override"));
	slurm.on_end = [this](const std::string &, const std::string &command) {
		if (command.find(" build ") != std::string::npos)
			build_kernel("override");
		else
			boot_all();
	};
	const auto done = run();

	ASSERT_TRUE(done) << done.error().to_string();
	EXPECT_EQ(done->code, base::ExitCode::ok);
	const auto submitted = slurm.of("sbatch");
	ASSERT_EQ(submitted.size(), 2U);
	EXPECT_THAT(submitted[0].back(), HasSubstr("set -- override;"));
	EXPECT_THAT(submitted[1], testing::Contains("--dependency=afterok:11"));
}

TEST_F(Slurm, AKernelThatDoesNotBuildEndsItAndCancelsTheBoots)
{
	fs::remove_all(layout.kernel_dir("override"));
	slurm.on_end = {};
	const auto done = run();

	ASSERT_FALSE(done);
	EXPECT_EQ(done.error().id, "kernel-not-built");
	EXPECT_THAT(slurm.of("scancel"), ElementsAre(ElementsAre("scancel", "12", "11")));
}

TEST_F(Slurm, ABootWithoutAResultIsAFailedCell)
{
	slurm.on_end = {};
	const auto done = run();

	ASSERT_TRUE(done);
	EXPECT_EQ(done->code, base::ExitCode::guest_failed);
	EXPECT_EQ(done->failed, 2U);
}

TEST_F(Slurm, ALargePlanIsSubmittedInPieces)
{
	slurm.chunk = 2;
	set.groups[0].boots = 4;
	const auto done = run();

	ASSERT_TRUE(done) << done.error().to_string();
	EXPECT_EQ(done->booted, 5U);
	EXPECT_EQ(done->failed, 0U);
	EXPECT_EQ(slurm.of("sbatch").size(), 3U);
	EXPECT_THAT(slurm.of("sbatch")[1].back(), HasSubstr("$((2 + SLURM_ARRAY_TASK_ID))"));
}

TEST_F(Slurm, JobsOfAnEarlierRunAreWaitedFor)
{
	slurm.on_end = {};
	ASSERT_TRUE(run());
	slurm.calls.clear();
	slurm.queue_before = "11 0 RUNNING n2\n11 1 PENDING \n";
	slurm.after_queue = [this] { boot_all(); };
	const auto done = run();

	ASSERT_TRUE(done);
	EXPECT_EQ(done->code, base::ExitCode::ok);
	EXPECT_EQ(done->failed, 0U);
	EXPECT_THAT(slurm.of("sbatch"), IsEmpty());
	EXPECT_THAT(log.str(), HasSubstr("2 boots of an earlier run are in the queue"));
}

TEST_F(Slurm, AControllerThatIsAwayForAWhileIsWaitedFor)
{
	slurm.failures = 4;
	const auto done = run();

	ASSERT_TRUE(done) << done.error().to_string();
	EXPECT_EQ(done->code, base::ExitCode::ok);
	EXPECT_GE(slurm.of("squeue").size(), 5U);
}

TEST_F(Slurm, ARefusalAfterAFirstJobIsTriedAgain)
{
	slurm.chunk = 2;
	set.groups[0].boots = 4;
	slurm.refusals = 2;
	const auto done = run();

	ASSERT_TRUE(done) << done.error().to_string();
	EXPECT_EQ(done->booted, 5U);
	EXPECT_EQ(done->failed, 0U);
	EXPECT_EQ(slurm.of("sbatch").size(), 5U);
}

TEST_F(Slurm, TimedBootsHaveTheirNodeAlone)
{
	exclusive = true;
	ASSERT_TRUE(run());
	EXPECT_THAT(slurm.of("sbatch")[0], testing::Contains("--exclusive"));
}

TEST_F(Slurm, WhatSbatchRefusesIsSaid)
{
	slurm.refuses = true;
	const auto done = run();

	ASSERT_FALSE(done);
	EXPECT_THAT(done.error().to_string(), HasSubstr("invalid partition"));
}

TEST(CopiedIn, WhatALostNodeBeganIsRemovedADayLater)
{
	const auto folder = *base::TempDir::create();
	const fs::path file = folder.path() / "bzImage";

	ASSERT_TRUE(base::write_file_atomically(file, "kernel"));
	const fs::path copy = *copied_in(file, folder.path() / "copies");
	const fs::path old = copy.string() + ".7.1";
	const fs::path young = copy.string() + ".8.2";
	for (const fs::path &part : {old, young})
		std::ofstream{part} << "ker";
	fs::last_write_time(old, fs::file_time_type::clock::now() - std::chrono::hours{25});
	ASSERT_TRUE(copied_in(file, folder.path() / "copies"));
	EXPECT_FALSE(fs::exists(old));
	EXPECT_TRUE(fs::exists(young));
}

TEST(CopiedIn, ACopyThatIsNotTheSameIsMadeAgain)
{
	const auto folder = *base::TempDir::create();
	const fs::path file = folder.path() / "bzImage";

	ASSERT_TRUE(base::write_file_atomically(file, "kernel"));
	const auto copy = copied_in(file, folder.path() / "copies");
	ASSERT_TRUE(copy);
	std::ofstream{*copy} << "damaged";
	EXPECT_EQ(*copied_in(file, folder.path() / "copies"), *copy);
	EXPECT_EQ(*base::read_file(*copy), "kernel");
	EXPECT_FALSE(copied_in(folder.path() / "none", folder.path() / "copies"));
}

} // namespace
} // namespace matrix::collect
