// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/qemu.h"

#include <gmock/gmock.h>

namespace matrix::boot {
namespace {

using testing::Contains;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(Qemu, IcountIsExactAndKvmHasNone)
{
	GuestJob job{.kernel = "/k/bzImage"};

	EXPECT_THAT(qemu_arguments(job, {.qemu = "q", .initramfs = "i"}), Contains("shift=0,sleep=off,rr=record,rrfile=/dev/null"));
	job.accelerator = Accelerator::kvm;
	const auto words = qemu_arguments(job, {.qemu = "q", .initramfs = "i"});
	EXPECT_THAT(words, Not(Contains("-icount")));
	EXPECT_THAT(words, Contains("host"));
	EXPECT_THAT(kernel_command_line(job), Not(HasSubstr("spectre_v2")));
}

TEST(Qemu, SeveralProcessorsAreNotCounted)
{
	const GuestJob job{.kernel = "/k/bzImage", .cpus = 4};
	const auto words = qemu_arguments(job, {.qemu = "q", .initramfs = "i"});

	EXPECT_THAT(words, Contains("tcg,thread=single"));
	EXPECT_THAT(words, Contains("4,sockets=4,cores=1,threads=1"));
	EXPECT_THAT(words, Not(Contains("-icount")));
	EXPECT_THAT(kernel_command_line(job), Not(HasSubstr("nolapic")));
	EXPECT_THAT(kernel_command_line(job), HasSubstr("tsc_early_khz="));
	EXPECT_THAT(kernel_command_line({.kernel = "/k/bzImage"}), HasSubstr("nolapic"));
	EXPECT_EQ(for_cpus(Accelerator::tcg_icount, 1), Accelerator::tcg_icount);
	EXPECT_EQ(for_cpus(Accelerator::kvm, 4), Accelerator::kvm);
}

TEST(Qemu, TheUsersWordsComeLast)
{
	EXPECT_THAT(kernel_command_line({.append = {"lsm=selinux,bpf", "quiet"}}), EndsWith(" lsm=selinux,bpf quiet"));
}

TEST(Qemu, APluginIsLoadedWhenThereIsOne)
{
	GuestJob job{.kernel = "/k/bzImage"};

	EXPECT_THAT(qemu_arguments(job, {.qemu = "q", .initramfs = "i"}), Not(Contains("-plugin")));
	job.plugin = "/p/x.so";
	job.plugin_arguments = "out=/o";
	EXPECT_THAT(qemu_arguments(job, {.qemu = "q", .initramfs = "i"}), Contains("/p/x.so,out=/o"));
}

TEST(Qemu, AShellTakesTheLineAsTheSameWords)
{
	EXPECT_EQ(shell_line({"a", "b c", "d'e", "", "x=1,y"}), "a 'b c' 'd'\\''e' '' x=1,y");
}

} // namespace
} // namespace matrix::boot
