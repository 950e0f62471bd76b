// SPDX-License-Identifier: GPL-2.0
#include "loader/command.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <csignal>
#include <thread>

namespace loader {
namespace {

TEST(RunCommand, ReturnsTheStatus)
{
	EXPECT_EQ(run_command({"true"}).value(), 0);
	EXPECT_EQ(run_command({"sh", "-c", "exit 3"}).value(), 3);
}

TEST(RunCommand, Returns128AndTheSignal)
{
	EXPECT_EQ(run_command({"sh", "-c", "kill -KILL $$"}).value(), 128 + SIGKILL);
}

TEST(RunCommand, NamesACommandThatIsNotThere)
{
	const auto status = run_command({"/nonexistent/command"});
	ASSERT_FALSE(status);
	EXPECT_EQ(status.error().id, "command-not-started");
	EXPECT_EQ(status.error().errnum, ENOENT);
}

// The command sends the signal to its parent and waits to get it back.
TEST(RunCommand, ForwardsSignals)
{
	EXPECT_EQ(run_command({"sh", "-c", "trap 'exit 7' TERM; kill -TERM $PPID; while :; do sleep 0.01; done"}).value(), 7);
}

TEST(RunCommand, GivesTheCommandAnUnblockedMask)
{
	EXPECT_EQ(run_command({"sh", "-c", "kill -TERM $$; exit 0"}).value(), 128 + SIGTERM);
}

} // namespace
} // namespace loader
