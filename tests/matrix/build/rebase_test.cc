// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/rebase.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <filesystem>

#include "tests/own_folder.h"

namespace matrix::build {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Twenty lines, of which the `changed`th says something else.
std::string numbered(int changed = 0, const std::string &says = {}, const std::string &before = {})
{
	std::string text = before;

	for (int i = 1; i <= 20; i++)
		text += i == changed ? says + "\n" : "line " + std::to_string(i) + "\n";
	return text;
}

class Rebase : public testing::Test {
protected:
	void SetUp() override
	{
		tree("base", numbered());
		std::filesystem::create_directories(own_.path() / "series");
		// As git makes them, with the blobs' names, which three-way needs.
		shell("cd base && git init -q && git config user.email a@b && git config user.name a && git add -A && git commit -qm base && "
		      "sed -i 's/^line 10$/line ten/' f && git commit -qam one && sed -i 's/^line 4$/line four/' f && git commit -qam two && "
		      "git format-patch -q --full-index --no-signature -o ../series HEAD~2 && git checkout -q HEAD~2 && rm -rf .git && "
		      "cd ../series && mv 0001* 1.patch && mv 0002* 2.patch");
	}

	void shell(const std::string &command)
	{
		const auto done = runner_.run({.argv = {"sh", "-c", command}, .environment = clean_environment(), .cwd = own_.path(), .stdin_file = {}, .log = {},
					       .on_line = {}, .on_tick = {}});
		ASSERT_TRUE(done && done->status == 0) << (done ? done->output : done.error().to_string());
	}

	void tree(const std::string &name, const std::string &content)
	{
		std::filesystem::create_directories(own_.path() / name);
		own_.write(name + "/f", content);
		own_.write(name + "/Makefile", "VERSION = 6\nPATCHLEVEL = 13\nSUBLEVEL = 0\nEXTRAVERSION = -rc1\n");
	}

	base::Result<RebaseReport> onto(const std::string &name)
	{
		return rebase_series({Series{.name = "s", .folder = own_.path() / "series", .patches = {"1.patch", "2.patch"}, .checksum = {}}}, own_.path() / "base",
				     own_.path() / name, runner_);
	}

	std::vector<FitState> states(const std::string &content)
	{
		tree("other", content);
		const auto report = onto("other");
		EXPECT_TRUE(report) << report.error().to_string();
		std::vector<FitState> all;
		for (const PatchFit &fit : report->patches)
			all.push_back(fit.state);
		return all;
	}

	tests::OwnFolder own_;
	SystemRunner runner_;
};

TEST_F(Rebase, ToldApartPatchByPatch)
{
	EXPECT_THAT(states(numbered()), ElementsAre(FitState::clean, FitState::clean));
	EXPECT_THAT(states(numbered(0, "", "new\nnew\n")), ElementsAre(FitState::offset, FitState::offset));
	EXPECT_THAT(states(numbered(8, "other context")), ElementsAre(FitState::three_way, FitState::clean));
	EXPECT_THAT(states(numbered(10, "line X")), ElementsAre(FitState::conflict, FitState::clean));
	EXPECT_THAT(states(numbered(10, "line ten")), ElementsAre(FitState::there, FitState::clean));
}

TEST_F(Rebase, AConflictShowsItsHunkAndIsTakenBack)
{
	tree("other", numbered(10, "line X"));
	const auto report = onto("other");

	ASSERT_TRUE(report) << report.error().to_string();
	EXPECT_EQ(report->onto, "6.13.0-rc1");
	EXPECT_THAT(report->patches[0].files, ElementsAre("f"));
	EXPECT_THAT(report->patches[0].detail, HasSubstr("line X"));
	EXPECT_THAT(report->patches[0].detail, HasSubstr("line ten"));
	EXPECT_THAT(rebase_text(*report), HasSubstr("0 there already, 1 clean, 0 with an offset, 0 three-way, 1 in conflict; none is compiled"));
	EXPECT_EQ(rebase_json(*report)["patches"][0]["state"], "conflict");
}

TEST_F(Rebase, AFileThatIsNotThereIsAConflictWithItsReason)
{
	tree("other", numbered());
	std::filesystem::remove(own_.path() / "other/f");
	const auto report = onto("other");

	ASSERT_TRUE(report) << report.error().to_string();
	EXPECT_EQ(report->count(FitState::conflict), 2u);
	EXPECT_THAT(report->patches[0].detail, HasSubstr("f"));
	EXPECT_EQ(report->patches[0].after, "");
	EXPECT_EQ(report->patches[1].after, "1.patch");
}

TEST_F(Rebase, WritesToNeitherTree)
{
	tree("other", numbered(8, "other context"));
	ASSERT_TRUE(onto("other"));
	shell("! grep -q ten base/f && ! grep -q ten other/f && [ \"$(ls -A other)\" = \"Makefile\nf\" ]");
}

TEST_F(Rebase, RefusesWhatIsNoTree)
{
	const auto none = onto("absent");
	ASSERT_FALSE(none);
	EXPECT_EQ(none.error().id, "rebase-tree");
	tree("other", numbered());
	own_.write("base/f", numbered(10, "not this"));
	const auto wrong = onto("other");
	ASSERT_FALSE(wrong);
	EXPECT_EQ(wrong.error().id, "rebase-base");
	EXPECT_EQ(wrong.error().code, base::ExitCode::series);
}

} // namespace
} // namespace matrix::build
