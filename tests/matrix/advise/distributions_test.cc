// SPDX-License-Identifier: GPL-2.0
//
// What is said of configurations of distributions: excerpts of them lie in data/.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "matrix/advise/advice.h"

namespace matrix::advise {
namespace {

struct Case {
	const char *file;
	const char *running;
	std::vector<std::string> findings; // these at least
	std::vector<std::string> absent;   // and none of these
	std::vector<std::string> losses;   // exactly
	const char *variant;
	const char *order; // CONFIG_LSM of the fragment
};

void PrintTo(const Case &row, std::ostream *out) { *out << row.file; }

class Distribution : public testing::TestWithParam<Case> {};

template <class Rows> std::vector<std::string> ids(const Rows &rows)
{
	std::vector<std::string> all;

	for (const auto &row : rows)
		all.push_back(row.id);
	return all;
}

// CONFIG_LSM of the fragment; empty where there is none.
std::string order_of(const std::vector<std::string> &fragment)
{
	constexpr std::string_view start = "CONFIG_LSM=\"";
	const auto line = std::ranges::find_if(fragment, [](const std::string &each) { return each.starts_with(start); });

	return line == fragment.end() ? std::string{} : line->substr(start.size(), line->size() - start.size() - 1);
}

TEST_P(Distribution, IsToldWhatItIsAndWhatItWouldLose)
{
	const Case &expected = GetParam();
	const auto config = load_config(std::filesystem::path(HOOKMATRIX_SOURCE_DIR) / "tests/matrix/advise/data" / expected.file);

	ASSERT_TRUE(config) << config.error().to_string();
	const Advice advice = advise(*config, {}, {});
	EXPECT_EQ(fmt::format("{}", fmt::join(advice.stack.running, ",")), expected.running);
	EXPECT_THAT(ids(advice.findings), testing::IsSupersetOf(expected.findings));
	for (const std::string &id : expected.absent)
		EXPECT_THAT(ids(advice.findings), testing::Not(testing::Contains(id)));
	EXPECT_THAT(ids(advice.losses), testing::UnorderedElementsAreArray(expected.losses));
	EXPECT_EQ(advice.recommendation.variant, expected.variant);
	EXPECT_EQ(order_of(advice.fragment), expected.order);
	EXPECT_NE(advice.recommendation.confidence, Confidence::high) << "there are no figures";
	EXPECT_THAT(config->remarks, testing::IsEmpty());
}

TEST(DistributionOfBefore518, IsGivenTheDebugInformationThatBtfNeeds)
{
	const auto config = load_config(std::filesystem::path(HOOKMATRIX_SOURCE_DIR) / "tests/matrix/advise/data/debian-10.config");

	ASSERT_TRUE(config) << config.error().to_string();
	EXPECT_THAT(advise(*config, {}, {}).fragment, testing::IsSupersetOf({"CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y", "CONFIG_SECURITY_LOCKDOWN_LSM=y"}));
}

TEST(DistributionOf61, KeepsIntegrityInTheList)
{
	const auto config = load_config(std::filesystem::path(HOOKMATRIX_SOURCE_DIR) / "tests/matrix/advise/data/like-debian-12.config");

	ASSERT_TRUE(config) << config.error().to_string();
	const Advice advice = advise(*config, {}, {});
	EXPECT_THAT(advice.fragment, testing::Contains("CONFIG_LSM=\"landlock,lockdown,yama,integrity,apparmor,selinux,tomoyo,bpf\""));
	EXPECT_THAT(advice.commands, testing::Contains(testing::HasSubstr("KERNEL=6.1 ")));
}

// Of a machine that boots it with words of its own, who keeps two LSMs in its list that exclude each other.
TEST(DistributionOnAMachine, IsToldWhatItsCommandLineChanges)
{
	const auto config = load_config(std::filesystem::path(HOOKMATRIX_SOURCE_DIR) / "tests/matrix/advise/data/debian-13.config");

	ASSERT_TRUE(config) << config.error().to_string();
	const Advice advice = advise(*config, {.command_line = "quiet lsm=landlock,lockdown,yama,selinux,bpf lockdown=integrity", .wants = {}, .policies = {}}, {});
	EXPECT_THAT(advice.change.added, testing::ElementsAre("selinux"));
	EXPECT_THAT(advice.change.removed, testing::ElementsAre("apparmor", "tomoyo", "ipe"));
	EXPECT_THAT(ids(advice.findings), testing::IsSupersetOf({"lockdown-on", "lsm-on-command-line"}));
	EXPECT_THAT(advice.fragment, testing::IsSupersetOf({"# apparmor, selinux exclude each other: apparmor comes first and is the one that runs without other words.",
							    "# With the command line that was given, selinux runs."}));
	EXPECT_EQ(advice.roads.size(), 3u);
	for (const Loss &loss : advice.losses)
		EXPECT_FALSE(loss.users.empty() && (loss.id == "selinux" || loss.id == "landlock" || loss.id == "bpf-lsm-loaders")) << loss.id;
}

INSTANTIATE_TEST_SUITE_P(
	Excerpts, Distribution,
	testing::Values(
		Case{"debian-13.config", "lockdown,capability,landlock,yama,apparmor,tomoyo,bpf,ipe,ima,evm",
		     {"lsm-not-compiled", "lsm-gone", "lsm-excluded", "bpf-called-idle", "static-calls", "interpreter", "many-majors"},
		     {"bpf-lsm-not-in-list", "another-release", "an-older-release"},
		     {"apparmor", "tomoyo", "landlock", "lockdown", "yama", "ipe", "ima", "evm", "bpf-lsm-loaders"}, "bpf-lsm", "landlock,lockdown,yama,apparmor,selinux,tomoyo,bpf,ipe"},
		Case{"like-debian-12.config", "capability,landlock,lockdown,yama,integrity,apparmor,tomoyo,bpf",
		     {"lsm-not-compiled", "lsm-excluded", "bpf-called-idle", "lists"}, {"lsm-gone", "symbol-of-another-release", "an-older-release"},
		     {"apparmor", "tomoyo", "landlock", "lockdown", "yama", "ima", "evm", "bpf-lsm-loaders"}, "bpf-lsm", "landlock,lockdown,yama,integrity,apparmor,selinux,tomoyo,bpf"},
		Case{"debian-10.config", "capability,yama,apparmor,lockdown", {"lockdown-of-patches", "bpf-lsm-not-yet", "lists", "lsm-excluded", "an-older-release"},
		     {"bpf-lsm-not-in-list", "bpf-lsm-off", "symbol-of-another-release"}, {"apparmor", "lockdown", "yama"}, "bpf-lsm", "lockdown,yama,apparmor,selinux,tomoyo,bpf"},
		Case{"arch.config", "capability,landlock,lockdown,yama,bpf", {"another-release", "lsm-not-listed", "lsm-gone", "bpf-called-idle"},
		     {"bpf-lsm-not-in-list", "lsm-excluded"}, {"landlock", "lockdown", "yama", "bpf-lsm-loaders"}, "bpf-lsm", "landlock,lockdown,yama,bpf"},
		Case{"fedora-42.config", "lockdown,capability,yama,selinux,bpf,landlock,ipe,ima,evm", {"another-release", "lsm-gone", "infiniband-hooks"},
		     {"unprivileged-bpf"}, {"selinux", "landlock", "lockdown", "yama", "ipe", "ima", "evm", "bpf-lsm-loaders"}, "bpf-lsm", "lockdown,yama,selinux,bpf,landlock,ipe"},
		Case{"centos-10.config", "lockdown,capability,yama,selinux,bpf,landlock,ima,evm", {"lsm-gone", "static-calls"},
		     {"another-release", "an-older-release", "interpreter"}, {"selinux", "landlock", "lockdown", "yama", "ima", "evm", "bpf-lsm-loaders"}, "bpf-lsm", "lockdown,yama,selinux,bpf,landlock"},
		Case{"rhel-8.config", "capability,yama,selinux,lockdown", {"lockdown-of-patches", "bpf-lsm-not-yet", "lists"}, {"symbol-of-another-release"}, {"selinux", "lockdown", "yama", "ima", "evm"},
		     "bpf-lsm", "lockdown,yama,selinux,bpf"},
		Case{"android-15.config", "capability,selinux,bpf,integrity",
		     {"programs-cannot-attach", "another-architecture", "unprivileged-bpf", "lsm-not-compiled", "an-older-release"}, {"static-calls"},
		     {"selinux", "bpf-lsm-loaders"}, "unchanged", ""},
		// These two were not looked at while the tables were written.
		Case{"opensuse.config", "lockdown,capability,landlock,yama,apparmor,tomoyo,bpf,ima,evm",
		     {"another-release", "lsm-not-compiled", "lsm-gone", "lsm-excluded", "static-calls", "many-majors"}, {"bpf-lsm-not-in-list", "lists"},
		     {"apparmor", "tomoyo", "landlock", "lockdown", "yama", "ima", "evm", "bpf-lsm-loaders"}, "bpf-lsm", "landlock,lockdown,yama,apparmor,selinux,tomoyo,bpf"},
		Case{"azure-linux.config", "lockdown,capability,landlock,yama,safesetid,selinux,ipe,integrity",
		     {"bpf-lsm-not-in-list", "symbol-of-another-release", "lsm-excluded", "lists", "an-older-release"}, {"bpf-called-idle", "lsm-not-yet"},
		     {"selinux", "landlock", "lockdown", "yama", "safesetid", "ipe", "ima", "evm"}, "bpf-lsm", "landlock,lockdown,yama,safesetid,selinux,apparmor,ipe,bpf"}));

} // namespace
} // namespace matrix::advise
