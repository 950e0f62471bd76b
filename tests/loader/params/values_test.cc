// SPDX-License-Identifier: GPL-2.0
//
// Schemas and parameter files, on the object with a parameter of each kind that this
// build has made.
#include "loader/params/values.h"

#include <bpf/libbpf.h>
#include <gmock/gmock.h>

#include <cstring>

#include "loader/object.h"
#include "loader/params/apply.h"
#include "tests/loader/params/fake_names.h"

namespace loader::params {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Parameters : public testing::Test {
protected:
	void SetUp() override
	{
		auto opened = PolicyObject::open(std::string(HOOKMATRIX_TEST_OBJECTS) + "/parameters.bpf.o");
		ASSERT_TRUE(opened) << opened.error().to_string();
		object_ = std::make_unique<PolicyObject>(*std::move(opened));
		auto schema = read_schema("parameters", bpf_object__btf(object_->handle()));
		ASSERT_TRUE(schema) << schema.error().to_string();
		schema_ = *std::move(schema);
	}

	base::Result<Values> read(const std::string &text)
	{
		FakeNames names;
		return read_values(schema_, text, "p.toml", names);
	}

	std::string error_of(const std::string &text)
	{
		const auto values = read(text);
		return values ? "no error" : values.error().id + ": " + values.error().reason;
	}

	std::unique_ptr<PolicyObject> object_;
	Schema schema_;
};

TEST_F(Parameters, TheSchemaIsWhatThePolicyDeclares)
{
	std::vector<std::string> names;
	for (const Parameter &parameter : schema_)
		names.push_back(parameter.name);
	ASSERT_THAT(names, ElementsAre("bytes", "closed", "depth", "files", "name", "places"));

	const Field &depth = std::get<Scalar>(schema_[2].shape).field;
	EXPECT_EQ(depth.least, 1U);
	EXPECT_EQ(depth.most, 32U);
	EXPECT_EQ(schema_[2].help, "how deep");
	const auto data = read_only_data(object_->handle());
	EXPECT_EQ(decode(depth, data.subspan(depth.offset, depth.size)), "16");
	const Field &name = std::get<Scalar>(schema_[4].shape).field;
	EXPECT_EQ(decode(name, data.subspan(name.offset, name.size)), "\"before\"");

	const List &places = std::get<List>(schema_[5].shape);
	EXPECT_TRUE(places.of_tables);
	EXPECT_TRUE(places.has_prefix);
	ASSERT_EQ(places.key.size(), 3U);
	EXPECT_EQ(places.key[2].name, "address");
	EXPECT_EQ(places.key[2].offset, 14U);
	ASSERT_EQ(places.value.size(), 1U);
	EXPECT_EQ(places.most, 16U);
}

TEST_F(Parameters, WhatIsNotMentionedStays)
{
	const auto values = read("");
	ASSERT_TRUE(values);
	EXPECT_TRUE(values->scalars.empty());
	EXPECT_TRUE(values->lists.empty());
}

TEST_F(Parameters, GlobalsAreSetBeforeTheLoad)
{
	const auto values = read("closed = true\ndepth = 7\nname = \"x\"\n");
	ASSERT_TRUE(values) << values.error().to_string();
	ASSERT_TRUE(set_globals(object_->handle(), *values));

	const auto data = read_only_data(object_->handle());
	const auto shown = [&](std::size_t i) {
		const Field &one = std::get<Scalar>(schema_[i].shape).field;
		return decode(one, data.subspan(one.offset, one.size));
	};
	EXPECT_EQ(shown(0), "5"); // not mentioned
	EXPECT_EQ(shown(1), "true");
	EXPECT_EQ(shown(2), "7");
	EXPECT_EQ(shown(4), "\"x\"");
}

TEST_F(Parameters, RowsOfATableAreKeysAndValues)
{
	const auto values = read("places = [{port = 443, group = \"/cg/web\", address = \"10.0.0.0/8\", most = 3}]\n");
	ASSERT_TRUE(values) << values.error().to_string();
	ASSERT_EQ(values->lists.size(), 1U);
	const ListEntry &entry = values->lists[0].entries.at(0);
	std::uint32_t prefix = 0;
	std::uint32_t most = 0;

	ASSERT_EQ(entry.key.size(), 30U);
	std::memcpy(&prefix, entry.key.data(), sizeof(prefix));
	EXPECT_EQ(prefix, 10 * 8 + 96 + 8); // port, group, ::ffff:0:0/96, /8
	EXPECT_EQ(entry.key[4], std::byte{0xbb});
	EXPECT_EQ(entry.key[6], std::byte{0x34});
	EXPECT_EQ(entry.key[26], std::byte{10});
	ASSERT_EQ(entry.value.size(), 8U);
	std::memcpy(&most, entry.value.data(), sizeof(most));
	EXPECT_EQ(most, 3U);
}

TEST_F(Parameters, AnItemOfAListHasTheValueOne)
{
	const auto values = read("files = [\"/etc/shadow\"]\n");
	ASSERT_TRUE(values) << values.error().to_string();
	const ListEntry &entry = values->lists.at(0).entries.at(0);
	EXPECT_EQ(entry.key.size(), 16U);
	EXPECT_THAT(entry.value, ElementsAre(std::byte{1}, std::byte{0}, std::byte{0}, std::byte{0}));
}

TEST_F(Parameters, WrongFilesAreNamedWithTheirLine)
{
	EXPECT_EQ(error_of("\ndepht = 7\n"), "params-unknown: line 2, key 'depht' is no parameter; did you mean 'depth'?");
	EXPECT_EQ(error_of("depth = 64\n"), "params-value: line 1, key 'depth' is 64, and may be 1 to 32");
	EXPECT_THAT(error_of("files = \"/etc/shadow\"\n"), HasSubstr("must be a list"));
	EXPECT_THAT(error_of("files = [1]\n"), HasSubstr("must be a string"));
	EXPECT_THAT(error_of("files = [\"/etc/shadow\", \"/etc/shadow\", \"/etc/shadow\"]\n"), HasSubstr("has room for 2"));
	EXPECT_THAT(error_of("places = [\"10.0.0.0/8\"]\n"), HasSubstr("must be a list of tables"));
	EXPECT_THAT(error_of("places = [{port = 1, most = 1}]\n"), HasSubstr("has an entry without 'group'"));
	EXPECT_THAT(error_of("places = [{prot = 1}]\n"), HasSubstr("did you mean 'port'?"));
	EXPECT_THAT(error_of("places = [{seen = 1}]\n"), HasSubstr("'seen' is no parameter"));
	EXPECT_THAT(error_of("depth = [\n"), HasSubstr("params-syntax: line "));
	EXPECT_THAT(error_of("depth = 1\ndepth = 2\n"), HasSubstr("params-syntax"));
}

TEST(Schema, APolicyWithoutTagsTakesNoParameters)
{
	const auto opened = PolicyObject::open(std::string(HOOKMATRIX_TEST_OBJECTS) + "/not_gpl.bpf.o");
	ASSERT_TRUE(opened) << opened.error().to_string();
	const auto schema = read_schema("not_gpl", bpf_object__btf(opened->handle()));
	ASSERT_TRUE(schema);
	EXPECT_TRUE(schema->empty());

	FakeNames names;
	const auto values = read_values(*schema, "x = 1\n", "p.toml", names);
	ASSERT_FALSE(values);
	EXPECT_THAT(values.error().reason, HasSubstr("there are none"));
}

} // namespace
} // namespace loader::params
