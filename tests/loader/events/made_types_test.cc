// SPDX-License-Identifier: GPL-2.0
//
// Records decoded by types that are made here; some that no compiler makes.
#include <gmock/gmock.h>

#include <array>
#include <vector>

#include "loader/events/decoder.h"
#include "tests/loader/made_types.h"

namespace loader {
namespace {

using testing::HasSubstr;

struct Kinds {
	MadeTypes types;
	int u32 = types.integer("unsigned int", 4);
	int header = types.structure("event_header", 4, {{"kind", u32, 0}});

	Kinds()
	{
		btf__add_enum(types.get(), "event_kind", 4);
		btf__add_enum_value(types.get(), "EVENT_MADE", 0);
	}

	[[nodiscard]] std::string line(std::size_t size) const
	{
		const auto event = EventDecoder(*types.get()).decode(std::vector<std::byte>(size));
		return event ? event_line(*event) : "none";
	}
};

TEST(DecoderOfMadeTypes, AStructThatContainsItselfHasAnEnd)
{
	Kinds kinds;
	const int made = kinds.types.next();
	kinds.types.structure("event_made", 64, {{"again", made, 0}});
	EXPECT_THAT(kinds.line(64), HasSubstr("null"));

	Kinds arrays;
	const int array = arrays.types.next() + 1;
	const int one = arrays.types.structure("event_made", 64, {{"again", array, 0}});
	arrays.types.array(one, 1);
	EXPECT_THAT(arrays.line(64), HasSubstr("null"));
}

// Members at one place, each of which is the struct again, would be more than there is time for.
TEST(DecoderOfMadeTypes, NoByteIsShownTwice)
{
	Kinds kinds;
	const int made = kinds.types.next();
	kinds.types.structure("event_made", 8, {{"a", made, 0}, {"b", made, 0}, {"c", made, 0}, {"d", made, 0}, {"e", made, 0}});
	EXPECT_EQ(kinds.line(8).find("\"b\""), std::string::npos);
}

TEST(DecoderOfMadeTypes, ACircleOfTypedefsIsNoValue)
{
	Kinds kinds;
	const int circle = kinds.types.next();
	kinds.types.alias("first", circle + 1);
	kinds.types.alias("second", circle);
	kinds.types.structure("event_made", 8, {{"round", circle, 0}, {"end", kinds.u32, 4}});
	EXPECT_EQ(kinds.line(8), "made: end 0");
}

TEST(DecoderOfMadeTypes, AMemberOutsideOfTheRecordIsLeftOut)
{
	Kinds kinds;
	kinds.types.structure("event_made", 8, {{"far", kinds.u32, 1U << 28}, {"half", kinds.u32, 6}, {"none", 999, 0}});
	EXPECT_EQ(kinds.line(8), "made:");
	EXPECT_EQ(kinds.line(4), "none");
}

TEST(DecoderOfMadeTypes, TheKindOfAnEventIsNotAMembers)
{
	const MadeTypes types = policy_types();
	const EventDecoder decoder(*types.get());
	std::array<std::byte, 64> record{};
	record[8] = std::byte{1};
	record[48] = std::byte{7};
	const auto event = decoder.decode(record);
	ASSERT_TRUE(event);
	EXPECT_EQ((*event)["kind"], "other");
	EXPECT_THAT(event_line(*event), testing::StartsWith("other: pid 0"));
}

TEST(DecoderOfMadeTypes, ACounterOfNoTypeIsNone)
{
	MadeTypes types;
	btf__add_datasec(types.get(), ".bss", 8);
	btf__add_datasec_var_info(types.get(), 999, 0, 8);
	EXPECT_FALSE(EventDecoder(*types.get()).dropped_offset());
}

} // namespace
} // namespace loader
