// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/outcome.h"

#include <gtest/gtest.h>

#include <csignal>

namespace matrix::boot {
namespace {

Observation finished()
{
	Observation seen;
	seen.said_hello = true;
	seen.exit_status = 0;
	return seen;
}

TEST(Outcome, NothingSeenIsALostResult) { EXPECT_EQ(classify({}).outcome, Outcome::lost_result); }

TEST(Outcome, OkNeedsAStatusAndAnUndamagedChannel)
{
	Observation seen = finished();
	EXPECT_EQ(classify(seen).outcome, Outcome::ok);
	seen.damage = "2 bytes skipped";
	EXPECT_EQ(classify(seen).outcome, Outcome::lost_result);
}

TEST(Outcome, ACommandsStatusAndSignalAreTold)
{
	Observation seen = finished();
	seen.exit_status = 3;
	EXPECT_EQ(classify(seen).outcome, Outcome::command_failed);
	EXPECT_EQ(classify(seen).reason, "the command returned 3");
	seen.signal = SIGSEGV;
	EXPECT_NE(classify(seen).reason.find("signal 11"), std::string::npos);
}

TEST(Outcome, CausesComeBeforeConsequences)
{
	Observation seen;
	seen.wait_status = SIGKILL;
	EXPECT_EQ(classify(seen).outcome, Outcome::qemu_failed);
	seen.ended_by_us = EndedByUs::silence;
	EXPECT_EQ(classify(seen).outcome, Outcome::hang);
	seen.ended_by_us = EndedByUs::timeout;
	EXPECT_EQ(classify(seen).outcome, Outcome::timeout);
	seen.panic_line = "Kernel panic - not syncing: x";
	EXPECT_EQ(classify(seen).outcome, Outcome::panic);
	seen.no_init_line = "Kernel panic - not syncing: No working init found.";
	EXPECT_EQ(classify(seen).outcome, Outcome::no_init);
	seen.ended_by_us = EndedByUs::interrupt;
	EXPECT_EQ(classify(seen).outcome, Outcome::interrupted);
	seen.start_error = "cannot start";
	EXPECT_EQ(classify(seen).outcome, Outcome::qemu_failed);
}

TEST(Outcome, ASplatIsASplatEvenWhenTheCommandIsDone)
{
	Observation seen = finished();
	seen.splat_line = "WARNING: CPU: 0 PID: 1 at x";
	EXPECT_EQ(classify(seen).outcome, Outcome::splat);
}

TEST(Outcome, NamesGoBothWays)
{
	for (const auto outcome : {Outcome::ok, Outcome::panic, Outcome::splat, Outcome::no_init, Outcome::hang,
				   Outcome::qemu_failed, Outcome::command_failed, Outcome::lost_result,
				   Outcome::timeout, Outcome::interrupted})
		EXPECT_EQ(outcome_from_name(outcome_name(outcome)), outcome);
	EXPECT_FALSE(outcome_from_name("fine"));
}

} // namespace
} // namespace matrix::boot
