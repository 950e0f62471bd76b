// SPDX-License-Identifier: GPL-2.0
#include "matrix/lsm/handlers.h"

#include <set>

#include <gtest/gtest.h>

namespace matrix::lsm {
namespace {

TEST(Handlers, EachPolicyHasOneAndAnotherName)
{
	std::set<std::string> names;

	for (const Policy &row : policy_table()) {
		const Handler *handler = find_handler(row.lsm);
		ASSERT_NE(handler, nullptr) << row.lsm;
		EXPECT_NE(handler->load, nullptr);
		EXPECT_NE(handler->enter, nullptr);
		EXPECT_NE(handler->confirm, nullptr);
		EXPECT_TRUE(names.insert(full_name(row)).second) << full_name(row);
		EXPECT_EQ(find_policy(row.lsm, row.name), &row);
		EXPECT_FALSE(row.description.empty());
	}
	EXPECT_EQ(find_handler("bpf"), nullptr);
}

} // namespace
} // namespace matrix::lsm
