// SPDX-License-Identifier: GPL-2.0
//
// What is recommended, where the rows of recommendations.def meet.
#include <gmock/gmock.h>

#include <algorithm>

#include "matrix/advise/advice.h"

namespace matrix::advise {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Recommendation, OfAFileThatIsCutOffThereIsNone)
{
	const Config config = parse_config("# Linux/x86 6.12.43 Kernel Configuration\nCONFIG_64BIT=y\nCONFIG_BPF_SYSC", "c");
	const Advice advice = advise(config, {.command_line = {}, .wants = {"ima"}, .policies = {}}, {});

	EXPECT_EQ(advice.findings.front().id, "cut-off");
	EXPECT_EQ(advice.findings.front().weight, Weight::warning);
	EXPECT_EQ(advice.recommendation.variant, "unchanged");
	EXPECT_EQ(advice.recommendation.confidence, Confidence::low);
	EXPECT_THAT(advice.fragment, IsEmpty());
	EXPECT_THAT(text(advice), Not(HasSubstr("this configuration runs is lost")));
	EXPECT_THAT(text(advice), Not(HasSubstr("LSMs compiled in: none")));
}

TEST(Recommendation, WhatWouldChangeItNamesWhomItIsOf)
{
	const Config config = parse_config("# Linux/x86 6.12.43 Kernel Configuration\nCONFIG_64BIT=y\nCONFIG_SECURITY=y\nCONFIG_SECURITY_IPE=y\nCONFIG_SECURITY_LANDLOCK=y\n"
					   "CONFIG_SECURITY_SAFESETID=y\nCONFIG_LSM=\"landlock,safesetid,ipe\"\n", "c");

	EXPECT_THAT(markdown(advise(config, {}, {})),
		    HasSubstr("override, or none where no policy is to run, instead only if all of this is so: IPE has no boot policy; and no program that restricts itself by "
			      "Landlock matters; and SafeSetID has no policy\n"));
}

TEST(Recommendation, ARunningBpfIsAReasonToKeepTheFramework)
{
	const auto of = [](const std::string &order, const Question &question = {}) {
		const Config config = parse_config("# Linux/x86 6.12.43 Kernel Configuration\nCONFIG_64BIT=y\nCONFIG_SECURITY=y\nCONFIG_BPF_LSM=y\nCONFIG_LSM=\"" + order + "\"\n", "c");
		return advise(config, question, {}).recommendation;
	};

	EXPECT_EQ(of("bpf").variant, "bpf-lsm");
	EXPECT_EQ(of("bpf").confidence, Confidence::low);
	EXPECT_THAT(of("bpf").reason, HasSubstr("systemd"));
	EXPECT_EQ(of("bpf", {.command_line = {}, .wants = {}, .policies = {PolicyFit{"p", 1, {}, {}}}}).variant, "override");
	EXPECT_EQ(of("").variant, "none") << "nothing is used";
	EXPECT_EQ(of("").confidence, Confidence::low);
}

TEST(Recommendation, SaysWhereAKernelIsOnTheRoadAlready)
{
	const std::string needed = "CONFIG_64BIT=y\nCONFIG_SECURITY=y\nCONFIG_BPF_LSM=y\nCONFIG_BPF_SYSCALL=y\nCONFIG_BPF_JIT=y\nCONFIG_BPF_EVENTS=y\nCONFIG_DEBUG_INFO_BTF=y\n"
				   "CONFIG_FUNCTION_TRACER=y\nCONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS=y\n";
	const auto already = [&needed](const std::string &lines) {
		const Config config = parse_config("# Linux/x86 6.12.43 Kernel Configuration\n" + needed + lines, "c");
		const Advice advice = advise(config, {}, {});
		EXPECT_EQ(text(advice).find("Already so: ") != std::string::npos, !advice.recommendation.already.empty());
		return advice.recommendation.already;
	};
	const std::string yama = "CONFIG_SECURITY_YAMA=y\nCONFIG_JUMP_LABEL=y\n";

	EXPECT_THAT(already(yama + "CONFIG_LSM=\"yama,bpf\"\n"), HasSubstr("this kernel is on it"));
	EXPECT_THAT(already(yama + "CONFIG_LSM=\"yama,bpf\"\nCONFIG_SECURITY_DISPATCH_LIST=y\n"), HasSubstr("this is a kernel of bpf-lsm"));
	EXPECT_THAT(already(yama + "CONFIG_LSM=\"yama\"\n"), IsEmpty()) << "it does not run";
	EXPECT_THAT(already("CONFIG_LSM=\"bpf\"\n"), IsEmpty()) << "jump labels are missing";
}

TEST(Recommendation, TheDispatchIsTheOneThatThereIs)
{
	const auto of = [](const std::string &release, const std::string &lines = "") {
		const Config config = parse_config("# Linux/x86 " + release + " Kernel Configuration\nCONFIG_64BIT=y\nCONFIG_SECURITY=y\nCONFIG_BPF_LSM=y\nCONFIG_LSM=\"bpf\"\n" + lines, "c");
		const Advice advice = advise(config, {}, {});
		EXPECT_EQ(advice.commands.front().find(" dispatch=static-call") != std::string::npos, advice.recommendation.dispatch.name == "static-call");
		EXPECT_THAT(advice.fragment, Contains(advice.recommendation.dispatch.name == "list" ? "CONFIG_SECURITY_DISPATCH_LIST=y" : "CONFIG_SECURITY_DISPATCH_STATIC_CALL=y"));
		EXPECT_FALSE(advice.recommendation.dispatch.reason.empty());
		return advice.recommendation.dispatch.name;
	};

	EXPECT_EQ(of("6.12.43"), "static-call");
	EXPECT_EQ(of("6.17.5"), "static-call");
	EXPECT_EQ(of("6.6.1"), "list");
	EXPECT_EQ(of("6.1.148"), "list");
	EXPECT_EQ(of("6.12.43", "CONFIG_SECURITY_DISPATCH_JUMP_TABLE=y\n"), "list");
}

TEST(Recommendation, NothingIsBuiltForAnotherArchitecture)
{
	const Config config = parse_config("# Linux/arm64 6.6.1 Kernel Configuration\nCONFIG_ARM64=y\nCONFIG_SECURITY=y\nCONFIG_SECURITY_SELINUX=y\nCONFIG_LSM=\"selinux\"\n", "c");
	const Advice advice = advise(config, {.command_line = {}, .wants = {"selinux"}, .policies = {}}, {});

	EXPECT_EQ(advice.recommendation.variant, "unchanged");
	EXPECT_THAT(advice.fragment, IsEmpty());
	EXPECT_THAT(advice.commands, IsEmpty());
	EXPECT_THAT(advice.roads, IsEmpty());
	EXPECT_THAT(text(advice), Not(HasSubstr("(recommended)")));
}

} // namespace
} // namespace matrix::advise
