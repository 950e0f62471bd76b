// SPDX-License-Identifier: GPL-2.0
#include "matrix/trace/windows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace matrix::trace {
namespace {

using testing::HasSubstr;

std::string u32(std::uint32_t value) { return {reinterpret_cast<const char *>(&value), sizeof(value)}; }
std::string site_bytes(std::uint64_t address, std::string instruction)
{
	const std::string size(1, static_cast<char>(instruction.size()));

	instruction.resize(15);
	return std::string{reinterpret_cast<const char *>(&address), sizeof(address)} + size + instruction;
}
std::string u64(std::uint64_t value) { return {reinterpret_cast<const char *>(&value), sizeof(value)}; }

// Two windows, the first one empty, and two sites.
std::string example()
{
	return "HMWIN004" + u32(0) + u32(0) + u32(0) + u32(2) + u32(0) + u32(3) + u32(2) + u32(1) + u32(1) + u32(0) + u32(4) + u32(0) + u32(1) +
	       u32(0) + u32(0) + u32(5) + u32(UINT32_MAX) + u32(2) + site_bytes(0xffffffff81000000, "\x90") +
	       site_bytes(0xffffffff81000004, "\xc3");
}

TEST(Windows, AreReadInTheirOrder)
{
	const auto trace = parse_windows(example(), "t");

	ASSERT_TRUE(trace) << trace.error().to_string();
	ASSERT_EQ(trace->windows.size(), 2U);
	EXPECT_TRUE(trace->windows[0].empty());
	ASSERT_EQ(trace->windows[1].size(), 2U);
	EXPECT_EQ(trace->windows[1][0].count, 3U);
	EXPECT_EQ(trace->sites[trace->windows[1][1].site].address, 0xffffffff81000004);
	EXPECT_EQ(trace->sites[1].code, "\xc3");
	EXPECT_TRUE(trace->orders[0].empty());
	EXPECT_EQ(trace->orders[1], (Order{0, 1, 0, 0}));
	EXPECT_EQ(trace->windows[1][0].straight, 2U);
	EXPECT_EQ(trace->data_lines, (std::vector<std::uint32_t>{0, 5}));
}

TEST(Windows, EveryCutIsAnError)
{
	const std::string whole = example();

	for (std::size_t size = 0; size < whole.size(); ++size) {
		const auto trace = parse_windows(std::string_view{whole}.substr(0, size), "t");
		ASSERT_FALSE(trace) << size;
		EXPECT_EQ(trace.error().id, "windows-unreadable");
	}
}

TEST(Windows, ASiteThatIsNotListedIsAnError)
{
	const auto trace = parse_windows("HMWIN004" + u32(1) + u32(7) + u32(1) + u32(0) + u32(0) + u32(0) + u32(UINT32_MAX) + u32(1) + site_bytes(0, "\x90"), "t");

	ASSERT_FALSE(trace);
	EXPECT_THAT(trace.error().reason, HasSubstr("addresses"));
}

TEST(Windows, AnInstructionThatIsLongerThanAnyIsAnError)
{
	std::string bytes = "HMWIN004" + u32(UINT32_MAX) + u32(1) + site_bytes(0, "\x90");

	ASSERT_TRUE(parse_windows(bytes, "t"));
	bytes[bytes.size() - 16] = 16;
	EXPECT_FALSE(parse_windows(bytes, "t"));
}

TEST(Windows, ANumberBeyondTheFileIsNotReservedFor)
{
	EXPECT_FALSE(parse_windows("HMWIN004" + u32(UINT32_MAX - 1) + u32(0), "t"));
	EXPECT_FALSE(parse_windows("HMWIN004" + u32(UINT32_MAX) + u32(UINT32_MAX) + u64(0), "t"));
}

TEST(Windows, OtherFilesAreRefused)
{
	EXPECT_THAT(parse_windows("HMWIN001", "t").error().reason, HasSubstr("does not begin"));
	EXPECT_FALSE(read_windows("/nonexistent"));
}

} // namespace
} // namespace matrix::trace
