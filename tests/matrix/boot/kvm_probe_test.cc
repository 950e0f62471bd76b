// SPDX-License-Identifier: GPL-2.0
#include <gmock/gmock.h>

#include "matrix/boot/accelerator.h"

namespace matrix::boot {
namespace {

// What no machine without KVM shows: that the tiny guest ends where code is executed.
TEST(KvmProbe, TheTinyGuestRuns)
{
	const KvmProbe probe = probe_guest("", "tcg");

	EXPECT_EQ(probe.answer, KvmAnswer::yes) << probe.reason;
}

TEST(KvmProbe, AnAcceleratorThatQemuDoesNotHaveIsNone)
{
	const KvmProbe probe = probe_guest("", "no-such-accelerator");

	EXPECT_EQ(probe.answer, KvmAnswer::no);
	EXPECT_THAT(probe.reason, testing::HasSubstr("no-such-accelerator"));
}

} // namespace
} // namespace matrix::boot
