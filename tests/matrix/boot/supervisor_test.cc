// SPDX-License-Identifier: GPL-2.0
//
// Every way in which a guest can end, played by a shell script in QEMU's place:
// the console is its standard output, the channel its descriptor 3.
#include "matrix/boot/supervisor.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "loader/base/files.h"
#include "loader/base/temp_dir.h"
#include "matrix/guest/channel.h"

namespace matrix::boot {
namespace {

using guest::encode_frame;
using guest::FrameKind;
using namespace std::chrono_literals;

class SupervisorTest : public testing::Test {
protected:
	GuestReport play(const std::string &script, Limits limits = {.timeout = 20s, .silence = 20s})
	{
		EXPECT_TRUE(base::write_file_atomically(dir_->path() / "frames", frames_));
		return Supervisor({"/bin/sh", "-c", "F=" + (dir_->path() / "frames").string() + "; " + script}, limits,
				  nullptr)
			.run();
	}

	base::Result<base::TempDir> dir_ = base::TempDir::create();
	std::string frames_ = encode_frame(FrameKind::hello, 0, R"({"stack":"bpf"})") +
			      encode_frame(FrameKind::out, 1, "out") + encode_frame(FrameKind::err, 2, "err") +
			      encode_frame(FrameKind::file_begin, 3, R"({"path":"a/b.json","size":3})") +
			      encode_frame(FrameKind::file_data, 4, "abc") +
			      encode_frame(FrameKind::exit, 5, R"({"status":0,"signal":0,"files":1})");
};

TEST_F(SupervisorTest, AWholeRunIsOk)
{
	const GuestReport report = play("echo booting; cat $F >&3");

	EXPECT_EQ(report.outcome, Outcome::ok) << report.reason;
	EXPECT_EQ(report.exit_status, 0);
	EXPECT_EQ(report.out, "out");
	EXPECT_EQ(report.err, "err");
	EXPECT_EQ(report.files.at("a/b.json"), "abc");
	EXPECT_EQ(report.hello.at("stack"), "bpf");
	EXPECT_EQ(report.console_tail, std::vector<std::string>{"booting"});
}

TEST_F(SupervisorTest, APanicIsOneEvenIfQemuStays)
{
	const GuestReport report = play("echo 'Kernel panic - not syncing: x'; exec sleep 60",
					{.timeout = 20s, .silence = 20s, .last_words = 50ms});

	EXPECT_EQ(report.outcome, Outcome::panic);
	EXPECT_EQ(report.reason, "Kernel panic - not syncing: x");
}

TEST_F(SupervisorTest, SilenceIsAHang)
{
	const GuestReport report = play("echo booting; exec sleep 60", {.timeout = 20s, .silence = 200ms});

	EXPECT_EQ(report.outcome, Outcome::hang);
}

TEST_F(SupervisorTest, NoiseDoesNotOutliveTheTimeout)
{
	const GuestReport report = play("while :; do echo x; done", {.timeout = 300ms, .silence = 20s});

	EXPECT_EQ(report.outcome, Outcome::timeout);
}

TEST_F(SupervisorTest, AFailingQemuIsQuoted)
{
	const GuestReport report = play("echo 'qemu: no such machine' >&2; exit 1");

	EXPECT_EQ(report.outcome, Outcome::qemu_failed);
	EXPECT_EQ(report.reason, "QEMU ended with status 1: qemu: no such machine");
}

TEST_F(SupervisorTest, AKilledQemuIsTold)
{
	const GuestReport report = play("cat $F >&3; kill -KILL $$");

	EXPECT_EQ(report.outcome, Outcome::qemu_failed);
	EXPECT_NE(report.reason.find("signal 9"), std::string::npos);
}

TEST_F(SupervisorTest, AMissingQemuIsNamed)
{
	const GuestReport report = Supervisor({"/nonexistent/qemu"}, {}, nullptr).run();

	EXPECT_EQ(report.outcome, Outcome::qemu_failed);
	EXPECT_NE(report.reason.find("/nonexistent/qemu"), std::string::npos);
}

TEST_F(SupervisorTest, AnEndWithoutExitFrameIsALostResult)
{
	frames_.resize(frames_.size() - 1);
	EXPECT_EQ(play("cat $F >&3").outcome, Outcome::lost_result);
	EXPECT_EQ(play("true").outcome, Outcome::lost_result);
}

TEST_F(SupervisorTest, DamageIsALostResultAndNotAnOkOne)
{
	frames_.insert(30, "[ 1.0] noise");
	EXPECT_EQ(play("cat $F >&3").outcome, Outcome::lost_result);
}

TEST_F(SupervisorTest, ASplatWithAWholeResultIsASplat)
{
	const GuestReport report = play("echo '[ 1.0] WARNING: CPU: 0 PID: 1 at x'; cat $F >&3");

	EXPECT_EQ(report.outcome, Outcome::splat);
	EXPECT_EQ(report.exit_status, 0);
}

TEST_F(SupervisorTest, AResultFileCannotLeaveItsFolder)
{
	frames_ = encode_frame(FrameKind::hello, 0, "{}") +
		  encode_frame(FrameKind::file_begin, 1, R"({"path":"../x","size":0})") +
		  encode_frame(FrameKind::exit, 2, R"({"status":0,"signal":0,"files":1})");
	const GuestReport report = play("cat $F >&3");

	EXPECT_EQ(report.outcome, Outcome::lost_result);
	EXPECT_TRUE(report.files.empty());
}

TEST_F(SupervisorTest, AnInterruptEndsTheGuest)
{
	const GuestReport report = play("echo up; kill -TERM $PPID; exec sleep 60");

	EXPECT_EQ(report.outcome, Outcome::interrupted);
}

} // namespace
} // namespace matrix::boot
