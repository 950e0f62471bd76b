// SPDX-License-Identifier: GPL-2.0
#include "loader/libbpf_log.h"

#include <gmock/gmock.h>

namespace loader {
namespace {

// As libbpf 1.1 prints it.
constexpr const char *refusal =
	"libbpf: prog 'first': BPF program load failed: Permission denied\n"
	"libbpf: prog 'first': -- BEGIN PROG LOAD LOG --\n"
	"0: R1=ctx(off=0,imm=0) R10=fp0\n"
	"0: (79) r0 = *(u64 *)(r1 +0)\n"
	"R0 invalid mem access 'scalar'\n"
	"processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0\n"
	"\n"
	"-- END PROG LOAD LOG --\n"
	"libbpf: prog 'first': failed to load: -13\n"
	"libbpf: failed to load object 'x'\n";

TEST(FailedProgram, IsTheOneThatLibbpfNames)
{
	EXPECT_EQ(failed_program(refusal), "first");
	EXPECT_EQ(failed_program("libbpf: nothing to see\n"), "");
	EXPECT_EQ(failed_program("libbpf: prog 'unterminated failed"), "");
	EXPECT_EQ(failed_program(""), "");
}

TEST(ProgramLog, IsWhatStandsBetweenTheMarks)
{
	const std::string log = program_log(refusal, "first");

	EXPECT_THAT(log, testing::StartsWith("0: R1=ctx"));
	EXPECT_THAT(log, testing::Not(testing::HasSubstr("END PROG")));
	EXPECT_EQ(program_log(refusal, "second"), "");
}

TEST(DecisiveLines, LeaveOutStatistics)
{
	EXPECT_EQ(decisive_lines(program_log(refusal, "first"), 1), "R0 invalid mem access 'scalar'");
	EXPECT_EQ(decisive_lines(""), "");
	EXPECT_EQ(decisive_lines("processed 1 insns\n\n"), "");
}

TEST(LastLines, AreAtMostTheCount)
{
	EXPECT_EQ(last_lines("a\nb\nc\n", 2), "b\nc");
	EXPECT_EQ(last_lines("a", 2), "a");
	EXPECT_EQ(last_lines("", 2), "");
}

} // namespace
} // namespace loader
