// SPDX-License-Identifier: GPL-2.0
#include "bench/conditions.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/own_folder.h"

namespace bench {
namespace {

using testing::HasSubstr;

class Conditions : public testing::Test {
protected:
	Condition condition(const std::string &name) const
	{
		const auto all = conditions(machine_.path(), 0);
		const auto found = std::find_if(all.begin(), all.end(), [&](const Condition &row) { return row.name == name; });

		return found == all.end() ? Condition{} : *found;
	}

	tests::OwnFolder machine_;
};

TEST_F(Conditions, OfAMachineThatSaysNothingAreUnknownAndNoNoise)
{
	for (const Condition &row : conditions(machine_.path(), 0)) {
		EXPECT_EQ(row.value, "unknown") << row.name;
		EXPECT_EQ(row.warning, "") << row.name;
	}
}

TEST_F(Conditions, OfAVirtualMachineSayThatItIsOne)
{
	machine_.write("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu hypervisor tsc\nbugs\t: none\n");
	EXPECT_EQ(condition("hypervisor").value, "yes");
	EXPECT_NE(condition("hypervisor").warning, "");
	machine_.write("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu tsc hypervisory\n");
	EXPECT_EQ(condition("hypervisor").value, "none");
}

TEST_F(Conditions, OfAGovernorThatFollowsTheLoadHaveAHint)
{
	machine_.write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
	EXPECT_THAT(condition("governor").hint, HasSubstr("performance"));
	machine_.write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
	EXPECT_EQ(condition("governor").warning, "");
}

TEST_F(Conditions, OfTurboAreReadFromEitherDriver)
{
	machine_.write("sys/devices/system/cpu/intel_pstate/no_turbo", "0\n");
	EXPECT_THAT(condition("turbo").hint, HasSubstr("no_turbo"));
	machine_.write("sys/devices/system/cpu/intel_pstate/no_turbo", "1\n");
	EXPECT_EQ(condition("turbo").value, "off");
	std::filesystem::remove_all(machine_.path() / "sys/devices/system/cpu/intel_pstate");
	machine_.write("sys/devices/system/cpu/cpufreq/boost", "1\n");
	EXPECT_THAT(condition("turbo").hint, HasSubstr("boost"));
}

TEST_F(Conditions, OfLoadAndSmtWarnWhereThereIsSome)
{
	machine_.write("proc/loadavg", "2.50 1.00 0.50 3/100 1234\n");
	machine_.write("sys/devices/system/cpu/smt/active", "1\n");
	EXPECT_NE(condition("load").warning, "");
	EXPECT_EQ(condition("smt").value, "on");
	machine_.write("proc/loadavg", "0.10 1.00 0.50 1/100 1234\n");
	machine_.write("sys/devices/system/cpu/smt/active", "0\n");
	EXPECT_EQ(condition("load").warning, "");
	EXPECT_EQ(condition("smt").warning, "");
}

TEST_F(Conditions, OfIsolatedCpusWarnWhereTheMeasuredOneIsNotAmongThem)
{
	const auto warning = [&](int cpu) { return conditions(machine_.path(), cpu)[5].warning; };

	machine_.write("sys/devices/system/cpu/isolated", "\n");
	EXPECT_NE(warning(0), "");
	machine_.write("sys/devices/system/cpu/isolated", "0-2,5\n");
	EXPECT_NE(warning(3), "");
	EXPECT_EQ(warning(2), "");
	EXPECT_EQ(warning(5), "");
}

TEST_F(Conditions, AreWrittenWithTheirHints)
{
	machine_.write("sys/devices/system/cpu/smt/active", "1\n");
	const nlohmann::json written = to_json(conditions(machine_.path(), 0));

	EXPECT_EQ(written.at(3).at("name"), "smt");
	EXPECT_NE(written.at(3).at("hint"), "");
}

TEST_F(Conditions, CountTheInterruptsOfOneCpu)
{
	machine_.write("proc/interrupts", "           CPU0       CPU3\n  0:         10         20   IO-APIC   2-edge      timer\n"
					  "NMI:          1          2   Non-maskable interrupts\nERR:          0\n");
	EXPECT_EQ(interrupts(machine_.path(), 0), 11U);
	EXPECT_EQ(interrupts(machine_.path(), 3), 22U);
	EXPECT_EQ(interrupts(machine_.path() / "none", 0), 0U);
}

} // namespace
} // namespace bench
