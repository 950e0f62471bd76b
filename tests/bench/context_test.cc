// SPDX-License-Identifier: GPL-2.0
#include "bench/context.h"

#include <gmock/gmock.h>

#include "bench/running_kernel.h"
#include "tests/own_folder.h"

namespace bench {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class RunningKernel : public testing::Test {
protected:
	json said() const { return running_kernel(machine_.path()); }

	tests::OwnFolder machine_;
};

TEST_F(RunningKernel, ThatSaysNothingIsNotTakenForOneWithoutHooks)
{
	const json kernel = said();

	for (const char *name : {"boot_id", "lsm", "hook_programs"})
		EXPECT_TRUE(kernel.at(name).is_null()) << name;
	EXPECT_EQ(kernel.at("securityfs"), false);
	EXPECT_EQ(kernel.at("hooks_shown"), false);
}

TEST_F(RunningKernel, OfTheFrameworkNamesItsLsmsAndItsBoot)
{
	machine_.write("proc/mounts", "sysfs /sys sysfs rw 0 0\nsecurityfs /sys/kernel/security securityfs rw 0 0\n");
	machine_.write("proc/sys/kernel/random/boot_id", "0f00-1\n");
	machine_.write("sys/kernel/security/lsm", "lockdown,capability,bpf");
	const json kernel = said();

	EXPECT_EQ(kernel.at("boot_id"), "0f00-1");
	EXPECT_EQ(kernel.at("lsm"), "lockdown,capability,bpf");
	EXPECT_EQ(kernel.at("securityfs"), true);
	EXPECT_TRUE(kernel.at("hook_programs").is_null()); // it does not show its hooks
}

TEST_F(RunningKernel, CountsTheProgramsOnItsHooks)
{
	machine_.write("sys/kernel/security/bpf_hooks", "file_open idle\nfile_permission attached prog=12 name=a tag=00 link=1 prog=13 name=b tag=00 link=2\n"
							"bprm_check_security attached prog=14 name=prog tag=00 link=3\n");
	EXPECT_EQ(said().at("hook_programs"), 3);
	machine_.write("sys/kernel/security/bpf_hooks", "file_open idle\nfile_permission keyed\n");
	EXPECT_EQ(said().at("hook_programs"), 0);
	EXPECT_EQ(said().at("hooks_shown"), true);
}

json condition(const json &all, const std::string &name)
{
	for (const json &row : all)
		if (row.at("name") == name)
			return row;
	return {};
}

TEST(Processes, ThatStayedWhereTheyWereAreNoNoise)
{
	const json all = conditions_of_processes({{{"cpu", 2}, {"randomized", false}}, {{"cpu", 2}, {"randomized", false}}, {{"status", "skipped"}}});

	EXPECT_EQ(condition(all, "pinned").at("value"), "CPU 2");
	EXPECT_EQ(condition(all, "pinned").at("warning"), "");
	EXPECT_EQ(condition(all, "addresses").at("warning"), "");
}

TEST(Processes, ThatMovedOrHadOtherAddressesAreNoise)
{
	for (const char *rows : {R"([{"cpu": -1}])", R"([{"cpu": 1}, {"cpu": 2}])"})
		EXPECT_THAT(condition(conditions_of_processes(json::parse(rows)), "pinned").at("hint"), HasSubstr("taskset")) << rows;
	const json all = conditions_of_processes({{{"cpu", 1}, {"randomized", false}}, {{"cpu", 1}, {"randomized", true}}});
	EXPECT_THAT(condition(all, "addresses").at("hint"), HasSubstr("personality"));
	EXPECT_EQ(condition(conditions_of_processes(json::array()), "pinned").at("value"), "unknown");
}

TEST(Context, OfWhatIsTimedSaysWhichBootItIsOfAndWhatTheMachineDid)
{
	const json context = Session{{.icount = false, .samples = 1}}.context(json::array());

	for (const char *name : {"release", "cpu", "conditions", "kernel", "node", "cpu_measured", "started_us", "interrupts", "seconds"})
		EXPECT_TRUE(context.contains(name)) << name;
	EXPECT_TRUE(context.at("kernel").at("boot_id").is_string());
	EXPECT_EQ(condition(context.at("conditions"), "pinned").at("value"), "unknown");
}

TEST(Context, OfWhatIsCountedExactlyDependsOnNoneOfIt)
{
	const json context = Session{{.icount = true, .samples = 1}}.context(json::array());

	EXPECT_TRUE(context.contains("release"));
	for (const char *name : {"conditions", "kernel", "interrupts"})
		EXPECT_FALSE(context.contains(name)) << name;
}

} // namespace
} // namespace bench
