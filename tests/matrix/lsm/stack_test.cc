// SPDX-License-Identifier: GPL-2.0
#include "matrix/lsm/stack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace matrix::lsm {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Stack, NamesAreWhatTheKernelSays)
{
	EXPECT_EQ(parse_stack("-").names(), "-");
	EXPECT_EQ(parse_stack("capability").names(), "capability");
	EXPECT_EQ(parse_stack("yama:admin,selinux:enforcing,bpf").names(), "yama,selinux,bpf");
}

TEST(Stack, WordsAreTheNamesAndThoseOfThePolicies)
{
	EXPECT_TRUE(parse_stack("-").words().empty());
	EXPECT_THAT(parse_stack("capability").words(), ElementsAre("lsm=capability"));
	EXPECT_THAT(parse_stack("selinux,bpf").words(), ElementsAre("lsm=selinux,bpf"));
	EXPECT_THAT(parse_stack("lockdown:integrity,selinux:permissive").words(),
		    ElementsAre("lsm=lockdown,selinux", "lockdown=integrity", "enforcing=0"));
}

TEST(Stack, ACommandIsWrappedWhereThereIsAPolicy)
{
	EXPECT_THAT(parse_stack("selinux,bpf").loading({"a", "b"}), ElementsAre("a", "b"));
	EXPECT_THAT(parse_stack("yama:admin,landlock:10").loading({"a"}),
		    ElementsAre("hooklsm", "load", "yama:admin", "landlock:10", "--", "a"));
	EXPECT_THAT(parse_stack("landlock:1").entering({"a"}), ElementsAre("hooklsm", "enter", "landlock:1", "--", "a"));
}

TEST(Stack, WhatCannotBeBootedHasAReason)
{
	for (const char *good : {"-", "capability", "bpf", "landlock:10,lockdown,yama,bpf"})
		EXPECT_EQ(stack_problem(good), "") << good;
	EXPECT_THAT(stack_problem(""), HasSubstr("ends where"));
	EXPECT_THAT(stack_problem("bpf,"), HasSubstr("ends where"));
	EXPECT_THAT(stack_problem(",bpf"), HasSubstr("'' is not the name"));
	EXPECT_THAT(stack_problem("selinux,,bpf"), HasSubstr("'' is not the name"));
	EXPECT_THAT(stack_problem("bpf init=/x"), HasSubstr("is not the name"));
	EXPECT_THAT(stack_problem("capability,bpf"), HasSubstr("in every stack"));
	EXPECT_THAT(stack_problem("bpf,yama,bpf"), HasSubstr("'bpf' stands there twice"));
	EXPECT_THAT(stack_problem("selinux:strict"), HasSubstr("no policy 'selinux:strict'; known are selinux:enforcing"));
	EXPECT_THAT(stack_problem("selinux:"), HasSubstr("no policy 'selinux:'"));
	EXPECT_THAT(stack_problem("selinux:,bpf"), HasSubstr("no policy 'selinux:'"));
	EXPECT_THAT(stack_problem("bpf:"), HasSubstr("no policy 'bpf:'"));
	EXPECT_EQ(stack_problem("yama,smack:rules,bpf"), "");
	EXPECT_THAT(stack_problem("selinux:enforcing,yama,apparmor"), HasSubstr("'selinux' and 'apparmor' exclude each other"));
}

} // namespace
} // namespace matrix::lsm
