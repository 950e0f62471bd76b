// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/lsm_stack.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

namespace matrix::advise {
namespace {

constexpr const char *all = "CONFIG_SECURITY=y\nCONFIG_SECURITY_SELINUX=y\nCONFIG_SECURITY_SELINUX_BOOTPARAM=y\nCONFIG_SECURITY_APPARMOR=y\n"
			    "CONFIG_SECURITY_TOMOYO=y\nCONFIG_SECURITY_YAMA=y\nCONFIG_BPF_LSM=y\nCONFIG_INTEGRITY=y\nCONFIG_IMA=y\n";

Config config_of(const std::string &release, const std::string &more)
{
	return parse_config("# Linux/x86 " + release + " Kernel Configuration\n" + all + more, "c");
}

std::string running(const std::string &release, const std::string &more, const std::string &line = {})
{
	return fmt::format("{}", fmt::join(lsm_stack(config_of(release, more), line).running, ","));
}

std::string doubts(const std::string &release, const std::string &more, const std::string &line = {})
{
	std::string ids;

	for (const Doubt &doubt : lsm_stack(config_of(release, more), line).doubts)
		ids += doubt.id + " ";
	return ids;
}

TEST(LsmStack, FollowsTheListAndTheFirstExclusiveOneWins)
{
	EXPECT_EQ(running("6.12.1", "CONFIG_LSM=\"yama,apparmor,selinux,bpf\"\n"), "capability,yama,apparmor,bpf,ima");
	EXPECT_EQ(doubts("6.12.1", "CONFIG_LSM=\"yama,apparmor,selinux,bpf\"\n"), "lsm-excluded lsm-not-listed ");
	EXPECT_EQ(running("6.12.1", "CONFIG_LSM=\"bpf,bpf,selinux\"\n"), "capability,bpf,selinux,ima");
}

TEST(LsmStack, TheCommandLineReplacesTheList)
{
	const std::string list = "CONFIG_LSM=\"yama,apparmor\"\n";

	EXPECT_EQ(running("6.12.1", list, "quiet lsm=selinux,bpf"), "capability,selinux,bpf,ima");
	EXPECT_EQ(running("6.12.1", list, "lsm=yama lsm=bpf"), "capability,bpf,ima") << "the last one counts";
	EXPECT_EQ(running("6.12.1", list, "apparmor=0"), "capability,yama,ima");
	EXPECT_EQ(running("6.12.1", list, "selinux=0 lsm=selinux"), "capability,ima");
}

TEST(LsmStack, SecurityWordChoosesUnlessThereIsAList)
{
	const std::string list = "CONFIG_LSM=\"yama,apparmor,tomoyo\"\n";

	EXPECT_EQ(running("6.12.1", list, "security=selinux"), "capability,yama,selinux,ima");
	EXPECT_EQ(running("6.12.1", list, "security=apparmor"), "capability,yama,apparmor,ima");
	EXPECT_EQ(running("6.12.1", list, "security=none"), "capability,yama,ima");
	EXPECT_EQ(running("6.12.1", list, "security=selinux lsm=yama"), "capability,yama,ima");
	EXPECT_NE(doubts("6.12.1", list, "security=selinux lsm=yama").find("lsm-ignored"), std::string::npos);
}

TEST(LsmStack, NamesThatAReleaseDoesNotHaveAreSaid)
{
	EXPECT_NE(doubts("6.12.1", "CONFIG_LSM=\"integrity\"\n").find("lsm-gone"), std::string::npos);
	EXPECT_NE(doubts("6.1.1", "CONFIG_LSM=\"ipe\"\n").find("lsm-not-yet"), std::string::npos);
	EXPECT_NE(doubts("6.12.1", "CONFIG_LSM=\"grsec\"\n").find("lsm-unknown"), std::string::npos);
	EXPECT_NE(doubts("6.12.1", "CONFIG_LSM=\"smack\"\n").find("lsm-not-compiled"), std::string::npos);
	EXPECT_EQ(running("6.1.1", "CONFIG_LSM=\"integrity,yama\"\n"), "capability,integrity,yama");
	EXPECT_EQ(running("6.6.1", "CONFIG_SECURITY_IPE=y\nCONFIG_LSM=\"ipe\"\n"), "capability,ipe,integrity") << "a backport";
	EXPECT_EQ(running("6.6.1", "CONFIG_LSM=\"yama\"\n"), "capability,yama,integrity") << "6.4 to 6.8: last, whether or not it is named";
}

TEST(LsmStack, BeforeListsThereIsOneMajor)
{
	EXPECT_EQ(running("4.19.1", "CONFIG_DEFAULT_SECURITY=\"apparmor\"\n"), "capability,yama,apparmor");
	EXPECT_EQ(running("4.19.1", "CONFIG_DEFAULT_SECURITY=\"apparmor\"\n", "security=selinux"), "capability,yama,selinux");
	EXPECT_EQ(running("4.19.1", "CONFIG_DEFAULT_SECURITY=\"selinux\"\n", "selinux=0"), "capability,yama");
}

TEST(LsmStack, OfAFragmentWhatIsNotNamedIsNotOff)
{
	const LsmStack stack = lsm_stack(parse_config("CONFIG_SECURITY=y\n# CONFIG_SECURITY_SMACK is not set\nCONFIG_LSM=\"yama,smack\"\n", "f"), {});

	EXPECT_TRUE(stack.runs("yama"));
	EXPECT_FALSE(stack.runs("smack"));
}

TEST(LsmStack, WhereTheListIsNotNamedItIsKconfigs)
{
	EXPECT_EQ(running("6.12.1", ""), "capability,yama,selinux,tomoyo,bpf,ima");
	EXPECT_EQ(running("6.12.1", "CONFIG_DEFAULT_SECURITY_APPARMOR=y\n"), "capability,yama,apparmor,tomoyo,bpf,ima");
	EXPECT_EQ(running("6.12.1", "CONFIG_DEFAULT_SECURITY_DAC=y\n"), "capability,yama,bpf,ima");
	EXPECT_EQ(running("6.12.1", "CONFIG_LSM=\"\"\n"), "capability,ima") << "empty is a list, too";
}

TEST(LsmStack, EarlyLockdownRunsWhateverIsListed)
{
	const std::string early = "CONFIG_SECURITY_LOCKDOWN_LSM=y\nCONFIG_SECURITY_LOCKDOWN_LSM_EARLY=y\nCONFIG_LSM=\"bpf\"\n";

	EXPECT_EQ(running("6.12.1", early), "lockdown,capability,bpf,ima");
	EXPECT_EQ(running("6.12.1", early, "lsm=yama,lockdown"), "lockdown,capability,yama,ima");
}

TEST(LsmStack, LockdownByPatchesIsLockdown)
{
	const std::string patched = "CONFIG_LOCK_DOWN_KERNEL=y\n";

	EXPECT_EQ(running("4.19.1", patched + "CONFIG_DEFAULT_SECURITY=\"apparmor\"\n"), "capability,yama,apparmor,lockdown");
	EXPECT_EQ(running("5.2.1", patched + "CONFIG_LSM=\"yama\"\n"), "capability,yama,lockdown");
	EXPECT_EQ(running("5.4.1", patched + "CONFIG_LSM=\"yama\"\n"), "capability,yama");
	const LsmStack stack = lsm_stack(parse_config("CONFIG_SECURITY=y\nCONFIG_SECURITY_LOCKDOWN_LSM=y\nCONFIG_LSM=\"yama\"\n", "f"), {});
	EXPECT_FALSE(stack.runs("lockdown")) << "of an unknown release the LSM is meant, which has to be listed";
}

TEST(LsmStack, WordsAreReadAsTheKernelDoes)
{
	const std::string list = "CONFIG_LSM=\"yama,apparmor\"\n";

	EXPECT_EQ(running("6.12.1", list, "lsm=\"selinux,bpf\""), "capability,selinux,bpf,ima");
	EXPECT_EQ(running("6.12.1", list, "\"lsm=selinux,bpf\""), "capability,selinux,bpf,ima");
	EXPECT_EQ(running("6.12.1", list, "note=\"a lsm=bpf b\" quiet"), "capability,yama,apparmor,ima") << "what stands between quotes is no word";
	EXPECT_EQ(running("6.12.1", list, "quiet -- lsm=bpf"), "capability,yama,apparmor,ima") << "for init";
	EXPECT_EQ(running("6.12.1", list, "security="), "capability,yama,ima");
	EXPECT_EQ(running("6.12.1", list, "apparmor=0x0"), "capability,yama,ima");
	EXPECT_EQ(running("6.12.1", list, "apparmor=1"), "capability,yama,apparmor,ima");
	EXPECT_EQ(running("6.12.1", list + "CONFIG_CMDLINE_BOOL=y\nCONFIG_CMDLINE=\"lsm=bpf\"\n"), "capability,bpf,ima");
	EXPECT_EQ(running("6.12.1", list + "CONFIG_CMDLINE_BOOL=y\nCONFIG_CMDLINE=\"lsm=bpf\"\n", "lsm=yama"), "capability,yama,ima");
	EXPECT_EQ(running("6.12.1", list + "CONFIG_CMDLINE_BOOL=y\nCONFIG_CMDLINE_OVERRIDE=y\nCONFIG_CMDLINE=\"lsm=bpf\"\n", "lsm=yama"), "capability,bpf,ima");
}

TEST(LsmStack, WordsThatAreCompiledInStandOnce)
{
	const Config config = config_of("6.12.1", "CONFIG_CMDLINE_BOOL=y\nCONFIG_CMDLINE=\"quiet lsm=bpf\"\n");

	EXPECT_EQ(whole_command_line(config, "quiet lsm=bpf root=/dev/sda"), "quiet lsm=bpf root=/dev/sda") << "as /proc/cmdline has them";
	EXPECT_EQ(whole_command_line(config, "root=/dev/sda"), "quiet lsm=bpf root=/dev/sda");
	EXPECT_EQ(whole_command_line(config, ""), "quiet lsm=bpf");
}

TEST(LsmStack, SaysWhatTheCommandLineAddsAndTakesAway)
{
	const auto change = [](const std::string &more, const std::string &line, const std::string &release = "6.12.1") {
		const StackChange found = change_by(config_of(release, more), line);
		return fmt::format("{}: +{} -{}{}", found.base, fmt::join(found.added, ","), fmt::join(found.removed, ","), found.reordered ? " reordered" : "");
	};
	const std::string list = "CONFIG_LSM=\"yama,apparmor\"\n";

	EXPECT_EQ(change(list, "lsm=yama,selinux,bpf"), "CONFIG_LSM: +selinux,bpf -apparmor");
	EXPECT_EQ(change(list, "lsm=apparmor,yama"), "CONFIG_LSM: + - reordered");
	EXPECT_EQ(change(list, "apparmor=0"), "CONFIG_LSM: + -apparmor");
	EXPECT_EQ(change(list, "quiet"), "CONFIG_LSM: + -");
	EXPECT_EQ(change(list + "CONFIG_CMDLINE_BOOL=y\nCONFIG_CMDLINE=\"lsm=bpf\"\n", ""), "CONFIG_LSM: +bpf -yama,apparmor") << "words that are compiled in are words";
	EXPECT_EQ(change("", "security=apparmor"), "the default of CONFIG_LSM: +apparmor -selinux,tomoyo");
	EXPECT_EQ(change("CONFIG_DEFAULT_SECURITY=\"apparmor\"\n", "security=selinux", "4.19.1"), "CONFIG_DEFAULT_SECURITY: +selinux -apparmor");
}

TEST(LsmStack, WithoutTheFrameworkNothingRuns)
{
	EXPECT_TRUE(lsm_stack(parse_config("CONFIG_BPF_LSM=y\n# CONFIG_SECURITY is not set\n", "c"), "lsm=bpf").running.empty());
}

} // namespace
} // namespace matrix::advise
