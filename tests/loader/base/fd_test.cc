// SPDX-License-Identifier: GPL-2.0
#include "loader/base/fd.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <utility>

namespace {

bool is_open(int fd) { return ::fcntl(fd, F_GETFD) >= 0; }

TEST(Fd, ClosesOnceAndMoves)
{
	int number = -1;
	{
		base::Fd first{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
		ASSERT_TRUE(first);
		number = first.get();
		base::Fd second = std::move(first);
		EXPECT_EQ(second.get(), number);
		EXPECT_TRUE(is_open(number));
	}
	EXPECT_FALSE(is_open(number));
}

TEST(Fd, AssignmentClosesTheOldOne)
{
	base::Fd one{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
	base::Fd two{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
	const int old = one.get();

	one = std::move(two);
	EXPECT_FALSE(is_open(old));
	EXPECT_TRUE(is_open(one.get()));
}

TEST(Fd, ReleaseGivesUpOwnership)
{
	base::Fd one{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
	const int number = one.release();

	EXPECT_FALSE(one);
	EXPECT_TRUE(is_open(number));
	::close(number);
}

} // namespace
