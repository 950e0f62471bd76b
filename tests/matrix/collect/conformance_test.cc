// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/conformance.h"

#include <filesystem>
#include <sstream>

#include <gmock/gmock.h>

#include "loader/base/files.h"
#include "loader/base/temp_dir.h"
#include "tests/matrix/collect/fake_guest.h"

namespace matrix::collect {
namespace {

class Conformance : public testing::Test {
protected:
	void SetUp() override
	{
		for (const auto &folder : {layout.kernel_dir("override"), layout.build / "guest" / "tests", layout.run_dir()})
			std::filesystem::create_directories(folder);
		for (const auto &file : {layout.kernel_dir("override") / "bzImage", layout.build / "guest/tests/hookconform", layout.build / "guest/tests/each_hook.bpf.o"})
			ASSERT_TRUE(base::write_file_atomically(file, "x"));
		guest.report = [this](const boot::GuestJob &) {
			boot::GuestReport report;
			report.outcome = outcome;
			report.out = out;
			return report;
		};
	}
	nlohmann::json ask(const char *kernel = "override") { return (*conformance(layout, {kernel}, guest, false, log, progress))[0]; }

	base::TempDir folder = *base::TempDir::create();
	Layout layout{.root = folder.path(), .build = folder.path() / "build"};
	FakeGuest guest{folder.path() / "boots"};
	std::ostringstream log;
	Progress progress{log, false, 2};
	boot::Outcome outcome = boot::Outcome::command_failed; // one failure
	std::string out = "ok     file_open: open(2): EPERM\nFAIL   path_rmdir: rmdir(2): refused, it gave success\n"
			  "ok     file_free_security: told by the triggers above\n-      x: attached, no trigger: why\n"
			  "2 triggers, 1 hooks told, 256 hooks with a program, 1 failures\n";
};

TEST_F(Conformance, IsReadFromTheLinesOfTheGuest)
{
	const auto row = ask();

	EXPECT_EQ(row["status"], "ok");
	EXPECT_EQ(row["hooks"], 256);
	EXPECT_EQ(row["failures"], 1);
	EXPECT_EQ(row["verdicts"]["file_open: open(2)"], "EPERM");
	EXPECT_EQ(row["verdicts"]["path_rmdir: rmdir(2)"], "refused, it gave success");
	EXPECT_EQ(row["verdicts"].size(), 2U);
}

TEST_F(Conformance, IsKept)
{
	ask();
	EXPECT_THAT(log.str(), testing::HasSubstr("[ 1/2] the hooks of override: ok"));
	ask();
	EXPECT_EQ(guest.boots(), 1U);
	EXPECT_THAT(log.str(), testing::HasSubstr("[ 2/2] the hooks of override: finished before, kept"));
	ASSERT_TRUE(base::write_file_atomically(layout.build / "guest/tests/hookconform", "another"));
	ask();
	EXPECT_EQ(guest.boots(), 2U);
}

TEST_F(Conformance, AGuestThatEndsBadlyIsNoAnswer)
{
	outcome = boot::Outcome::splat;
	EXPECT_EQ(ask()["status"], "failed");
	outcome = boot::Outcome::ok;
	EXPECT_EQ(ask()["status"], "ok");
}

TEST_F(Conformance, AnInterruptionEndsIt)
{
	guest.report = [](const boot::GuestJob &) {
		boot::GuestReport report;
		report.outcome = boot::Outcome::interrupted;
		return report;
	};
	EXPECT_FALSE(conformance(layout, {"override", "override"}, guest, false, log, progress));
	EXPECT_EQ(guest.boots(), 1U);
}

TEST_F(Conformance, WithoutItsLastLineItFailed)
{
	out = "ok     file_open: open(2): EPERM\n";
	EXPECT_EQ(ask()["status"], "failed");
	ask();
	EXPECT_EQ(guest.boots(), 2U);
	std::filesystem::remove(layout.build / "guest/tests/hookconform");
	EXPECT_THAT(ask()["reason"], testing::HasSubstr("there is no "));
	EXPECT_THAT(ask("nonesuch")["reason"], testing::HasSubstr("no such kernel"));
}

} // namespace
} // namespace matrix::collect
