// SPDX-License-Identifier: GPL-2.0
#include "matrix/package/own_config.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "matrix/package/package.h"

namespace matrix::package {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char *head = "#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86 6.12.43 Kernel Configuration\n#\n";

build::ConfigValues lines_of(std::string_view variant, const std::string &config, const std::set<std::string> &wants = {})
{
	const build::Variant &row = *build::find_variant(variant);
	const auto fragments = build::load_fragments(std::string{HOOKMATRIX_SOURCE_DIR} + "/kconfig-fragments", {row.fragments.begin(), row.fragments.end()});
	EXPECT_TRUE(fragments);
	const auto lines = lines_for(row, advise::parse_config(head + config, "theirs"), wants, *fragments);
	EXPECT_TRUE(lines);
	return build::values_of(*lines);
}

TEST(OwnConfig, KernelsHaveNamesThatStandBesideEachOther)
{
	std::set<std::string> names;

	// Releases of several kernels differ in front of it.
	for (const build::Variant &row : build::variant_table())
		EXPECT_TRUE(names.insert(std::string{row.kernel} + build::release_suffix(row)).second) << row.name;
	EXPECT_EQ(build::release_suffix(*build::find_variant("override-6.1")), "-override");
	EXPECT_EQ(build::release_suffix(*build::find_variant("override")), "-override");
	EXPECT_EQ(build::release_suffix(*build::find_variant("bpf-lsm")), "-bpf-lsm");
	EXPECT_EQ(build::release_suffix(*build::find_variant("bpf-lsm", "trampoline")), "-bpf-lsm-trampoline");
}

TEST(OwnConfig, ItsOwnNameStaysInFront)
{
	EXPECT_EQ(lines_of("override", "CONFIG_LOCALVERSION=\"-acme\"\n").at("LOCALVERSION"), "\"-acme-override\"");
	EXPECT_EQ(lines_of("override", "").at("LOCALVERSION"), "\"-override\"");
	EXPECT_EQ(lines_of("override", "CONFIG_LOCALVERSION_AUTO=y\n").at("LOCALVERSION_AUTO"), "n");
}

TEST(OwnConfig, HasOneDispatchAndNothingOfOurGuests)
{
	for (const build::Variant &row : build::variant_table()) {
		if (row.debug)
			continue;
		const build::ConfigValues lines = lines_of(row.name, "");
		const auto dispatches = std::ranges::count_if(lines, [](const auto &line) { return line.first.starts_with("SECURITY_DISPATCH_") && line.second == "y"; });
		EXPECT_EQ(dispatches, row.lsm ? 1 : 0) << row.name;
		EXPECT_EQ(build::value_of(lines, "BPF_LSM_ALWAYS_CALL") == "y", row.dispatch.ends_with("-always")) << row.name;
		EXPECT_EQ(build::value_of(lines, "BPF_LSM_HOOK_TRAMPOLINE") == "y", row.dispatch == "trampoline-hook") << row.name;
		for (const char *ours : {"SECURITY_HOOKTEST", "VIRTIO_PCI", "SECURITY_SMACK", "IPE_BOOT_POLICY"})
			EXPECT_FALSE(lines.contains(ours)) << row.name << ' ' << ours;
	}
	EXPECT_EQ(lines_of("bpf-lsm-jump-table", "").at("SECURITY_DISPATCH_JUMP_TABLE"), "y");
	EXPECT_EQ(lines_of("bpf-lsm-jump-table", "").count("SECURITY_LADDER_CALLS"), 1U);
}

TEST(OwnConfig, AnotherDispatchOfTheirsIsTurnedOff)
{
	const auto lines = lines_of("bpf-lsm", "CONFIG_SECURITY=y\nCONFIG_SECURITY_DISPATCH_STATIC_CALL=y\nCONFIG_BPF_LSM_ALWAYS_CALL=y\n");

	EXPECT_EQ(lines.at("SECURITY_DISPATCH_LIST"), "y");
	EXPECT_EQ(lines.at("SECURITY_DISPATCH_STATIC_CALL"), "n");
	EXPECT_EQ(lines.at("BPF_LSM_ALWAYS_CALL"), "n");
}

TEST(OwnConfig, AKeyOfModulesIsMadeForTheBuild)
{
	EXPECT_EQ(lines_of("override", "CONFIG_MODULE_SIG=y\nCONFIG_MODULE_SIG_KEY=\"/root/key.pem\"\n").at("MODULE_SIG_KEY"), "\"certs/signing_key.pem\"");
	EXPECT_FALSE(lines_of("override", "").contains("MODULE_SIG_KEY"));
}

TEST(OwnConfig, WhatIsWantedAndTheOrderStay)
{
	const auto lines = lines_of("bpf-lsm", "CONFIG_SECURITY=y\nCONFIG_SECURITY_APPARMOR=y\nCONFIG_LSM=\"apparmor\"\n", {"landlock"});

	EXPECT_EQ(lines.at("SECURITY_LANDLOCK"), "y");
	EXPECT_THAT(lines.at("LSM"), HasSubstr("apparmor"));
	EXPECT_THAT(lines.at("LSM"), HasSubstr("bpf"));
}

TEST(OwnConfig, TheOrderIsOfTheKernelThatIsBuilt)
{
	const std::string theirs = "CONFIG_SECURITY=y\nCONFIG_INTEGRITY=y\nCONFIG_IMA=y\nCONFIG_LSM=\"yama,integrity,bpf\"\n";

	EXPECT_THAT(lines_of("bpf-lsm-6.1", theirs).at("LSM"), HasSubstr("integrity"));
	EXPECT_THAT(lines_of("bpf-lsm", theirs).at("LSM"), Not(HasSubstr("integrity")));
}

TEST(OwnConfig, FilesOfWhoBuiltItAreLeftOut)
{
	const auto lines = lines_of("override", "CONFIG_SYSTEM_TRUSTED_KEYS=\"debian/certs/uefi.pem\"\nCONFIG_SYSTEM_REVOCATION_KEYS=\"debian/revoked.pem\"\n");

	EXPECT_EQ(lines.at("SYSTEM_TRUSTED_KEYS"), "\"\"");
	EXPECT_EQ(lines.at("SYSTEM_REVOCATION_KEYS"), "\"\"");
}

// PATH is one of nowhere while this lives.
class NoPrograms {
public:
	NoPrograms() : path_(std::getenv("PATH")) { ::setenv("PATH", "/nonexistent", 1); }
	~NoPrograms() { ::setenv("PATH", path_.c_str(), 1); }
	NoPrograms(const NoPrograms &) = delete;
	NoPrograms &operator=(const NoPrograms &) = delete;

private:
	std::string path_;
};

TEST(Programs, WhatTheConfigurationRunsIsNamedWithItsPackage)
{
	const NoPrograms none;

	EXPECT_THAT(missing_programs({}, Format::rpm), ElementsAre("rpmbuild (package rpm)"));
	EXPECT_THAT(missing_programs({{"KERNEL_ZSTD", "y"}, {"MODULE_COMPRESS_ZSTD", "y"}}, Format::deb),
		    ElementsAre("dpkg-buildpackage (package dpkg-dev)", "dh_listpackages (package debhelper)", "zstd (package zstd)"));
	EXPECT_THAT(missing_programs({{"KERNEL_ZSTD", "n"}}, Format::rpm), Not(Contains(HasSubstr("zstd"))));
}

TEST(Environment, RpmPackagesLieBelowTheBuildAndOwnWordsArePassedOn)
{
	setenv("DEBEMAIL", "someone@example.org", 1);
	const build::Environment environment = make_environment("/a b/obj");
	unsetenv("DEBEMAIL");

	EXPECT_THAT(environment.at("RPMOPTS"), HasSubstr("--define='_topdir /a b/obj/rpmbuild'"));
	EXPECT_EQ(environment.at("DEBEMAIL"), "someone@example.org");
	EXPECT_FALSE(make_environment("/obj").contains("DEBEMAIL"));
}

TEST(Programs, WhatIsThereIsNotMissing) { EXPECT_THAT(missing_programs({{"KERNEL_XZ", "y"}, {"DEBUG_INFO_BTF", "y"}}, Format::deb), Not(Contains(HasSubstr("xz")))); }

} // namespace
} // namespace matrix::package
