// SPDX-License-Identifier: GPL-2.0
#include "loader/event_link.h"

#include <gtest/gtest.h>

#include "tests/loader/fake_kernel.h"

namespace loader {
namespace {

TEST(ProbePoints, AreAFunctionAndAnOffset)
{
	const auto plain = parse_probe_point("do_exit");
	ASSERT_TRUE(plain);
	EXPECT_EQ(plain->function, "do_exit");
	EXPECT_EQ(plain->offset, 0U);
	EXPECT_EQ(parse_probe_point("f.isra.0+0x1f")->offset, 31U);
	EXPECT_EQ(parse_probe_point("f+16")->offset, 16U);
	for (const char *text : {"", "+4", "f+", "f+0x", "f+1g", "f+-1", "f+1+1", "f+99999999999999999999"})
		EXPECT_FALSE(parse_probe_point(text)) << text;
}

TEST(LinkEvent, WithoutTheKernelsFilesThereIsNoSuchEvent)
{
	FakeKernel kernel(FakeKernel::bpf_lsm());

	const auto link = [&](const char *section) { return link_event(kernel, -1, *parse_section(section)).errnum; };

	for (const char *section : {"tp/a/b", "kprobe/f", "kretprobe/f"})
		EXPECT_EQ(link(section), ENOENT) << section;
	// A number that is none, a bit that no word has.
	kernel.files["/sys/kernel/tracing/events/a/b/id"] = "none\n";
	EXPECT_EQ(link("tp/a/b"), ENOENT);
	kernel.files["/sys/bus/event_source/devices/kprobe/type"] = "8\n";
	kernel.files["/sys/bus/event_source/devices/kprobe/format/retprobe"] = "config:64\n";
	EXPECT_EQ(link("kretprobe/f"), ENOENT);
	EXPECT_EQ(link("kprobe/f+x"), EINVAL);
}

TEST(EventExists, IsWhatTheKernelTells)
{
	FakeKernel kernel(FakeKernel::bpf_lsm());
	const auto exists = [&](const char *section) { return event_exists(kernel, *parse_section(section)); };

	EXPECT_FALSE(exists("tp/a/b"));
	kernel.files["/sys/kernel/tracing/events/a/b/id"] = "7\n";
	EXPECT_TRUE(exists("tp/a/b"));

	// Without its symbols a kernel tells nothing of functions; without probes it has none.
	EXPECT_TRUE(exists("raw_tp/seen"));
	EXPECT_FALSE(exists("kprobe/f"));
	kernel.files["/sys/bus/event_source/devices/kprobe/type"] = "8\n";
	kernel.files["/sys/bus/event_source/devices/kprobe/format/retprobe"] = "config:0\n";
	EXPECT_TRUE(exists("kprobe/f"));

	kernel.symbol_lines = "0000000000000000 T f_more\n0000000000000000 T __traceiter_sched_switch\n"
			      "0000000000000000 t m\t[module]\n0000000000000000 t __traceiter_late\t[module]\n0000000000000000 T g";
	for (const char *section : {"kprobe/g", "kprobe/g+0x4", "kretprobe/m", "raw_tp/sched_switch", "raw_tp/late"})
		EXPECT_TRUE(exists(section)) << section;
	for (const char *section : {"kprobe/f", "kretprobe/f+1", "kprobe/more", "raw_tp/seen", "raw_tp/sched"})
		EXPECT_FALSE(exists(section)) << section;
	kernel.symbol_lines = "0000000000000000 T an_older_kernel\n";
	EXPECT_TRUE(exists("raw_tp/seen"));
}

} // namespace
} // namespace loader
