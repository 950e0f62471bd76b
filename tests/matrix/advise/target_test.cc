// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/target.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "matrix/advise/advice.h"

namespace matrix::advise {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

Config config_for(const std::string &release, const std::string &lines) { return parse_config("# Linux/x86 " + release + " Kernel Configuration\nCONFIG_64BIT=y\nCONFIG_SECURITY=y\nCONFIG_SECURITY_YAMA=y\n" + lines, "c"); }

std::string order_of(const Config &config, const Release &kernel, const std::set<std::string> &wants = {})
{
	const auto lines = fragment_for("bpf-lsm", config, kernel, wants);
	const auto line = std::ranges::find_if(lines, [](const std::string &each) { return each.starts_with("CONFIG_LSM="); });

	return line == lines.end() ? "as it is" : line->substr(std::string{"CONFIG_LSM="}.size());
}

TEST(Target, IsOfTheOwnReleaseWhereThereIsASeries)
{
	EXPECT_EQ(target_of(config_for("6.1.148", "")).kernel, "6.1");
	EXPECT_EQ(target_of(config_for("6.12.43", "")).kernel, "6.12");
	EXPECT_EQ(target_of(config_for("6.6.1", "")).kernel, "6.12");
	EXPECT_EQ(target_of(parse_config("CONFIG_SECURITY=y\n", "f")).kernel, "6.12");
	EXPECT_EQ(release_of(target_of(config_for("6.1.148", ""))), (Release{6, 1}));
}

TEST(Target, ASourceThatIsNotThereIsNamed)
{
	EXPECT_THAT(no_source(*build::find_source("6.1")), HasSubstr("Linux 6.1 is not there"));
	EXPECT_THAT(prepare_source(*build::find_source("6.1")), HasSubstr("`hookmatrix source --kernel-version 6.1` prepares it"));
	EXPECT_THAT(prepare_source(*build::find_source("6.12")), HasSubstr("`hookmatrix source` prepares it"));
}

TEST(Fragment, IntegrityIsListedWhereAKernelPanicsWithoutIt)
{
	const std::string on = "CONFIG_INTEGRITY=y\nCONFIG_IMA=y\n";

	EXPECT_EQ(order_of(config_for("6.1.148", on + "CONFIG_LSM=\"yama,integrity,ipe\"\n"), {6, 1}), "\"yama,integrity,bpf\"");
	EXPECT_EQ(order_of(config_for("6.1.148", on + "CONFIG_LSM=\"yama,integrity,bpf\"\n"), {6, 1}), "as it is");
	EXPECT_EQ(order_of(config_for("6.1.148", on + "CONFIG_LSM=\"yama\"\n"), {6, 1}), "\"yama,integrity,bpf\"") << "it was left out";
	EXPECT_EQ(order_of(config_for("6.1.148", "CONFIG_LSM=\"yama\"\n"), {6, 1}, {"ima"}), "\"yama,integrity,bpf\"") << "wanted";
	EXPECT_EQ(order_of(config_for("6.1.148", "CONFIG_LSM=\"yama\"\n"), {6, 1}), "\"yama,bpf\"");
	EXPECT_EQ(order_of(config_for("6.12.43", on + "CONFIG_LSM=\"yama,integrity\"\n"), {6, 12}), "\"yama,bpf\"") << "it is no LSM of the list";
}

TEST(Fragment, WhatIsWantedStaysWhereItStands)
{
	const std::string lines = "CONFIG_SECURITY_LANDLOCK=y\nCONFIG_SECURITY_APPARMOR=y\nCONFIG_SECURITY_TOMOYO=y\nCONFIG_SECURITY_SELINUX=y\n"
				  "CONFIG_LSM=\"landlock,yama,apparmor,tomoyo,selinux,bpf\"\n";
	const Config config = config_for("6.12.43", lines);

	for (const char *want : {"landlock", "yama", "apparmor", "tomoyo"})
		EXPECT_EQ(order_of(config, {6, 12}, {want}), "as it is") << want;
	EXPECT_EQ(order_of(config, {6, 12}, {"selinux"}), "\"landlock,yama,selinux,apparmor,tomoyo,bpf\"");
	EXPECT_EQ(order_of(config, {6, 12}, {"smack"}), "\"landlock,yama,smack,apparmor,tomoyo,selinux,bpf\"");
	EXPECT_EQ(order_of(config, {6, 12}, {"lockdown"}), "\"landlock,yama,apparmor,tomoyo,selinux,lockdown,bpf\"");
}

TEST(Fragment, DebugInformationIsAChoiceOfTheKernelToCome)
{
	const auto chooses = [](const std::string &lines) {
		const auto fragment = fragment_for("bpf-lsm", config_for("4.19.249", lines), {6, 12}, {});
		return std::ranges::find(fragment, "CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y") != fragment.end();
	};

	EXPECT_TRUE(chooses("CONFIG_DEBUG_INFO=y\n# CONFIG_DEBUG_INFO_DWARF4 is not set\n"));
	EXPECT_TRUE(chooses("# CONFIG_DEBUG_INFO is not set\n"));
	EXPECT_TRUE(chooses("CONFIG_DEBUG_INFO_NONE=y\n"));
	EXPECT_FALSE(chooses("CONFIG_DEBUG_INFO=y\nCONFIG_DEBUG_INFO_DWARF4=y\n"));
	EXPECT_FALSE(chooses("CONFIG_DEBUG_INFO=y\nCONFIG_DEBUG_INFO_DWARF5=y\n"));
}

TEST(Advise, ACommandThatFailsIsSaidToDoSo)
{
	const Config config = config_for("6.12.43", "");
	Advice advice = advise(config, {}, {});

	EXPECT_THAT(text(advice), Not(HasSubstr("It fails")));
	advice.holds = false;
	EXPECT_THAT(text(advice), HasSubstr("It fails, as the fragment does not hold"));
	EXPECT_EQ(json(advice)["holds"], false);
}

TEST(Advise, TheCommandNamesTheFileFromAnywhere)
{
	const auto command = [](const std::string &name) {
		return advise(parse_config("# Linux/x86 6.12.43 Kernel Configuration\nCONFIG_64BIT=y\nCONFIG_SECURITY=y\nCONFIG_IMA=y\n", name), {}, {}).commands.front();
	};

	EXPECT_THAT(command("/boot/config"), HasSubstr(" CONFIG='/boot/config' "));
	EXPECT_THAT(command("own.config"), HasSubstr(" CONFIG='" + (std::filesystem::current_path() / "own.config").string() + "' "));
	EXPECT_THAT(command("/tmp/it's $mine"), HasSubstr(" CONFIG='/tmp/it'\\''s $mine' "));
}

TEST(Fragment, NamesTheOneThatRunsWithTheCommandLine)
{
	const Config config = config_for("6.12.43", "CONFIG_SECURITY_APPARMOR=y\nCONFIG_SECURITY_SELINUX=y\nCONFIG_LSM=\"apparmor,selinux\"\n");
	const auto comment = [&config](const std::string &words) {
		const auto lines = fragment_for("bpf-lsm", config, {6, 12}, {}, words);
		const auto line = std::ranges::find_if(lines, [](const std::string &each) { return each.starts_with("# With the command line"); });
		return line == lines.end() ? "" : *line;
	};

	EXPECT_EQ(comment("security=selinux"), "# With the command line that was given, selinux runs.");
	EXPECT_EQ(comment("lsm=yama"), "# With the command line that was given, none of them runs.");
	EXPECT_EQ(comment("security=apparmor quiet"), "");
}

TEST(Advise, WordsThatAreCompiledInAreSaidToBeSo)
{
	const Config config = config_for("6.12.43", "CONFIG_CMDLINE_BOOL=y\nCONFIG_CMDLINE=\"lsm=yama\"\n");
	const Advice advice = advise(config, {.command_line = "quiet", .wants = {}, .policies = {}}, {});

	EXPECT_EQ(json(advice)["today"]["command_line"], "lsm=yama quiet");
	EXPECT_EQ(json(advice)["today"]["command_line_compiled_in"], "lsm=yama");
	EXPECT_THAT(text(advice), HasSubstr("compiled in (CONFIG_CMDLINE): lsm=yama\n"));
	EXPECT_THAT(text(advise(config_for("6.12.43", ""), {}, {})), Not(HasSubstr("CONFIG_CMDLINE")));
}

TEST(Fragment, KconfigsDefaultHadIntegrityToo)
{
	EXPECT_THAT(lsm_order(config_for("6.1.148", "")), HasSubstr(",integrity,"));
	EXPECT_THAT(lsm_order(config_for("6.6.1", "")), Not(HasSubstr("integrity")));
}

TEST(Advise, ConfidenceOf61IsCappedByFiguresAlone)
{
	const Advice advice = advise(config_for("6.1.148", ""), {}, {});

	EXPECT_THAT(advice.recommendation.capped, Contains("figures are of 6.12, the configuration of 6.1"));
	Figures own;
	own.file = "matrix.json";
	own.kernel = "6.1.148";
	EXPECT_THAT(advise(config_for("6.1.148", ""), {}, own).recommendation.capped, Not(Contains(HasSubstr("figures are of"))));
}

} // namespace
} // namespace matrix::advise
