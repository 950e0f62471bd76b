// SPDX-License-Identifier: GPL-2.0
#include "matrix/guest/job.h"

#include <gtest/gtest.h>

namespace matrix::guest {
namespace {

TEST(Job, ComesBackAsItWent)
{
	const Job job{.argv = {"sh", "-c", "echo 'a b'\n"}, .environment = {{"A", "1"}}, .uid = 1000};
	const auto text = job_to_json(job);

	ASSERT_TRUE(text);
	const auto back = job_from_json(*text);
	ASSERT_TRUE(back);
	EXPECT_EQ(back->argv, job.argv);
	EXPECT_EQ(back->environment, job.environment);
	EXPECT_EQ(back->uid, 1000u);
	EXPECT_FALSE(back->interactive);
}

TEST(Job, WhatIsNotUtf8IsRefusedAndNotChanged)
{
	const auto text = job_to_json({.argv = {"\xff\xfe"}, .environment = {}});

	ASSERT_FALSE(text);
	EXPECT_EQ(text.error().id, "argument-not-utf8");
}

TEST(Job, BadTextIsAnError)
{
	for (const char *text : {"", "{", "[]", "{\"argv\":1}", "{\"argv\":[],\"environment\":{}}"}) {
		const auto job = job_from_json(text);
		ASSERT_FALSE(job) << text;
		EXPECT_EQ(job.error().id, "job-malformed");
	}
}

} // namespace
} // namespace matrix::guest
