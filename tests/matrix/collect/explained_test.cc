// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/explained.h"

#include <filesystem>
#include <sstream>

#include <gmock/gmock.h>

#include "loader/base/files.h"
#include "loader/base/temp_dir.h"

namespace matrix::collect {
namespace {

using nlohmann::json;

class Explained : public testing::Test {
protected:
	void SetUp() override
	{
		for (const char *kernel : {"none", "override"}) {
			std::filesystem::create_directories(layout.kernel_dir(kernel));
			ASSERT_TRUE(base::write_file_atomically(layout.kernel_dir(kernel) / "bzImage", kernel));
		}
		std::filesystem::create_directories(layout.run_dir());
		set.explanations = {{.workload = "pipe", .a = "none", .b = "override/noop-1"}};
	}
	json run(bool fresh = false) { return *explained(layout, *asked_to_explain(set), explainer, fresh, progress); }

	base::TempDir folder = *base::TempDir::create();
	Layout layout{.root = folder.path(), .build = folder.path() / "build"};
	plan::Set set;
	std::ostringstream log;
	Progress progress{log, false, 1};
	unsigned traced = 0;
	Explainer explainer = [this](const Asked &asked) -> base::Result<json> {
		++traced;
		return json{{"workload", asked.words.workload}, {"number", traced}};
	};
};

TEST_F(Explained, IsKeptUntilSomethingOfItChanges)
{
	EXPECT_EQ(run()[0]["explained"]["number"], 1);
	EXPECT_THAT(log.str(), testing::HasSubstr("[ 1/1] pipe, none beside override/noop-1: ok"));
	EXPECT_EQ(run()[0]["explained"]["number"], 1);
	EXPECT_THAT(log.str(), testing::HasSubstr("override/noop-1: finished before, kept"));
	EXPECT_EQ(run(true)[0]["explained"]["number"], 2);
	ASSERT_TRUE(base::write_file_atomically(layout.kernel_dir("override") / "bzImage", "another"));
	EXPECT_EQ(run()[0]["explained"]["number"], 3);
	set.explanations[0].b = "override";
	EXPECT_EQ(run()[0]["explained"]["number"], 4);
}

TEST_F(Explained, WhatFailsIsSaidAndTriedAgain)
{
	explainer = [this](const Asked &) -> base::Result<json> {
		++traced;
		return base::fail({.id = "guest-failed", .code = base::ExitCode::guest_failed, .action = "trace", .object = "none",
				   .reason = "it hangs", .hint = {}, .errnum = 0});
	};
	EXPECT_EQ(run()[0]["status"], "failed");
	EXPECT_EQ(run()[0]["reason"], "it hangs");
	EXPECT_EQ(traced, 2U);
}

TEST_F(Explained, AnInterruptionEndsIt)
{
	set.explanations.push_back(set.explanations[0]);
	explainer = [this](const Asked &) -> base::Result<json> {
		++traced;
		return base::fail({.id = "interrupted", .code = base::ExitCode::interrupted, .action = "trace", .object = "none",
				   .reason = "it was interrupted", .hint = {}, .errnum = 0});
	};
	EXPECT_FALSE(explained(layout, *asked_to_explain(set), explainer, false, progress));
	EXPECT_EQ(traced, 1U);
}

TEST_F(Explained, ACellThatIsNoneIsAnError)
{
	set.explanations[0].a = "nonesuch";
	const auto asked = asked_to_explain(set);
	ASSERT_FALSE(asked);
	EXPECT_EQ(asked.error().id, "cell-unknown");
}

} // namespace
} // namespace matrix::collect
