// SPDX-License-Identifier: GPL-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "matrix/build/audit.h"
#include "matrix/build/configure.h"
#include "matrix/build/debian_source.h"
#include "matrix/build/kbuild.h"
#include "matrix/build/kernel_version.h"
#include "matrix/build/progress.h"
#include "matrix/build/series.h"
#include "matrix/build/unpack.h"
#include "matrix/build/variants.h"

namespace matrix::build {

TEST(Variants, TableHasTheKernelsThatAreComparedAndWhatDebugsThem)
{
	const auto compared = [](const Variant &row) { return !row.debug && row.kernel == default_kernel(); };

	EXPECT_EQ(std::ranges::count_if(variant_table(), compared), 9);
	EXPECT_EQ(find_variant("none")->dispatch, "-");
	EXPECT_EQ(find_variant("override")->dispatch, "gate");
	EXPECT_TRUE(find_variant("bpf-lsm")->lsm);
	EXPECT_EQ(find_variant("bpf-lsm")->name, "bpf-lsm-list");
	EXPECT_EQ(find_variant("bpf-lsm", "jump-table"), find_variant("bpf-lsm-jump-table"));
	EXPECT_EQ(find_variant("bpf-lsm", "gate"), nullptr);
	EXPECT_EQ(find_variant("bpf-lsm-list", "jump-table"), nullptr);
	EXPECT_EQ(kernel_name("bpf-lsm"), "bpf-lsm-list");
	EXPECT_EQ(kernel_name("no-such-kernel"), "no-such-kernel");
	EXPECT_EQ(find_variant("lsm"), nullptr);
	ASSERT_NE(find_variant("override-debug"), nullptr);
	EXPECT_TRUE(find_variant("override-debug")->debug);
	EXPECT_EQ(unknown_variant("lsm").code, base::ExitCode::usage);
	EXPECT_NE(unknown_variant("bpf-lsm", "gate").reason.find("is not built with the dispatch 'gate'"), std::string::npos);
	for (const Variant &row : variant_table())
		EXPECT_NE(unknown_variant("").hint.find(row.description), std::string::npos);
}

TEST(Variants, AKernelOfAnotherReleaseIsARowOfItsFamily)
{
	const Variant *row = find_variant("override", {}, "6.1");

	ASSERT_NE(row, nullptr);
	EXPECT_EQ(row->name, "override-6.1");
	EXPECT_EQ(row, find_variant("override-6.1"));
	EXPECT_EQ(row->family, "override");
	EXPECT_EQ(family_name(*row), "override-6.1");
	EXPECT_EQ(kernel_name("bpf-lsm-6.1"), "bpf-lsm-list-6.1");
	EXPECT_EQ(kernel_name("bpf-lsm-6.1", "list"), "bpf-lsm-list-6.1");
	for (const char *name : {"bpf-lsm", "bpf-lsm-list", "bpf-lsm-6.1", "bpf-lsm-list-6.1"})
		EXPECT_EQ(find_variant(name, {}, "6.1"), find_variant("bpf-lsm-list-6.1")) << name;
	// Without a version, and with the default's, everything is as if there were no other.
	for (const char *name : {"none", "override", "bpf-lsm", "bpf-lsm-list", "override-debug"}) {
		EXPECT_EQ(find_variant(name)->kernel, default_kernel()) << name;
		EXPECT_EQ(find_variant(name, {}, default_kernel()), find_variant(name)) << name;
		EXPECT_EQ(family_name(*find_variant(name)), find_variant(name)->family) << name;
	}
	EXPECT_EQ(find_variant("override-6.1", {}, "6.12"), nullptr);
	EXPECT_EQ(find_variant("override-debug", {}, "6.1"), nullptr);
	EXPECT_EQ(find_variant("bpf-lsm", "jump-table", "6.1"), nullptr);
}

TEST(Variants, WhatAnotherReleaseLacksIsSaid)
{
	const base::Error kernel = unknown_variant("override", {}, "6.2");

	EXPECT_EQ(kernel.id, "kernel-unknown");
	EXPECT_NE(kernel.hint.find("6.12, 6.1"), std::string::npos);
	EXPECT_EQ(unknown_variant("override-debug", {}, "6.1").reason, "override-debug is not built of Linux 6.1");
	EXPECT_EQ(unknown_variant("bpf-lsm", "jump-table", "6.1").reason, "bpf-lsm is not built with the dispatch 'jump-table' of Linux 6.1");
	EXPECT_NE(unknown_variant("bpf-lsm", "jump-table", "6.1").hint.find("bpf-lsm-list-6.1"), std::string::npos);
}

// Names are those of folders and of columns: one row each, and the end says the kernel.
TEST(Variants, NamesSayTheirKernel)
{
	std::set<std::string_view> names;

	for (const Variant &row : variant_table()) {
		EXPECT_TRUE(names.insert(row.name).second) << row.name;
		EXPECT_NE(find_source(row.kernel), nullptr) << row.name;
		EXPECT_EQ(row.name.ends_with("-" + std::string{row.kernel}), row.kernel != default_kernel()) << row.name;
		EXPECT_EQ(find_variant(control_of(row.name))->kernel, row.kernel) << row.name;
		EXPECT_EQ(find_variant(control_of(row.name))->family, "none") << row.name;
		for (const std::string_view seed : row.seeds)
			EXPECT_EQ(find_variant(seed)->kernel, row.kernel) << row.name;
	}
}

// The same configuration but for what a release lacks, which comes last.
TEST(Variants, AKernelOfAnotherReleaseIsTheDefaultsPlusItsFragment)
{
	for (const Variant &row : variant_table()) {
		if (row.kernel == default_kernel())
			continue;
		const auto fragments = find_variant(row.family, row.dispatch)->fragments;
		std::vector<std::string_view> expected{fragments.begin(), fragments.end()};
		const std::string last = "kernel-" + std::string{row.kernel};
		expected.emplace_back(last);
		EXPECT_TRUE(std::ranges::equal(expected, row.fragments)) << row.name;
	}
}

// What is found on a debug kernel is to hold for the kernel that it debugs.
TEST(Variants, ADebugKernelIsAnotherPlusDebugFragment)
{
	for (const Variant &row : variant_table()) {
		if (!row.debug)
			continue;
		const std::string_view family = row.family.substr(0, row.family.rfind('-'));
		const Variant *plain = find_variant(family, row.dispatch);
		ASSERT_NE(plain, nullptr) << row.name;
		std::vector<std::string_view> expected{plain->fragments.begin(), plain->fragments.end()};
		expected.emplace_back("debug");
		EXPECT_TRUE(std::ranges::equal(expected, row.fragments)) << row.name;
		EXPECT_EQ(row.lsm, plain->lsm);
		EXPECT_EQ(row.dispatch, plain->dispatch);
	}
}

TEST(Fragments, AFileThatAValueNamesComesWithItsFragment)
{
	const auto fragments = load_fragments(std::string{HOOKMATRIX_SOURCE_DIR} + "/kconfig-fragments", {"base", "bpf-lsm"});

	ASSERT_TRUE(fragments) << fragments.error().to_string();
	EXPECT_TRUE(fragments->at(0).files.empty());
	ASSERT_EQ(fragments->at(1).files.size(), 1U);
	const FragmentFile &file = fragments->at(1).files.front();
	EXPECT_EQ(file.name, "ipe-boot.policy");
	EXPECT_NE(file.content.find("policy_name="), std::string::npos);
	EXPECT_EQ(file.checksum.size(), 64U);
	const auto named = std::ranges::find(fragments->at(1).settings, "IPE_BOOT_POLICY", &Setting::name);
	ASSERT_NE(named, fragments->at(1).settings.end());
	EXPECT_NE(named->value.find(file.name), std::string::npos);
}

TEST(Variants, ExcludeEachOther)
{
	const auto clash = load_fragments(std::string{HOOKMATRIX_SOURCE_DIR} + "/kconfig-fragments",
					  {"base", "override", "bpf-lsm"});
	ASSERT_FALSE(clash);
	EXPECT_EQ(clash.error().id, "variants-exclude-each-other");
	EXPECT_NE(clash.error().reason.find("exclude each other"), std::string::npos);
	EXPECT_TRUE(check_exclusion({"base", "override"}));
}

TEST(Settings, LastFragmentWinsAndIsRemembered)
{
	const auto first = parse_settings("# why\nCONFIG_A=y\nCONFIG_B=\"x\"\n", "one");
	const auto second = parse_settings("# CONFIG_A is not set\nCONFIG_C=0x10\n", "two");
	ASSERT_TRUE(first && second);
	const auto merged = merge_settings({*first, *second});
	ASSERT_EQ(merged.size(), 3U);
	EXPECT_EQ(merged[0].value, "n");
	EXPECT_EQ(merged[0].file, "two");
	EXPECT_EQ(merged[0].line, 1U);
	EXPECT_EQ(to_text(merged), "# CONFIG_A is not set\nCONFIG_B=\"x\"\nCONFIG_C=0x10\n");
	EXPECT_FALSE(parse_settings("CONFIG_A = y\n", "x"));
}

TEST(Audit, FindsBothDirections)
{
	const auto wishes = parse_settings("CONFIG_A=y\nCONFIG_B=n\nCONFIG_S=\"a\"\nCONFIG_N=5\nCONFIG_OFF=n\n", "f");
	const auto findings = compare(*wishes, {{"B", "y"}, {"S", "\"b\""}, {"N", "5"}});
	ASSERT_EQ(findings.size(), 3U);
	EXPECT_EQ(findings[0].got, "n");
	EXPECT_EQ(findings[1].got, "y");
	EXPECT_EQ(findings[2].got, "\"b\"");
}

TEST(KernelVersion, IsReadFromTheHeadOfTheMakefile)
{
	const auto version = parse_version("VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 117\nEXTRAVERSION = -rc1\n");
	ASSERT_TRUE(version);
	EXPECT_EQ(version->to_string(), "6.12.117-rc1");
	EXPECT_EQ(version->series(), "6.12");
	EXPECT_FALSE(is_tested(*version, parse_tested("# list\n6.12.117\n")));
	EXPECT_FALSE(parse_version("all:\n"));
}

TEST(Series, NamesPatchesAndRefusesPaths)
{
	EXPECT_EQ(parse_series("# c\n\n0001-a.patch # why\n", "series")->size(), 1U);
	EXPECT_TRUE(parse_series("", "series")->empty());
	EXPECT_FALSE(parse_series("../x.patch\n", "series"));
	EXPECT_FALSE(parse_series("a\na\n", "series"));
}

TEST(Series, ShowsTheHunk)
{
	const char *patch = "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n@@ -9 +9 @@\n-c\n+d\n--- a/g\n+++ b/g\n@@ -1 +1 @@\n-e\n";
	EXPECT_EQ(extract_hunk(patch, "f", 2), "@@ -9 +9 @@\n-c\n+d\n");
	EXPECT_EQ(extract_hunk(patch, "g", 2), "");
}

TEST(Unpack, RefusesPathsThatLeave)
{
	EXPECT_EQ(strip_top("linux/fs/open.c"), "fs/open.c");
	EXPECT_EQ(strip_top("linux/"), "");
	EXPECT_FALSE(strip_top("/etc/passwd"));
	EXPECT_FALSE(strip_top("linux/../x"));
}

TEST(Progress, EstimatesFromThePace)
{
	ProgressState state{.label = "none", .phase = "compile", .done = 100, .expected = 200, .about = true,
			    .elapsed = std::chrono::seconds{60}, .tail = std::chrono::seconds{10}};
	EXPECT_EQ(time_left(state).count(), 70);
	state.done = 300;
	EXPECT_EQ(time_left(state).count(), 10);
	state.done = 1;
	EXPECT_LT(time_left(state).count(), 0);
	EXPECT_EQ(clock_text(std::chrono::seconds{3723}), "1:02:03");
}

// Neither is needed, and what version of them a machine has must not be seen in a kernel.
TEST(Kbuild, AsksNoPythonAndNoRust)
{
	const auto words = Kbuild{.tree = "t", .obj = "o"}.make({"bzImage"});

	for (const char *word : {"PYTHON3=false", "RUSTC=false", "bzImage"})
		EXPECT_NE(std::ranges::find(words, word), words.end()) << word;
}

TEST(Kbuild, ReadsTheLinesOfMake)
{
	EXPECT_EQ(tool_of_line("  CC      fs/open.o"), "CC");
	EXPECT_EQ(tool_of_line("make[1]: Entering"), "");
	EXPECT_EQ(phase_of_line("  LD      vmlinux.o"), "link");
	EXPECT_EQ(phase_of_line("  CC      fs/open.o"), "compile");
	EXPECT_EQ(phase_of_line("  CC      scripts/mod/empty.o"), "");
	EXPECT_EQ(phase_of_line("  CC      kernel/bounds.s"), "");
	EXPECT_EQ(phase_of_line("  HOSTCC  scripts/sorttable"), "");
	EXPECT_EQ(phase_of_line("  INSTALL /x/tools/objtool/libsubcmd/include/subcmd/exec-cmd.h"), "");
	EXPECT_EQ(phase_of_line("  INSTALL debian/linux-image-6.12.117-override/lib/modules/6.12.117-override/modules.order"), "package");
	EXPECT_EQ(phase_of_line("  INSTALL /x/rpmbuild/BUILDROOT/kernel/lib/modules/modules.order"), "package");
	EXPECT_EQ(first_errors("a.c:1:2: error: x\nb\nmake: *** [y] Error 2\n", 5),
		  "a.c:1:2: error: x\nmake: *** [y] Error 2\n");
}

} // namespace matrix::build
