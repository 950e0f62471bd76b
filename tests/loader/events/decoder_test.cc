// SPDX-License-Identifier: GPL-2.0
//
// Records decoded by the types of an object that this build made (keeping.bpf.c).
#include "loader/events/decoder.h"

#include <bpf/libbpf.h>
#include <gmock/gmock.h>

#include <cstring>
#include <memory>
#include <vector>

#include "loader/object.h"

namespace loader {
namespace {

using testing::HasSubstr;

// struct event_refused of keeping.bpf.c.
struct Record {
	std::uint64_t time_ns = 1500000000;
	std::uint32_t kind = 0;
	std::uint32_t pid = 7;
	std::uint32_t uid = 1000;
	std::uint64_t cgroup = 5;
	char comm[16] = "cat";
	std::uint16_t version = 2;
	bool flag = true;
	std::int16_t minus = -2;
	std::uint8_t address[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1};
	char name[8] = {'n', 'o', '"', '\n', '\xff', 'x', 'y', 'z'}; // no NUL, no UTF-8
	std::uint32_t list[2] = {7, 8};
};

class Decoder : public testing::Test {
protected:
	void SetUp() override
	{
		auto opened = PolicyObject::open(std::string(HOOKMATRIX_TEST_OBJECTS) + "/keeping_1.bpf.o");
		ASSERT_TRUE(opened) << opened.error().to_string();
		object_ = std::make_unique<PolicyObject>(*std::move(opened));
		decoder_ = std::make_unique<EventDecoder>(*bpf_object__btf(object_->handle()));
	}

	std::optional<nlohmann::ordered_json> decode(const Record &record, std::size_t size = sizeof(Record))
	{
		return decoder_->decode({reinterpret_cast<const std::byte *>(&record), size});
	}

	std::unique_ptr<PolicyObject> object_;
	std::unique_ptr<EventDecoder> decoder_;
};

TEST_F(Decoder, EachMemberIsShownByItsType)
{
	ASSERT_TRUE(decoder_->any());
	const auto event = decode({});
	ASSERT_TRUE(event);
	EXPECT_EQ(event->begin().key(), "kind");
	EXPECT_EQ((*event)["kind"], "refused");
	EXPECT_EQ((*event)["pid"], 7);
	EXPECT_EQ((*event)["comm"], "cat");
	EXPECT_EQ((*event)["flag"], true);
	EXPECT_EQ((*event)["minus"], -2);
	EXPECT_EQ((*event)["address"], "127.0.0.1");
	EXPECT_EQ((*event)["list"], nlohmann::ordered_json::parse("[7,8]"));
	EXPECT_EQ((*event)["name"].get<std::string>().size(), 8U);
}

TEST_F(Decoder, ALineEscapesWhatAProcessMayChoose)
{
	const std::string line = event_line(*decode({}));
	EXPECT_THAT(line, testing::StartsWith("1.500000 refused: pid 7 uid 1000 cgroup 5 comm \"cat\""));
	EXPECT_THAT(line, HasSubstr("\\n"));
	EXPECT_EQ(line.find('\n'), std::string::npos);
}

TEST_F(Decoder, AddressesOfVersion6)
{
	Record record;
	std::memset(record.address, 0, sizeof(record.address));
	record.address[15] = 1;
	EXPECT_EQ((*decode(record))["address"], "::1");
}

TEST_F(Decoder, WhatIsNoEventIsNone)
{
	Record record;
	EXPECT_FALSE(decode(record, sizeof(Record) - 8)); // cut off
	EXPECT_FALSE(decode(record, 0));
	record.kind = 99;
	EXPECT_FALSE(decode(record));
	EXPECT_EQ(decoder_->dropped_offset(), std::optional<std::size_t>{0});
}

TEST(DecoderOfNothing, APolicyWithoutEventsHasNone)
{
	const auto opened = PolicyObject::open(std::string(HOOKMATRIX_TEST_OBJECTS) + "/not_gpl.bpf.o");
	ASSERT_TRUE(opened);
	EXPECT_FALSE(EventDecoder(*bpf_object__btf(opened->handle())).any());
}

} // namespace
} // namespace loader
