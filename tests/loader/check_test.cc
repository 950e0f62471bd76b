// SPDX-License-Identifier: GPL-2.0
//
// Loading and its diagnosis with a kernel made of answers.
#include "loader/check.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "loader/attach.h"
#include "loader/base/files.h"
#include "loader/diagnose.h"
#include "tests/loader/fake_kernel.h"

namespace loader {
namespace {

using testing::HasSubstr;

std::string bytes_of(const std::string &name)
{
	return *PolicyObject::read(std::string(HOOKMATRIX_TEST_OBJECTS) + "/" + name + ".bpf.o");
}

TEST(Check, ListsParametersWithTheirDefaults)
{
	FakeKernel kernel(FakeKernel::override_return());
	const auto report = check(kernel, "parameters", bytes_of("parameters"), nullptr);

	ASSERT_TRUE(report) << report.error().to_string();
	EXPECT_EQ(first_error(*report), nullptr);
	EXPECT_THAT(kernel.targets, testing::ElementsAre("bpf_override_file_open"));
	const std::string text = to_text(*report);
	EXPECT_THAT(text, HasSubstr("parameters (lsm/file_open): loads"));
	EXPECT_THAT(text, HasSubstr("depth: u32 1..32 (default 16); how deep"));
	EXPECT_THAT(text, HasSubstr("files: list of inode, at most 2; files"));
	EXPECT_THAT(text, HasSubstr("places: list of tables (port: port, group: cgroup, address: cidr, most: u32 1..100), at most 16"));
	EXPECT_EQ(to_json(*report)["programs"][0]["loads"], true);
}

TEST(Check, ARefusedProgramDoesNotHideTheNext)
{
	FakeKernel kernel(FakeKernel::override_return());
	kernel.object_refusal = EINVAL;
	const auto report = check(kernel, "keeping", bytes_of("keeping_3"), nullptr);

	ASSERT_TRUE(report);
	ASSERT_EQ(report->programs.size(), 2U);
	EXPECT_TRUE(report->programs[0].error);
	EXPECT_TRUE(report->programs[1].error);
	EXPECT_EQ(first_error(*report)->id, "object-refused");
	EXPECT_EQ(to_json(*report)["programs"][1]["error"]["id"], "object-refused");
}

TEST(Check, AnOptionalProgramWithoutItsHookIsLeftOut)
{
	FakeKernel kernel(FakeKernel::override_return());
	std::string bytes = bytes_of("parameters");
	for (std::size_t at = 0; (at = bytes.find("lsm/file_open", at)) != std::string::npos;)
		bytes.replace(at, 13, "?lsm/no_hook_");
	const auto report = check(kernel, "parameters", bytes, nullptr);

	ASSERT_TRUE(report) << report.error().to_string();
	EXPECT_EQ(first_error(*report), nullptr);
	EXPECT_THAT(to_text(*report), HasSubstr("parameters (lsm/no_hook_): left out: hook-absent: "));
	EXPECT_EQ(to_json(*report)["programs"][0]["loads"], false);
	EXPECT_THAT(to_json(*report)["programs"][0]["left_out"].get<std::string>(), testing::StartsWith("hook-absent: "));
}

TEST(Check, WithoutAMechanismTheObjectIsStillDescribed)
{
	FakeKernel kernel(FakeKernel::none());
	const auto report = check(kernel, "parameters", bytes_of("parameters"), nullptr);

	ASSERT_TRUE(report);
	EXPECT_TRUE(report->programs.empty());
	EXPECT_EQ(first_error(*report)->id, "no-policy-mechanism");
	EXPECT_THAT(to_text(*report), HasSubstr("depth: u32"));
}

class Diagnosis : public testing::Test {
protected:
	Diagnosis() : kernel_(FakeKernel::bpf_lsm()), object_(*PolicyObject::from_bytes("parameters", bytes_of("parameters"))) {}

	base::Error of(int errnum, const std::string &log)
	{
		return load_error(kernel_, {Mechanism::bpf_lsm, 29, 27}, object_, errnum, log);
	}

	static std::string verifier(const std::string &lines)
	{
		return "libbpf: prog 'parameters': BPF program load failed: Invalid argument\n"
		       "libbpf: prog 'parameters': -- BEGIN PROG LOAD LOG --\n" +
		       lines + "-- END PROG LOAD LOG --\n";
	}

