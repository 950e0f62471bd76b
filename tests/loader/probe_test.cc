// SPDX-License-Identifier: GPL-2.0
#include "loader/probe.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "loader/errors.h"
#include "tests/loader/fake_kernel.h"

namespace loader {
namespace {

const char *const all_capabilities = "Name:\tx\nCapEff:\t000001ffffffffff\n";
const char *const no_capabilities = "Name:\tx\nCapEff:\t0000000000000000\n";

void prepare(FakeKernel &kernel, const char *stack)
{
	kernel.files["/proc/self/status"] = all_capabilities;
	kernel.files["/proc/sys/net/core/bpf_jit_enable"] = "1\n";
	kernel.files["/proc/self/mounts"] = "securityfs /sys/kernel/security securityfs rw 0 0\n";
	if (stack)
		kernel.files["/sys/kernel/security/lsm"] = stack;
}

Answer answer(const ProbeReport &report, std::string_view name)
{
	const auto found = std::ranges::find(report.answers, name, &Answer::name);
	return found == report.answers.end() ? Answer{} : *found;
}

TEST(Probe, ProvesTheBpfLsm)
{
	FakeKernel kernel(FakeKernel::bpf_lsm());
	prepare(kernel, "lockdown,capability,bpf");
	const ProbeReport report = probe(kernel);

	ASSERT_TRUE(report.target);
	EXPECT_EQ(report.target->mechanism, Mechanism::bpf_lsm);
	EXPECT_EQ(report.target->prog_type, 29U);
	EXPECT_EQ(report.target->attach_type, 27U);
	EXPECT_EQ(kernel.loads.size(), 1U);
	EXPECT_EQ(kernel.linked, std::vector<std::uint32_t>{27U});
	EXPECT_EQ(answer(report, "bpf-lsm").state, State::yes);
	EXPECT_EQ(answer(report, "override-return").state, State::no);
}

TEST(Probe, TakesTheNumbersOfTheOverrideTypeFromTheKernel)
{
	FakeKernel kernel(FakeKernel::override_return());
	prepare(kernel, nullptr);
	const ProbeReport report = probe(kernel);

	ASSERT_TRUE(report.target);
	EXPECT_EQ(report.target->mechanism, Mechanism::override_return);
	EXPECT_EQ(report.target->prog_type, 77U);
	EXPECT_EQ(report.target->attach_type, 99U);
	EXPECT_EQ(answer(report, "stack").state, State::no);
	EXPECT_EQ(answer(report, "bpf-lsm").state, State::no);
}

TEST(KernelTypes, SayWhereMapTypesEnd)
{
	EXPECT_EQ(FakeKernel::bpf_lsm().map_types_end(), 3U);
}

TEST(Probe, SaysThatNoneHasNoMechanism)
{
	FakeKernel kernel(FakeKernel::none());
	prepare(kernel, nullptr);
	const ProbeReport report = probe(kernel);

	EXPECT_FALSE(report.target);
	EXPECT_EQ(report.error.id, "no-policy-mechanism");
	EXPECT_EQ(report.error.code, base::ExitCode::no_mechanism);
	EXPECT_TRUE(kernel.loads.empty());
}

// Loading and linking succeed there, and the hooks never run.
TEST(Probe, LooksAtTheStackOfTheBpfLsm)
{
	FakeKernel kernel(FakeKernel::bpf_lsm());
	prepare(kernel, "capability,selinux");
	const ProbeReport report = probe(kernel);

	EXPECT_FALSE(report.target);
	EXPECT_EQ(report.error.id, "lsm-not-in-stack");
	EXPECT_EQ(answer(report, "bpf-lsm").state, State::no);
}

// There, a link would be made and its program not called.
TEST(Probe, LinksNothingWhileFtraceIsOff)
{
	for (const bool off : {true, false}) {
		FakeKernel kernel(FakeKernel::bpf_lsm());
		prepare(kernel, "capability,bpf");
		kernel.files["/proc/sys/kernel/ftrace_enabled"] = off ? "0\n" : "1\n";
		const ProbeReport report = probe(kernel);

		EXPECT_EQ(report.target.has_value(), !off);
		EXPECT_EQ(report.error.id, off ? "ftrace-off" : "");
		EXPECT_EQ(kernel.linked.empty(), off);
		EXPECT_EQ(answer(report, "ftrace").state, off ? State::no : State::yes);
		EXPECT_EQ(answer(report, "override-return").state, State::no);
	}
}

TEST(Probe, DoesNotTakeAnLsmWhoseNameContainsBpfForIt)
{
	FakeKernel kernel(FakeKernel::bpf_lsm());
	prepare(kernel, "capability,notbpf,bpfx");
	EXPECT_EQ(probe(kernel).error.id, "lsm-not-in-stack");
}

TEST(Probe, DoesNotKnowWhenTheStackCannotBeRead)
{
	FakeKernel kernel(FakeKernel::bpf_lsm());
	prepare(kernel, nullptr);
	kernel.files["/proc/self/mounts"] = "proc /proc proc rw 0 0\n";
	kernel.files["/proc/filesystems"] = "nodev\tsecurityfs\n";
	const ProbeReport report = probe(kernel);

	EXPECT_FALSE(report.target);
	EXPECT_EQ(report.error.id, "mechanism-unknown");
	EXPECT_EQ(answer(report, "bpf-lsm").state, State::unknown);
	EXPECT_EQ(answer(report, "stack").state, State::unknown);
}

TEST(Probe, TellsAMissingCapabilityFromAMissingMechanism)
{
	FakeKernel kernel(FakeKernel::bpf_lsm());
	prepare(kernel, "capability,bpf");
	kernel.files["/proc/self/status"] = no_capabilities;
	kernel.load_refusal = {EPERM, ""};
	const ProbeReport report = probe(kernel);

	EXPECT_EQ(report.error.id, "no-permission");
	EXPECT_THAT(report.error.reason, testing::HasSubstr("CAP_BPF and CAP_PERFMON"));
	EXPECT_EQ(answer(report, "bpf-lsm").state, State::unknown);
	EXPECT_EQ(answer(report, "capabilities").state, State::no);
}

TEST(Probe, DoesNotTakeAnotherFailureForANo)
{
	FakeKernel kernel(FakeKernel::override_return());
	prepare(kernel, nullptr);
	kernel.link_refusal = {EBUSY, ""};
	const ProbeReport report = probe(kernel);

	EXPECT_EQ(report.error.id, "mechanism-unknown");
	EXPECT_EQ(answer(report, "override-return").state, State::unknown);
}

TEST(Probe, NamesMissingBtf)
{
	FakeKernel kernel(base::Result<KernelBtf>(base::fail(no_btf("the file is absent", ENOENT))));
	prepare(kernel, nullptr);
	const ProbeReport report = probe(kernel);

	EXPECT_EQ(report.error.id, "no-btf");
	EXPECT_EQ(answer(report, "btf").state, State::no);
	EXPECT_EQ(answer(report, "bpf-lsm").state, State::unknown);
}

TEST(Probe, JsonHasTheStableShape)
{
	FakeKernel kernel(FakeKernel::none());
	prepare(kernel, nullptr);
	const nlohmann::json json = to_json(probe(kernel));

	EXPECT_EQ(json.at("schema_version"), 1);
	EXPECT_EQ(json.at("program"), "hookload");
	EXPECT_TRUE(json.at("mechanism").is_null());
	EXPECT_EQ(json.at("error").at("id"), "no-policy-mechanism");
	ASSERT_EQ(json.at("answers").size(), mechanism_table().size() + 5);
	for (const auto &entry : json.at("answers"))
		for (const char *key : {"name", "state", "value", "reason"})
			EXPECT_TRUE(entry.at(key).is_string()) << key;
}

TEST(Probe, TextOpensWithTheAnswer)
{
	FakeKernel kernel(FakeKernel::bpf_lsm());
	prepare(kernel, "bpf");
	EXPECT_THAT(to_text(probe(kernel)), testing::StartsWith("policy mechanism: bpf-lsm\n"));
}

TEST(MissingCapabilities, AreReadFromCapEff)
{
	using testing::ElementsAre;
	using testing::IsEmpty;
	EXPECT_THAT(missing_capabilities(no_capabilities), ElementsAre("CAP_BPF", "CAP_PERFMON"));
	EXPECT_THAT(missing_capabilities("CapEff:\t0000008000000000\n"), ElementsAre("CAP_PERFMON"));
	EXPECT_THAT(missing_capabilities("CapEff:\t0000000000200000\n"), IsEmpty()); // CAP_SYS_ADMIN
	EXPECT_THAT(missing_capabilities(""), ElementsAre("CAP_BPF", "CAP_PERFMON"));
}

TEST(Probe, AFullHookIsNoReasonToDoubt)
{
	FakeKernel kernel(FakeKernel::override_return());
	kernel.link_refusal = {E2BIG, ""};
	const ProbeReport report = probe(kernel);

	ASSERT_TRUE(report.target);
	EXPECT_THAT(to_text(report), testing::HasSubstr("holds as many as it can"));
}

} // namespace
} // namespace loader
