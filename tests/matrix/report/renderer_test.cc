// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/renderer.h"

#include <algorithm>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string rendered(const char *format, compare::Results results = example::results())
{
	const auto text = find_renderer(format)->render(compared(std::move(results)));

	EXPECT_TRUE(text) << text.error().to_string();
	return text ? *text : "";
}

TEST(RendererTable, FormatsAndFilesAreUnique)
{
	std::set<std::string_view> words;

	for (const Renderer &row : renderer_table()) {
		EXPECT_TRUE(words.insert(row.format).second) << row.format;
		EXPECT_TRUE(words.insert(row.file).second) << row.file;
		EXPECT_FALSE(row.description.empty());
	}
	EXPECT_EQ(find_renderer("pdf"), nullptr);
}

// Two modes on override idle; its own program and none are exact.
compare::Results with_modes()
{
	compare::Results results = example::results();

	results.cells[3].samples = {507, 507, 507, 507, 507, 900, 900};
	return results;
}

TEST(Renderer, WhatIsNotExactIsMarkedInEveryFormat)
{
	for (const char *format : {"markdown", "html"})
		EXPECT_THAT(rendered(format, with_modes()), HasSubstr("~+1.4\u00a0%")) << format;
	EXPECT_THAT(rendered("markdown", with_modes()), HasSubstr("| eventfd\\_write | 500 | ~+7 (~+1.4\u00a0%) | +40 (+8.0\u00a0%) |"));
	EXPECT_THAT(rendered("markdown", with_modes()), HasSubstr("| eventfd\\_write | 500 | ~507 | 540 |"));
	EXPECT_THAT(rendered("markdown", with_modes()), HasSubstr("| eventfd\\_write | ~+123 | +125 | not exact |"));
	EXPECT_THAT(rendered("mail", with_modes()), HasSubstr("eventfd_write  500       ~+7       +40\n"));
	EXPECT_THAT(rendered("csv", with_modes()), HasSubstr(",7,1.400,no,no,ok,"));
	for (const char *format : {"markdown", "html", "mail"}) {
		EXPECT_THAT(rendered(format, with_modes()), HasSubstr("~: it, or what it is compared with")) << format;
		EXPECT_THAT(rendered(format), Not(HasSubstr("~: it, or what it is compared with"))) << format;
	}
}

TEST(Renderer, EveryFormatCanRenderNothing)
{
	for (const Renderer &row : renderer_table())
		EXPECT_TRUE(row.render(compared({}))) << row.format;
}

TEST(Json, IsTheResultsAgain)
{
	const auto again = compare::parse_results(rendered("json"), "t");

	ASSERT_TRUE(again);
	EXPECT_EQ(compare::to_json(*again), compare::to_json(example::results()));
}

TEST(Markdown, SaysWhichPoliciesWereLoadedAndWhichLsmHadNone)
{
	compare::Results results = example::results();

	EXPECT_THAT(rendered("markdown", results), Not(HasSubstr("without a colon")));
	results.cells.push_back(example::cell({"bpf-lsm", "static-call", "yama,selinux:enforcing,bpf", "idle"}, "getppid", {320}));
	results.cells.push_back(example::cell({"bpf-lsm", "static-call", "apparmor,bpf", "idle"}, "getppid", {320}));
	const std::string text = rendered("markdown", std::move(results));
	EXPECT_THAT(text, HasSubstr("selinux:enforcing: the policy of Debian's selinux-policy-default, enforcing"));
	EXPECT_THAT(text, HasSubstr("Where apparmor stands without a colon"));
}

TEST(Markdown, OpensWithTheAnswer)
{
	const std::string text = rendered("markdown");

	EXPECT_THAT(text, HasSubstr("- Idle, override costs over none: +7 instructions"));
	EXPECT_LT(text.find("With no program attached"), text.find("A/A"));
	EXPECT_LT(text.find("A/A"), text.find("- Idle"));
	EXPECT_LT(text.find("- Idle"), text.find("## Cost over none"));
	EXPECT_LT(text.find("## Cost over none"), text.find("## Method and limits"));
	EXPECT_THAT(text, HasSubstr("| eventfd\\_write | 500 | +7 (+1.4\u00a0%) | +40 (+8.0\u00a0%) |"));
	EXPECT_THAT(text, HasSubstr("- **To make these results again**: hookmatrix run --set example"));
}

// Of pairs that differ, and of none.
TEST(Renderer, WhatIsNotTrustworthySaysSoBeforeAnythingElse)
{
	compare::Results differing = example::results();
	differing.cells.back().samples = {501};
	compare::Results unpaired = example::results();
	std::erase_if(unpaired.cells, [](const compare::Cell &cell) { return cell.boot > 1; });

	for (const char *format : {"markdown", "html", "mail"}) {
		for (const compare::Results &results : {differing, unpaired}) {
			const std::string text = rendered(format, results);
			const std::size_t at = text.find("Not shown to be trustworthy.");
			ASSERT_NE(at, std::string::npos) << format;
			EXPECT_LT(at, text.find("Should a distribution")) << format;
			EXPECT_LT(at, text.find("With no program")) << format;
		}
		EXPECT_THAT(rendered(format), Not(HasSubstr("trustworthy"))) << format;
	}
}