	FakeKernel kernel_;
	PolicyObject object_;
};

TEST_F(Diagnosis, ARelocationNamesItsField)
{
	const auto error = of(EINVAL, verifier("<invalid CO-RE relocation>\nfailed to resolve CO-RE relocation <byte_off> [7] struct "
					       "file.f_gone (0:3 @ offset 8)\nprocessed 5 insns\n"));
	EXPECT_EQ(error.id, "relocation-failed");
	EXPECT_THAT(error.reason, HasSubstr("struct file.f_gone"));
	EXPECT_EQ(error.object, "parameters");
}

TEST_F(Diagnosis, AMapIsNamed)
{
	const auto error = of(EINVAL, "libbpf: map 'files': failed to create: Invalid argument(-22)\nlibbpf: failed to load object\n");
	EXPECT_EQ(error.id, "map-refused");
	EXPECT_THAT(error.reason, HasSubstr("'files'"));
	EXPECT_THAT(of(E2BIG, "libbpf: map 'files': failed to create: Argument list too long(-7)\n").hint, HasSubstr("smaller"));
	const auto memory = of(ENOMEM, "libbpf: map 'files': failed to create: Cannot allocate memory(-12)\n");
	EXPECT_EQ(memory.id, "out-of-memory");
	EXPECT_THAT(memory.reason, HasSubstr("'files'"));
}

TEST_F(Diagnosis, AMapWhoseTypeTheKernelHasNotIsToldFromOneThatItRefuses)
{
	const char *said = "libbpf: map 'files': failed to create: Invalid argument(-22)\n";

	EXPECT_EQ(of(EINVAL, said).id, "map-refused");
	kernel_.has_map_type = false;
	EXPECT_EQ(of(EINVAL, said).id, "map-type-unsupported");
	EXPECT_EQ(of(E2BIG, said).id, "map-refused");
}

TEST_F(Diagnosis, ASymbolIsNamed)
{
	EXPECT_EQ(of(ESRCH, "libbpf: extern (func ksym) 'bpf_gone': not found in kernel or module BTFs\n").id, "symbol-absent");
	EXPECT_EQ(of(ESRCH, "libbpf: extern (var ksym) 'gone': not found in kernel BTF\n").id, "symbol-absent");
}

TEST_F(Diagnosis, PermissionMemoryAndLockdown)
{
	kernel_.files["/proc/self/status"] = "CapEff:\t0000000000000000\n";
	EXPECT_EQ(of(EPERM, "libbpf: failed\n").id, "no-permission");
	kernel_.files["/proc/self/status"] = "CapEff:\t000001ffffffffff\n";
	kernel_.files["/sys/kernel/security/lockdown"] = "none integrity [confidentiality]\n";
	EXPECT_EQ(of(EPERM, "libbpf: failed\n").id, "locked-down");
	EXPECT_EQ(of(EINVAL, verifier("12: (85) call bpf_probe_read_kernel_str#115\nunknown func bpf_probe_read_kernel_str#115\n")).id,
		  "locked-down");
	kernel_.files["/sys/kernel/security/lockdown"] = "[none] integrity confidentiality\n";
	EXPECT_EQ(of(EINVAL, verifier("12: (85) call bpf_probe_read_kernel_str#115\nunknown func bpf_probe_read_kernel_str#115\n")).id,
		  "verifier-refused");
	EXPECT_EQ(of(ENOMEM, "libbpf: failed\n").id, "out-of-memory");
}

TEST_F(Diagnosis, LinksThatAreRefused)
{
	const PolicyProgram &program = object_.programs().front();

	EXPECT_EQ(link_error(kernel_, program, EBUSY).id, "hook-busy");
	EXPECT_EQ(link_error(kernel_, program, E2BIG).id, "link-refused");
	kernel_.files["/proc/sys/kernel/ftrace_enabled"] = "0\n";
	EXPECT_EQ(link_error(kernel_, program, EBUSY).id, "ftrace-off");
}

TEST_F(Diagnosis, WhatTheInterpreterDoesNotHave)
{
	constexpr int kernels_enotsupp = 524; // include/linux/errno.h
	EXPECT_EQ(of(kernels_enotsupp, verifier("JIT is required for calling kernel function\n")).id, "jit-off");
	EXPECT_EQ(of(EINVAL, verifier("callbacks are not allowed in non-JITed programs\n")).id, "jit-off");
}

TEST(Attach, AMapThatCannotBeFilledAttachesNothing)
{
	FakeKernel kernel(FakeKernel::override_return());
	params::Values values;
	values.lists.push_back({"no_such_map", {{}}});
	AttachOptions options;
	options.values = &values;
	auto attached = attach(kernel, {Mechanism::override_return, 77, 99}, *PolicyObject::from_bytes("parameters", bytes_of("parameters")),
			       options);
	ASSERT_FALSE(attached);
	EXPECT_EQ(attached.error().id, "map-not-filled");
	EXPECT_TRUE(kernel.linked.empty());
}

TEST(Attach, AProgramOfACgroupIsRefusedByNameOnTheOverrideKernel)
{
	FakeKernel kernel(FakeKernel::override_return());
	const auto planned = plan(kernel, {Mechanism::override_return, 77, 99}, {{"a", *parse_section("lsm_cgroup/file_open"), nullptr}}, {});
	ASSERT_FALSE(planned);
	EXPECT_EQ(planned.error().id, "cgroup-unsupported");

	AttachOptions skip;
	skip.skip_missing = true;
	const auto skipped = plan(kernel, {Mechanism::override_return, 77, 99}, {{"a", *parse_section("lsm_cgroup/file_open"), nullptr}}, skip);
	ASSERT_TRUE(skipped);
	EXPECT_FALSE(skipped->front().attached);
}

TEST(Attach, TracingProgramsNeedNoHook)
{
	FakeKernel kernel(FakeKernel::override_return());
	const auto planned = plan(kernel, {Mechanism::override_return, 77, 99}, {{"a", *parse_section("fentry/vfs_read"), nullptr}}, {});
	ASSERT_TRUE(planned);
	EXPECT_TRUE(planned->front().attached);
}

TEST(Attach, AnEventThatIsNotThereShowsInThePlan)
{
	FakeKernel kernel(FakeKernel::override_return());
	const std::vector<PolicyProgram> programs{{"a", *parse_section("tp/no/event"), nullptr}};
	const auto planned = plan(kernel, {Mechanism::override_return, 77, 99}, programs, {});
	ASSERT_FALSE(planned);
	EXPECT_EQ(planned.error().id, "event-absent");

	AttachOptions skip;
	skip.skip_missing = true;
	const auto skipped = plan(kernel, {Mechanism::override_return, 77, 99}, programs, skip);
	ASSERT_TRUE(skipped);
	EXPECT_THAT(skipped->front().reason, testing::StartsWith("event-absent: "));
}

} // namespace
} // namespace loader
