// SPDX-License-Identifier: GPL-2.0
#include "loader/errors.h"

#include <gmock/gmock.h>

#include <cerrno>
#include <regex>
#include <set>

namespace loader {
namespace {

using base::ExitCode;
using testing::HasSubstr;

std::vector<base::Error> every_error()
{
	return {object_not_bpf("o", "why"),
		object_truncated("o", "why"),
		object_wrong_machine("o", "why"),
		object_wrong_type("o", "p", "xdp"),
		object_refused("o", EINVAL, "log"),
		no_btf("why", ENOENT),
		no_policy_mechanism("why"),
		lsm_not_in_stack("capability"),
		ftrace_off("use", "bpf-lsm"),
		mechanism_unknown("why", EIO),
		no_permission("load", "o", {"CAP_BPF"}),
		hook_absent("p", "file_opne", {"file_open"}),
		hook_disabled("p", "h", ""),
		hook_not_sleepable("p", "h"),
		verifier_refused("p", "h", EACCES, "R1 invalid"),
		event_absent("p", "syscalls/sys_enter_rmdri"),
		link_refused("p", "h", E2BIG),
		pin_exists("/p"),
		pin_not_bpffs("/p"),
		pin_missing("/p"),
		pin_failed("pin", "/p", EPERM),
		pin_locked("/p"),
		pin_bad_name("a.b"),
		object_damaged("o", "why"),
		locked_down("o", "integrity"),
		relocation_failed("p", "struct file.f_gone"),
		map_refused("o", "m", EINVAL),
		map_not_filled("m", E2BIG),
		symbol_absent("o", "s"),
		jit_off("p", "calling kernel functions"),
		hook_busy("p", "h"),
		out_of_memory("o"),
		cgroup_unsupported("p"),
		cgroup_needed("p"),
		keep_mismatch("m", "type"),
		events_none("/p", "why"),
		statistics_refused(EPERM)};
}

TEST(Errors, HaveOneStableIdEachAndSayWhatFailedAndWhy)
{
	const std::regex kebab("[a-z]+(-[a-z]+)*");
	std::set<std::string> ids;

	for (const base::Error &error : every_error()) {
		EXPECT_TRUE(std::regex_match(error.id, kebab)) << error.id;
		EXPECT_TRUE(ids.insert(error.id).second) << error.id;
		EXPECT_NE(error.code, ExitCode::ok) << error.id;
		EXPECT_FALSE(error.action.empty()) << error.id;
		EXPECT_FALSE(error.reason.empty()) << error.id;
	}
}

TEST(Errors, HookAbsentNamesProgramHookAndNeighbours)
{
	const std::string text = hook_absent("my_prog", "file_opne", {"file_open", "task_kill"}).to_string();

	EXPECT_THAT(text, HasSubstr("error[hook-absent]"));
	EXPECT_THAT(text, HasSubstr("my_prog"));
	EXPECT_THAT(text, HasSubstr("no hook 'file_opne'; nearest: file_open"));
	EXPECT_THAT(text, HasSubstr("--skip-missing"));
}

TEST(Errors, NoPermissionNamesTheCapabilities)
{
	EXPECT_EQ(no_permission("load", "o", {"CAP_BPF", "CAP_PERFMON"}).reason, "the caller lacks CAP_BPF and CAP_PERFMON");
	EXPECT_THAT(no_permission("load", "o", {}).reason, HasSubstr("lockdown"));
	EXPECT_EQ(no_permission("load", "o", {}).code, ExitCode::no_permission);
}

TEST(Errors, VerifierRefusedCarriesTheLines)
{
	EXPECT_THAT(verifier_refused("p", "h", EACCES, "R1 invalid mem access").to_string(),
		    HasSubstr("R1 invalid mem access"));
}

} // namespace
} // namespace loader
