// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/policy.h"

#include <gmock/gmock.h>

namespace matrix::advise {
namespace {

TEST(PolicyFit, ProgramsOfCgroupsNeedTheFramework)
{
	const auto fit = policy_fit(std::string{HOOKMATRIX_TEST_OBJECTS} + "/cgrouped.bpf.o", {6, 12});

	ASSERT_TRUE(fit) << fit.error().to_string();
	EXPECT_THAT(fit->problems, testing::IsEmpty());
	EXPECT_THAT(fit->needs_framework, testing::ElementsAre(testing::HasSubstr("lsm_cgroup/ptrace_access_check")));
}

} // namespace
} // namespace matrix::advise
