// SPDX-License-Identifier: GPL-2.0
#include "bench/runner.h"

#include <sys/wait.h>

#include <filesystem>

#include <gtest/gtest.h>

#include "loader/base/files.h"
#include "tests/own_folder.h"

namespace bench {
namespace {

// Every workload for real, on the machine at hand. What it counts there is not
// instructions, and nothing is said about how much it is.
class RunnerOfEveryWorkload : public testing::TestWithParam<std::string> {};

TEST_P(RunnerOfEveryWorkload, TakesTheSamplesAskedFor)
{
	const Runner runner{HOOKBENCH, {.icount = true, .samples = 5}};
	const nlohmann::json cell = runner.run_cell(*find_workload(GetParam()), *find_counter("instructions"));

	// A container may refuse mounts and namespaces; the guests permit all.
	if (cell.at("status") == "skipped")
		GTEST_SKIP() << cell.at("reason");
	EXPECT_EQ(cell.at("status"), "ok") << cell.at("reason");
	EXPECT_EQ(cell.at("samples").size(), 5U);
	EXPECT_EQ(cell.at("unit"), "instructions/op");
	for (const nlohmann::json &sample : cell.at("samples"))
		EXPECT_TRUE(sample.is_number_integer());
}

std::vector<std::string> all_workloads()
{
	std::vector<std::string> names;

	for (const WorkloadRow &row : workload_table())
		names.emplace_back(row.name);
	return names;
}

INSTANTIATE_TEST_SUITE_P(Workloads, RunnerOfEveryWorkload, testing::ValuesIn(all_workloads()),
			 [](const auto &row) { return row.param; });

TEST(Runner, TheResultFileHasItsShape)
{
	const nlohmann::json all = Runner{HOOKBENCH, {.icount = true, .samples = 2}}.run({"getppid", "stat"});

	EXPECT_EQ(all.at("schema_version"), results_schema_version);
	EXPECT_EQ(all.at("program"), "hookbench");
	EXPECT_TRUE(all.at("context").at("icount"));
	EXPECT_TRUE(all.at("context").contains("release"));
	EXPECT_EQ(all.at("results").size(), 2 * counter_table().size());
	for (const nlohmann::json &row : all.at("results")) {
		EXPECT_NE(row.at("status"), "failed") << row.dump();
		EXPECT_EQ(row.at("status") == "skipped", row.at("samples").empty());
		EXPECT_EQ(row.at("status") == "skipped", !row.at("reason").get<std::string>().empty());
	}
}

TEST(Runner, OfWhatIsTimedEachRowSaysWhereItStayed)
{
	const nlohmann::json all = Runner{HOOKBENCH, {.icount = false, .samples = 2}}.run({"getppid"}, {"nanoseconds"});
	const nlohmann::json &row = all.at("results").at(0);

	// Of a guest whose CPU is emulated there is no time.
	if (row.at("status") == "skipped")
		GTEST_SKIP() << row.at("reason");
	EXPECT_EQ(row.at("status"), "ok") << row.at("reason");
	EXPECT_EQ(row.at("unit"), "nanoseconds/op");
	EXPECT_TRUE(row.at("cpu").is_number_integer());
	EXPECT_TRUE(row.at("randomized").is_boolean());
	EXPECT_TRUE(all.at("context").at("kernel").contains("lsm"));
}

TEST(Runner, AProgramThatCannotBeStartedIsAFailureAndNotACrash)
{
	const nlohmann::json cell =
		Runner{"/nonexistent", {.icount = true, .samples = 1}}.run_cell(*find_workload("pipe"), *find_counter("instructions"));

	EXPECT_EQ(cell.at("status"), "failed");
	EXPECT_NE(cell.at("reason").get<std::string>().find("127"), std::string::npos);
}

TEST(Runner, AnswersThatAreNotJsonAreAFailure)
{
	const nlohmann::json cell =
		Runner{"/bin/true", {.icount = true, .samples = 1}}.run_cell(*find_workload("pipe"), *find_counter("instructions"));

	EXPECT_EQ(cell.at("status"), "failed");
}

TEST(Runner, WrongArgumentsOfACellAreAUsageError)
{
	const int usage = base::to_int(base::ExitCode::usage);

	EXPECT_EQ(run_cell({}, -1), usage);
	EXPECT_EQ(run_cell({"pipe", "instructions", "1"}, -1), usage);
	EXPECT_EQ(run_cell({"nothing", "instructions", "1", "1"}, -1), usage);
	EXPECT_EQ(run_cell({"pipe", "seconds", "1", "1"}, -1), usage);
	EXPECT_EQ(run_cell({"pipe", "instructions", "1", "many"}, -1), usage);
	EXPECT_EQ(run_cell({"pipe", "instructions", "1", "99999999999"}, -1), usage);
}

int status_of(const std::string &command)
{
	const int status = std::system((std::string{HOOKBENCH} + " " + command + " >/dev/null 2>&1").c_str());

	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(CommandLine, StatusesAreTheOnesOfTheTable)
{
	EXPECT_EQ(status_of("list"), 0);
	EXPECT_EQ(status_of("list --json"), 0);
	EXPECT_EQ(status_of("--help"), 0);
	EXPECT_EQ(status_of(""), 2);
	EXPECT_EQ(status_of("run no_such_workload"), 2);
	EXPECT_EQ(status_of("run --samples 0"), 2);
	EXPECT_EQ(status_of("run --counter seconds"), 2);
	EXPECT_EQ(status_of("run --counter instructions --icount --samples 1 pipe"), 0);
	EXPECT_EQ(status_of("run --icount --samples 2 getppid"), 0);
	EXPECT_EQ(status_of("run --icount --samples 2 --output /nonexistent/folder/file getppid"), 1);
}

TEST(CommandLine, WritesTheResultsWhereItIsTold)
{
	const tests::OwnFolder own;
	const auto path = own.path() / "results.json";

	ASSERT_EQ(status_of("run --icount --samples 2 --output " + path.string() + " getppid"), 0);
	const auto text = base::read_file(path);
	ASSERT_TRUE(text);
	EXPECT_EQ(nlohmann::json::parse(*text).at("results").at(0).at("samples").size(), 2U);
}

} // namespace
} // namespace bench
