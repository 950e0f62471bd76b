// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/workers.h"

#include <unistd.h>

#include <csignal>
#include <map>

#include <gtest/gtest.h>

namespace matrix::collect {
namespace {

std::map<std::size_t, int> run(Workers &workers, std::size_t tasks, const std::function<int(std::size_t)> &task)
{
	std::map<std::size_t, int> statuses;

	workers.run(tasks, task, [&](const Finished &done) { statuses[done.task] = done.status; });
	return statuses;
}

TEST(Workers, EveryTaskIsRunAndItsStatusHandedBack)
{
	Workers workers{2};
	const auto statuses = run(workers, 5, [](std::size_t i) { return static_cast<int>(i); });

	EXPECT_EQ(statuses, (std::map<std::size_t, int>{{0, 0}, {1, 1}, {2, 2}, {3, 3}, {4, 4}}));
	EXPECT_FALSE(workers.interrupted());
}

TEST(Workers, NoTasksAreNoWork)
{
	Workers workers{0};

	EXPECT_TRUE(run(workers, 0, [](std::size_t) { return 0; }).empty());
}

TEST(Workers, ATaskThatCrashesTakesNobodyWithIt)
{
	Workers workers{2};
	const auto statuses = run(workers, 3, [](std::size_t i) {
		if (i == 1)
			::raise(SIGKILL);
		return 0;
	});

	EXPECT_EQ(statuses.at(1), 128 + SIGKILL);
	EXPECT_EQ(statuses.at(2), 0);
}

TEST(Workers, AfterAnInterruptNothingIsStarted)
{
	Workers workers{1};
	// The first task interrupts its parent and waits to be ended by it.
	const auto statuses = run(workers, 3, [](std::size_t) {
		::kill(::getppid(), SIGINT);
		::pause();
		return 0;
	});

	EXPECT_TRUE(workers.interrupted());
	EXPECT_EQ(statuses.size(), 1U);
	EXPECT_EQ(statuses.at(0), 128 + SIGTERM);
}

} // namespace
} // namespace matrix::collect
