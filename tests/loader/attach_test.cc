// SPDX-License-Identifier: GPL-2.0
#include "loader/attach.h"

#include <gmock/gmock.h>

#include "tests/loader/fake_kernel.h"

namespace loader {
namespace {

constexpr Target lsm_target{Mechanism::bpf_lsm, 29, 27};
constexpr Target override_target{Mechanism::override_return, 77, 99};

PolicyProgram program(const char *name, const char *section)
{
	return {name, *parse_section(section), nullptr};
}

AttachOptions skipping()
{
	AttachOptions options;
	options.skip_missing = true;
	return options;
}

const FakeKernel::Refusal disabled{EINVAL, "attach_btf_id 7 points to disabled hook bpf_lsm_getprocattr\n"};

TEST(Plan, AttachesEveryProgramWhoseHookExists)
{
	FakeKernel kernel(FakeKernel::bpf_lsm());
	const auto planned = plan(kernel, lsm_target, {program("a", "lsm/file_open"), program("b", "override/file_permission")}, {});

	ASSERT_TRUE(planned);
	ASSERT_EQ(planned->size(), 2U);
	EXPECT_TRUE((*planned)[0].attached);
	EXPECT_TRUE((*planned)[1].attached);
	EXPECT_TRUE(kernel.loads.empty()); // the object's own load tells
}

TEST(Plan, NamesAnAbsentHook)
{
	FakeKernel kernel(FakeKernel::override_return());
	const auto planned = plan(kernel, override_target, {program("a", "lsm/file_opne")}, {});

	ASSERT_FALSE(planned);
	EXPECT_EQ(planned.error().id, "hook-absent");
	EXPECT_THAT(planned.error().reason, testing::HasSubstr("nearest: file_open"));
}

TEST(Plan, DoesNotTakeAHelperForAHook)
{
	FakeKernel kernel(FakeKernel::bpf_lsm());
	const auto planned = plan(kernel, lsm_target, {program("a", "lsm/verify_prog")}, {});
	ASSERT_FALSE(planned);
	EXPECT_EQ(planned.error().id, "hook-absent");
}

TEST(Plan, LeavesOutAbsentAndDisabledHooksWhenAsked)
{
	FakeKernel kernel(FakeKernel::bpf_lsm());
	kernel.refusals["getprocattr"] = disabled;
	const auto planned = plan(kernel, lsm_target,
				  {program("a", "lsm/no_such"), program("b", "lsm/getprocattr"), program("c", "lsm/file_open")},
				  skipping());

	ASSERT_TRUE(planned);
	EXPECT_FALSE((*planned)[0].attached);
	EXPECT_THAT((*planned)[0].reason, testing::StartsWith("hook-absent: "));
	EXPECT_FALSE((*planned)[1].attached);
	EXPECT_THAT((*planned)[1].reason, testing::StartsWith("hook-disabled: "));
	EXPECT_THAT((*planned)[1].reason, testing::HasSubstr("the length of what it writes to a buffer"));
	EXPECT_TRUE((*planned)[2].attached);
	EXPECT_EQ((*planned)[2].reason, "");
	EXPECT_EQ(kernel.loads.size(), 2U);
}

TEST(Plan, PassesOnTheKernelsReason)
{
	FakeKernel kernel(FakeKernel::override_return());
	kernel.refusals["file_open"] = {EINVAL, "attach_btf_id 7 points to disabled hook bpf_override_file_open: no gate\nprocessed 0 insns\n"};
	const auto planned = plan(kernel, override_target, {program("a", "?lsm/file_open")}, {});

	ASSERT_TRUE(planned);
	EXPECT_THAT((*planned)[0].reason, testing::EndsWith("'file_open': no gate"));
}

TEST(Plan, LeavesOutAnOptionalProgramWithoutBeingAsked)
{
	FakeKernel kernel(FakeKernel::bpf_lsm());
	const auto planned = plan(kernel, lsm_target, {program("a", "?lsm/no_such"), program("b", "?lsm/file_open")}, {});

	ASSERT_TRUE(planned);
	EXPECT_FALSE((*planned)[0].attached);
	EXPECT_TRUE((*planned)[1].attached);
}

TEST(Plan, DoesNotLeaveOutWhatIsRefusedForAnotherReason)
{
	FakeKernel kernel(FakeKernel::bpf_lsm());
	kernel.files["/proc/self/status"] = "CapEff:\t0\n";
	kernel.load_refusal = {EPERM, ""};
	const auto refused = plan(kernel, lsm_target, {program("a", "lsm/file_open")}, skipping());
	ASSERT_FALSE(refused);
	EXPECT_EQ(refused.error().id, "no-permission");

	kernel.load_refusal = {EINVAL, "bpf_lsm_file_open is not sleepable\n"};
	const auto sleeping = plan(kernel, lsm_target, {program("a", "lsm.s/file_open")}, skipping());
	ASSERT_FALSE(sleeping);
	EXPECT_EQ(sleeping.error().id, "hook-not-sleepable");
	EXPECT_TRUE(kernel.loads.back().sleepable);
}

} // namespace
} // namespace loader
