// SPDX-License-Identifier: GPL-2.0
#include "loader/base/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/own_folder.h"

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What a shell says and returns.
struct Answer {
	int status = 0;
	std::string output;
};

class Completion : public ::testing::Test {
protected:
	void SetUp() override
	{
		app_.add_flag("-v,--verbose", verbose_, "Say more");
		app_.fallthrough();
		CLI::App *load = app_.add_subcommand("load", "It's \"loaded\" [here]: $HOME `id` \\ done");
		load->add_option("OBJECT", text_, "An object")->type_name("FILE");
		load->add_option("--params", text_, "A file of\nvalues")->type_name("FILE");
		load->add_option("--pin", text_, "A folder")->type_name("DIR");
		load->add_option("--format", text_, "How 'it' looks")->check(CLI::IsMember({"text", "it's", "$(touch harm)"}));
		load->add_option("--secret", text_, "Not told")->group("");
		CLI::App *list = app_.add_subcommand("list", "List them");
		list->add_option("--count", count_, "So many");
		list->add_option("NAME", names_, "Names")->check(CLI::IsMember({"one", "two"}));
		CLI::App *drop = app_.add_subcommand("drop", "Drop one");
		drop->add_option("NAME", text_, "A name")->type_name("NAME in " + own_.path().string());
		base::add_completion_verb(app_);
	}

	[[nodiscard]] std::string script(base::Shell shell) const { return base::completion_script(app_, shell); }

	[[nodiscard]] Answer shell(const std::string &command) const
	{
		std::FILE *pipe = ::popen(("cd '" + own_.path().string() + "' && " + command + " 2>&1").c_str(), "r");
		Answer answer;

		for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
			answer.output += static_cast<char>(c);
		const int status = ::pclose(pipe);
		answer.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
		return answer;
	}

	// What bash would offer for these words (in bash's own quotes), the last of which is typed.
	[[nodiscard]] std::string offered(const std::string &words) const
	{
		own_.write("script", script(base::Shell::bash));
		own_.write("ask", "set -eu\nsource ./script\n"
			"compopt() { printf 'compopt %s\\n' \"$2\"; }\n" // bash has it only while it completes
			"COMP_WORDS=(" + words + ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_my_prog\n"
			"printf '%s\\n' \"${COMPREPLY[@]}\"\n");
		const Answer answer = shell("bash --norc --noprofile ./ask");
		EXPECT_EQ(answer.status, 0) << answer.output;
		return answer.output;
	}

	void check_syntax(const std::string &program, base::Shell shell_of_it) const
	{
		if (shell("command -v " + program).status != 0)
			GTEST_SKIP() << program << " is not installed, so its syntax is not checked";
		own_.write("script", script(shell_of_it));
		const Answer answer = shell(program + " -n ./script");
		EXPECT_EQ(answer.status, 0) << answer.output;
		EXPECT_EQ(answer.output, "");
	}

	tests::OwnFolder own_;
	CLI::App app_{"A sample", "my.prog"};
	bool verbose_ = false;
	std::string text_;
	std::vector<std::string> names_;
	int count_ = 0;
};

TEST_F(Completion, EveryVerbAndLongOptionIsInEveryScript)
{
	for (const base::Shell shell : {base::Shell::bash, base::Shell::zsh, base::Shell::fish}) {
		const std::string text = script(shell);
		const std::string dashes = shell == base::Shell::fish ? "-l '" : "--";
		for (const char *verb : {"load", "list", "completion"})
			EXPECT_THAT(text, HasSubstr("'" + std::string(verb)));
		for (const char *option : {"help", "verbose", "params", "pin", "format", "count"})
			EXPECT_THAT(text, HasSubstr(dashes + option));
		EXPECT_THAT(text, Not(HasSubstr("secret")));
	}
}

TEST_F(Completion, BashReadsItsScript) { check_syntax("bash", base::Shell::bash); }
TEST_F(Completion, ZshReadsItsScript) { check_syntax("zsh", base::Shell::zsh); }
TEST_F(Completion, FishReadsItsScript) { check_syntax("fish", base::Shell::fish); }

TEST_F(Completion, BashCompletesVerbs)
{
	EXPECT_EQ(offered("my.prog lo"), "load\n");
	EXPECT_EQ(offered("my.prog l"), "load\nlist\n");
	EXPECT_EQ(offered("my.prog -v lo"), "load\n");
	EXPECT_EQ(offered("my.prog load x lo"), "\n") << "a verb stands once";
	EXPECT_EQ(offered("my.prog completion z"), "zsh\n");
}

TEST_F(Completion, BashCompletesOptionsOfTheVerbAndOfTheProgram)
{
	EXPECT_EQ(offered("my.prog load --p"), "--params\n--pin\n");
	EXPECT_EQ(offered("my.prog load --params x --verb"), "--verbose\n");
	EXPECT_EQ(offered("my.prog --p"), "\n") << "an option of load";
}

TEST_F(Completion, BashCompletesValues)
{
	EXPECT_EQ(offered("my.prog list --count 1 t"), "two\n");
	EXPECT_EQ(offered("my.prog list one t"), "two\n");
	EXPECT_EQ(offered("my.prog list --count ''"), "\n");
	EXPECT_EQ(offered("my.prog load --params ''"), "compopt default\n\n");
	EXPECT_EQ(offered("my.prog load --params = ''"), "compopt default\n\n");
	EXPECT_EQ(offered("my.prog load --pin ="), "compopt dirnames\n\n");
	EXPECT_EQ(offered("my.prog load ''"), "compopt default\n\n");
	EXPECT_EQ(offered("my.prog load object ''"), "\n");
	EXPECT_THAT(offered("my.prog load object -- printen"), HasSubstr("printenv\n"));
}

TEST_F(Completion, BashCompletesWhatLiesInAFolder)
{
	std::filesystem::create_directory(own_.path() / "noop_1");
	std::filesystem::create_directory(own_.path() / "audit");
	EXPECT_EQ(offered("my.prog drop no"), "noop_1\n");
	EXPECT_EQ(offered("my.prog drop x no"), "\n");
}

TEST_F(Completion, WordsAreNeverRunAsCommands)
{
	EXPECT_EQ(offered("my.prog load --format i"), "it\\'s\n");
	EXPECT_EQ(offered("my.prog load --format '$'"), "\\$\\(touch\\ harm\\)\n");
	EXPECT_FALSE(std::filesystem::exists(own_.path() / "harm"));
}

TEST_F(Completion, HelpsAreQuoted)
{
	EXPECT_THAT(script(base::Shell::zsh), HasSubstr(R"('load:It'\''s "loaded" [here]: $HOME `id` \ done')"));
	EXPECT_THAT(script(base::Shell::zsh), HasSubstr(R"(--format=[How '\''it'\'' looks])"));
	EXPECT_THAT(script(base::Shell::fish), HasSubstr(R"('It\'s "loaded" [here]: $HOME `id` \\ done')"));
	EXPECT_THAT(script(base::Shell::fish), HasSubstr("'A file of values'"));
}

TEST_F(Completion, TheVerbPrintsTheScriptAndEndsWell)
{
	::testing::internal::CaptureStdout();
	EXPECT_THROW(app_.parse("completion fish"), CLI::Success);
	EXPECT_EQ(::testing::internal::GetCapturedStdout(), script(base::Shell::fish));
	EXPECT_THROW(app_.parse("completion tcsh"), CLI::ValidationError);
	EXPECT_THROW(app_.parse("completion"), CLI::RequiredError);
}

} // namespace
