// SPDX-License-Identifier: GPL-2.0
//
// Types that no compiler makes: an object's author is not trusted.
#include "loader/params/schema.h"

#include <gmock/gmock.h>

#include "loader/params/values.h"
#include "tests/loader/made_types.h"
#include "tests/loader/params/fake_names.h"

namespace loader::params {
namespace {

using testing::HasSubstr;

std::string error_of(const MadeTypes &types)
{
	const auto schema = read_schema("made", types.get());
	return schema ? "no error" : schema.error().id + ": " + schema.error().reason;
}

TEST(SchemaOfMadeTypes, ThoseOfAPolicyAreRead)
{
	const MadeTypes types = policy_types();
	const auto schema = read_schema("made", types.get());
	ASSERT_TRUE(schema) << schema.error().to_string();
	ASSERT_EQ(schema->size(), 6U);
	EXPECT_EQ((*schema)[4].name, "places");
	FakeNames names;
	const auto values = read_values(*schema, "places = [{port = 1, group = \"/cg/web\", address = \"10.0.0.0/8\", most = 2}]\n"
					"nets = [\"::/0\"]\n", "p.toml", names);
	ASSERT_TRUE(values) << values.error().to_string();
	EXPECT_EQ(values->lists[0].entries.size(), 1U);
}

TEST(SchemaOfMadeTypes, ACircleOfTypedefsHasNoSize)
{
	MadeTypes types;
	const int circle = types.next();
	types.alias("first", circle + 1);
	types.alias("second", circle);
	types.global(".rodata", "round", circle, 0, "param string; no end");
	EXPECT_THAT(error_of(types), HasSubstr("policy-schema: the type of 'round' has no size"));

	MadeTypes map;
	const int other = map.next();
	map.alias("first", other);
	map.list("rounds", BPF_MAP_TYPE_HASH, other, other, "param u32; no end");
	EXPECT_THAT(error_of(map), HasSubstr("'rounds' has no size"));
}

TEST(SchemaOfMadeTypes, AGlobalOfNoTypeHasNoSize)
{
	MadeTypes types;
	types.global(".rodata", "nothing", 999, 32, "param string; of no type");
	EXPECT_THAT(error_of(types), HasSubstr("'nothing' has no size"));
}

TEST(SchemaOfMadeTypes, WhatIsTooLargeIsNone)
{
	MadeTypes types;
	types.global(".rodata", "text", types.array(types.integer("char", 1), 1U << 31), 0, "param string; a text");
	EXPECT_THAT(error_of(types), HasSubstr("the type of 'text' has more than 4096 bytes"));
}

// Outside: a value written there would be written into other memory.
TEST(SchemaOfMadeTypes, AColumnLiesInItsKeyOrValue)
{
	for (const std::uint32_t offset : {1U, 4U, 4096U, 1U << 28}) {
		MadeTypes types;
		const int u32 = types.integer("unsigned int", 4);
		const int key = types.structure("key", 4, {{"port", u32, offset}});
		types.tag(key, "param u32; a port", 0);
		types.list("ports", BPF_MAP_TYPE_HASH, key, u32, "param table; ports");
		EXPECT_THAT(error_of(types), HasSubstr("'port' is outside of the keys or values of the map 'ports'")) << offset;

		MadeTypes values;
		const int number = values.integer("unsigned int", 4);
		const int value = values.structure("value", 4, {{"most", number, offset}});
		values.tag(value, "param u32; a limit", 0);
		values.list("limits", BPF_MAP_TYPE_HASH, number, value, "param u32; limits");
		EXPECT_THAT(error_of(values), HasSubstr("'most' is outside")) << offset;
	}
}

TEST(SchemaOfMadeTypes, NoColumnLiesInAPrefixLength)
{
	MadeTypes types;
	const int u16 = types.integer("unsigned short", 2);
	const int key = types.structure("key", 2, {{"port", u16, 0}});
	types.tag(key, "param u16; a port", 0);
	types.list("ports", BPF_MAP_TYPE_LPM_TRIE, key, u16, "param table; ports");
	EXPECT_THAT(error_of(types), HasSubstr("'port' is outside"));
}

TEST(SchemaOfMadeTypes, AValueHasNoPrefix)
{
	MadeTypes types;
	const int u8 = types.integer("unsigned char", 1);
	const int u32 = types.integer("unsigned int", 4);
	const int address = types.array(u8, 16);
	const int value = types.structure("value", 16, {{"to", address, 0}});
	types.tag(value, "param cidr; where to", 0);
	types.list("routes", BPF_MAP_TYPE_HASH, u32, value, "param u32; routes");
	EXPECT_THAT(error_of(types), HasSubstr("'to' of 'routes' is a cidr, and is not the end of an LPM trie's key"));
}

TEST(SchemaOfMadeTypes, ATagOfNothingIsNone)
{
	MadeTypes types;
	types.tag(999, "param u32; of no type");
	types.tag(999, "param u32; of no member", 7);
	EXPECT_EQ(error_of(types), "no error");
}

} // namespace
} // namespace loader::params
