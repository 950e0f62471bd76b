// SPDX-License-Identifier: GPL-2.0
#include "loader/mechanism.h"

#include <gmock/gmock.h>

#include <set>

namespace loader {
namespace {

TEST(MechanismTable, HasEveryMechanismOnceAndNoSharedNames)
{
	std::set<std::string_view> names, types, prefixes;

	for (const MechanismRow &row : mechanism_table()) {
		EXPECT_EQ(&mechanism_row(row.mechanism), &row);
		names.insert(row.name);
		types.insert(row.prog_type);
		prefixes.insert(row.stub_prefix);
		EXPECT_TRUE(row.stub_prefix.ends_with('_'));
		EXPECT_TRUE(row.config.starts_with("CONFIG_"));
	}
	EXPECT_EQ(names.size(), mechanism_table().size());
	EXPECT_EQ(types.size(), mechanism_table().size());
	EXPECT_EQ(prefixes.size(), mechanism_table().size());
}

TEST(MechanismTable, NamesAreTheWordsOfTheReports)
{
	EXPECT_EQ(mechanism_row(Mechanism::bpf_lsm).name, "bpf-lsm");
	EXPECT_EQ(mechanism_row(Mechanism::override_return).name, "override-return");
}

TEST(StubName, IsPrefixAndHook)
{
	EXPECT_EQ(stub_name(mechanism_row(Mechanism::bpf_lsm), "file_open"), "bpf_lsm_file_open");
	EXPECT_EQ(stub_name(mechanism_row(Mechanism::override_return), "file_open"), "bpf_override_file_open");
}

struct SectionCase {
	const char *section;
	std::optional<HookSection> expected;
};

// Part of the test's name, which would else have an address in it.
void PrintTo(const SectionCase &row, std::ostream *out) { *out << '"' << row.section << '"'; }

class ParseSection : public testing::TestWithParam<SectionCase> {};

TEST_P(ParseSection, GivesHookAndFlags) { EXPECT_EQ(parse_section(GetParam().section), GetParam().expected); }

HookSection section(SectionFamily family, const char *hook, bool sleepable, bool optional)
{
	return {family, hook, sleepable, optional};
}

INSTANTIATE_TEST_SUITE_P(
	Sections, ParseSection,
	testing::Values(
		SectionCase{"lsm/file_open", section(SectionFamily::lsm, "file_open", false, false)},
		SectionCase{"lsm.s/file_open", section(SectionFamily::lsm, "file_open", true, false)},
		SectionCase{"?lsm/file_open", section(SectionFamily::lsm, "file_open", false, true)},
		SectionCase{"?lsm.s/bpf", section(SectionFamily::lsm, "bpf", true, true)},
		SectionCase{"override/bpf", section(SectionFamily::override_return, "bpf", false, false)},
		SectionCase{"override.s/bpf", section(SectionFamily::override_return, "bpf", true, false)},
		SectionCase{"lsm_cgroup/socket_bind", section(SectionFamily::lsm_cgroup, "socket_bind", false, false)},
		SectionCase{"lsm/", std::nullopt}, SectionCase{"lsm", std::nullopt}, SectionCase{"", std::nullopt},
		SectionCase{"?", std::nullopt}, SectionCase{"lsm/a b", std::nullopt}, SectionCase{"lsm/../x", std::nullopt},
		SectionCase{"fmod_ret.s/file_open", section(SectionFamily::tracing, "file_open", true, false)},
		SectionCase{"iter/task", section(SectionFamily::tracing, "task", false, false)},
		SectionCase{"raw_tp/sys_enter", section(SectionFamily::raw_tracepoint, "sys_enter", false, false)},
		SectionCase{"raw_tracepoint.w/x", section(SectionFamily::raw_tracepoint, "x", false, false)},
		SectionCase{"tp/syscalls/sys_enter_rmdir", section(SectionFamily::tracepoint, "syscalls/sys_enter_rmdir", false, false)},
		SectionCase{"kprobe/do_exit+0x10", section(SectionFamily::probe, "do_exit+0x10", false, false)},
		SectionCase{"kretprobe/f.isra.0", section(SectionFamily::return_probe, "f.isra.0", false, false)},
		SectionCase{"tp/syscalls", std::nullopt}, SectionCase{"tp/../../id", std::nullopt}, SectionCase{"tp/a/", std::nullopt},
		SectionCase{"kprobe/", std::nullopt}, SectionCase{"kprobe/a/b", std::nullopt}, SectionCase{"raw_tp", std::nullopt},
		SectionCase{"xdp", std::nullopt}, SectionCase{"lsm.x/file_open", std::nullopt}));

TEST(StubHelpers, AreNoHooks)
{
	EXPECT_TRUE(is_stub_helper("verify_prog"));
	EXPECT_TRUE(is_stub_helper("via_mmap_file"));
	EXPECT_TRUE(is_stub_helper("return_verify_prog"));
	EXPECT_FALSE(is_stub_helper("file_open"));
	EXPECT_FALSE(is_stub_helper("bpf"));
}

} // namespace
} // namespace loader