TEST(Markdown, AReasonCannotBreakItsTable)
{
	compare::Results results = example::results();
	results.cells.push_back(example::cell(example::override_idle, "pipe", {}));
	results.cells.back().status = "failed";
	results.cells.back().reason = "a | b\nc";

	EXPECT_THAT(rendered("markdown", results), HasSubstr("status: failed; reason: a \\| b c"));
}

TEST(Renderer, TheConsoleOfAFailedBootIsKeptAsItWasWithTheReason)
{
	compare::Results results = example::results();
	results.context["failed_boots"] = {{{"boot", "override noop-1"}, {"reason", "the guest ended"},
					    {"console", {"[    1.0] BUG: <x> *y* | ```", std::string(100, 'z')}}}};

	EXPECT_THAT(rendered("markdown", results), HasSubstr("override noop-1: the guest ended. The end of its console:\n\n````\n[    1.0] BUG: <x> *y* | ```\nzzz"));
	EXPECT_THAT(rendered("html", results), HasSubstr("<pre>[    1.0] BUG: &lt;x&gt; *y* | ```\nzzz"));
	EXPECT_THAT(rendered("mail", results), HasSubstr("    [    1.0] BUG: <x> *y* | ```\n    " + std::string(76, 'z') + "\n\n"));
}

TEST(Mail, IsPlainAndNoWiderThanATerminal)
{
	const std::string text = rendered("mail");
	std::istringstream lines{text};

	for (std::string line; std::getline(lines, line);) {
		// A link cannot be parted.
		EXPECT_TRUE(line.size() <= 80 || line.starts_with("https://")) << line;
		EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](unsigned char c) { return c < 128; })) << line;
	}
	EXPECT_THAT(text, HasSubstr("workload      none  override       [1]\n"));
	EXPECT_THAT(text, HasSubstr("eventfd_write  500        +7       +40\n"));
	EXPECT_THAT(text, HasSubstr("  [1] bpf-lsm bpf\n"));
}

TEST(Csv, HasOneLinePerCellAndQuotesCommas)
{
	compare::Results results = example::results();
	results.cells[6].configuration.stack = "selinux,bpf";
	const std::string text = rendered("csv", results);

	EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 13);
	EXPECT_THAT(text, HasSubstr("\"selinux,bpf\""));
	EXPECT_THAT(text, HasSubstr("override,gate,-,idle,eventfd_write,instructions,instructions/op,tcg-icount,1,0,507,507,507,0,3,7,1.400,yes,yes,ok,"));
}

TEST(Html, IsOnePageWithNothingFromElsewhere)
{
	const std::string text = rendered("html");

	EXPECT_TRUE(text.starts_with("<!doctype html>"));
	EXPECT_THAT(text, HasSubstr("<svg"));
	EXPECT_EQ(text.find("<script>"), text.rfind("<script")); // its own, and no other
	EXPECT_THAT(text, Not(HasSubstr("<link")));
	EXPECT_THAT(text, Not(HasSubstr("src=")));
	EXPECT_THAT(text, Not(HasSubstr("url(http")));
	EXPECT_LT(text.find("A/A"), text.find("Idle, override costs"));
}

TEST(Html, SaysByWhatItWasCounted)
{
	compare::Results results = example::results();

	results.context["accelerator"] = "kvm";
	EXPECT_THAT(rendered("html", results), HasSubstr("data-accelerator=\"kvm\""));
}

TEST(Html, AHeadingOfAListOfLsmsMayBreakAfterItsCommas)
{
	compare::Results results = example::results();

	results.cells[6].configuration.stack = results.cells[7].configuration.stack = "selinux,bpf";
	EXPECT_THAT(rendered("html", results), HasSubstr(">bpf-lsm selinux,<wbr>bpf</th>"));
	EXPECT_THAT(rendered("html", results), HasSubstr(">override</th>"));
}

TEST(Html, WhatComesFromTheResultsIsEscaped)
{
	compare::Results results = example::results();
	results.cells.push_back(example::cell(example::override_idle, "pipe", {}));
	results.cells.back().status = "failed";
	results.cells.back().reason = "<script>alert(1)</script>";

	EXPECT_THAT(rendered("html", results), Not(HasSubstr("<script>alert")));
}

// How long something took under TCG is no performance and is not shown.
TEST(Renderer, NoTimesAreShown)
{
	for (const char *format : {"markdown", "csv", "html"}) {
		const std::string text = rendered(format);
		EXPECT_THAT(text, Not(HasSubstr("nanosecond"))) << format;
		EXPECT_THAT(text, Not(HasSubstr(" ns"))) << format;
		EXPECT_THAT(text, Not(HasSubstr("seconds"))) << format;
	}
}

} // namespace
} // namespace matrix::report
