// SPDX-License-Identifier: GPL-2.0
//
// Object-open tests: need neither root nor a kernel. The shipped policies are
// looked at where the build puts them.
#include "loader/object.h"

#include <bpf/libbpf.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "loader/base/files.h"
#include "loader/params/schema.h"
#include "loader/trial.h"

namespace loader {
namespace {

std::string policy(const std::string &name) { return std::string(HOOKMATRIX_POLICIES) + "/" + name + ".bpf.o"; }

std::vector<std::string> hooks_of(const PolicyObject &object)
{
	std::vector<std::string> hooks;
	for (const PolicyProgram &program : object.programs())
		hooks.push_back(program.section.hook);
	return hooks;
}

struct Shipped {
	const char *name;
	const char *hook;
};

class Curve : public testing::TestWithParam<unsigned> {};

TEST_P(Curve, HasAsManyProgramsAsItsNameSays)
{
	const auto object = PolicyObject::open(policy("noop_" + std::to_string(GetParam())));

	ASSERT_TRUE(object) << object.error().to_string();
	EXPECT_EQ(hooks_of(*object), std::vector<std::string>(GetParam(), "file_permission"));
	std::set<std::string> names;
	for (const PolicyProgram &program : object->programs())
		EXPECT_TRUE(names.insert(program.name).second) << program.name;
}

INSTANTIATE_TEST_SUITE_P(Policies, Curve, testing::Values(1, 2, 4, 8, 16, 38));

class ShippedPolicy : public testing::TestWithParam<Shipped> {};

TEST_P(ShippedPolicy, OpensAndHasItsHook)
{
	const auto object = PolicyObject::open(policy(GetParam().name));

	ASSERT_TRUE(object) << object.error().to_string();
	EXPECT_EQ(object->name(), GetParam().name);
	EXPECT_THAT(hooks_of(*object), testing::Contains(GetParam().hook));
	const auto schema = params::read_schema(object->name(), bpf_object__btf(object->handle()));
	EXPECT_TRUE(schema) << schema.error().to_string();
}

INSTANTIATE_TEST_SUITE_P(Policies, ShippedPolicy,
			 testing::Values(Shipped{"noop_1", "file_permission"}, Shipped{"deny_open", "file_open"},
					 Shipped{"deny_wx", "file_mprotect"}, Shipped{"audit", "file_open"},
					 Shipped{"allow_exec", "bprm_check_security"}, Shipped{"protect_paths", "inode_unlink"},
					 Shipped{"restrict_filesystems", "file_open"}, Shipped{"allow_connect", "socket_connect"},
					 Shipped{"lock_kernel", "bpf"}, Shipped{"protect_processes", "task_kill"},
					 Shipped{"restrict_mounts", "sb_mount"}));

TEST(NoopAll, HasTheHooksBehindEveryIfdefOnce)
{
	const auto object = PolicyObject::open(policy("noop_all"));
	ASSERT_TRUE(object) << object.error().to_string();
	const auto hooks = hooks_of(*object);
	const std::set<std::string> unique(hooks.begin(), hooks.end());

	EXPECT_EQ(unique.size(), hooks.size());
	EXPECT_GT(hooks.size(), 230U);
	for (const char *hook : {"file_permission", "path_unlink", "socket_connect", "xfrm_policy_lookup", "key_permission",
				 "audit_rule_match", "bpf_prog_load", "perf_event_open", "uring_cmd", "ib_pkey_access"})
		EXPECT_TRUE(unique.contains(hook)) << hook;
}

TEST(Object, NamesEveryTruncationOfARealOne)
{
	const auto whole = base::read_file(policy("deny_open"));
	ASSERT_TRUE(whole);

	for (std::size_t size = 0; size < whole->size(); size += 7) {
		const auto object = PolicyObject::from_bytes("cut", std::string_view(*whole).substr(0, size));
		ASSERT_FALSE(object) << size;
		EXPECT_EQ(object.error().id, "object-truncated") << size;
	}
}

TEST(Object, RefusesAProgramThatIsNoPolicy)
{
	auto bytes = base::read_file(policy("noop_1"));
	ASSERT_TRUE(bytes);
	const std::string_view from = "lsm/file_permission", to = "xdp/file_permission";
	for (std::size_t at = bytes->find(from); at != std::string::npos; at = bytes->find(from, at))
		bytes->replace(at, from.size(), to);
	const auto object = PolicyObject::from_bytes("wrong", *bytes);

	ASSERT_FALSE(object);
	EXPECT_EQ(object.error().id, "object-wrong-type");
	EXPECT_THAT(object.error().reason, testing::HasSubstr("xdp/file_permission"));
}

TEST(Object, NamesAFileThatIsNotThere)
{
	const auto object = PolicyObject::open("/nonexistent.bpf.o");
	ASSERT_FALSE(object);
	EXPECT_EQ(object.error().id, "file-unreadable");
}

TEST(PolicyName, IsTheFileNameWithoutEndings)
{
	EXPECT_EQ(policy_name("/a/deny_open.bpf.o"), "deny_open");
	EXPECT_EQ(policy_name("deny.open.o"), "deny_open");
	EXPECT_EQ(policy_name("plain"), "plain");
}

// The .BTF section: a header of 24 bytes, then types.
std::size_t types_of(const std::string &bytes)
{
	const std::string magic("\x9f\xeb\x01\x00\x18\x00\x00\x00", 8);
	const std::size_t header = bytes.find(magic);

	EXPECT_NE(header, std::string::npos);
	return header + 24;
}

// libbpf 1.1 crashes on a part of these.
TEST(Trial, ADamagedObjectIsAnErrorOrDoesNoHarm)
{
	const auto bytes = PolicyObject::read(policy("audit"));
	ASSERT_TRUE(bytes);
	const std::size_t begin = types_of(*bytes);
	unsigned refused = 0;

	for (std::size_t at = begin; at < begin + 600 && at + 4 < bytes->size(); at += 4) {
		std::string damaged = *bytes;
		damaged.replace(at, 4, std::string_view("\xff\xff\xff\x00", 4));
		if (const auto tried = try_to_open("damaged", damaged); !tried) {
			EXPECT_EQ(tried.error().id, "object-damaged");
			refused++;
			continue;
		}
		const auto object = PolicyObject::from_bytes("damaged", damaged); // ends
		if (object)
			(void)params::read_schema("damaged", bpf_object__btf(object->handle()));
	}
	EXPECT_GT(refused, 0U);
}

TEST(Trial, WhatShipsPasses)
{
	for (const char *name : {"audit", "allow_connect", "noop_all", "deny_wx"}) {
		const auto bytes = PolicyObject::read(policy(name));
		ASSERT_TRUE(bytes);
		EXPECT_TRUE(try_to_open(name, *bytes)) << name;
	}
}

TEST(Trial, WhatIsNoPolicyIsForWhoOpensIt)
{
	EXPECT_TRUE(try_to_open("text", "no object"));
}

} // namespace
} // namespace loader
