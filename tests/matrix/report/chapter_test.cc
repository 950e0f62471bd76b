// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/chapter.h"

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

#include "matrix/report/layout.h"
#include "matrix/report/renderer.h"
#include "tests/matrix/compare/example.h"
#include "tests/matrix/model/made_up_prices.h"
#include "tests/matrix/report/compared.h"
#include "tests/matrix/report/with_events.h"

namespace matrix::report {
namespace {

using nlohmann::json;
using testing::HasSubstr;

// With something for every chapter, and more columns than any line has room for.
compare::Results everything()
{
	compare::Results results = example::results();
	const auto add = [&](const char *variant, const char *dispatch, const char *stack, const char *scenario, const char *workload, double count) {
		results.cells.push_back(example::cell({variant, dispatch, stack, scenario}, workload, {count, count, count}));
	};

	for (const char *workload : {"getppid", "eventfd_write", "pipe"}) {
		for (const char *dispatch : {"list", "jump-table", "trampoline", "list-always", "static-call-always"})
			for (const char *stack : {"capability", "bpf", "selinux:enforcing,bpf", "landlock,lockdown,yama,apparmor:confined,tomoyo,bpf,ipe:boot"})
				for (const char *scenario : {"idle", "noop-1", "noop-2", "noop-38"})
					add("bpf-lsm", dispatch, stack, scenario, workload, 123540 + static_cast<double>(results.cells.size()));
		for (const char *scenario : {"noop-2", "noop-38"})
			add("override", "gate", "-", scenario, workload, 123600);
	}
	add("override", "gate", "-", "audit", "eventfd_write", 590);
	add("bpf-lsm", "static-call", "bpf", "audit", "eventfd_write", 760);
	results.cells.back().samples = {700, 760, 800};
	results.cells.push_back(example::cell(example::override_idle, "open_close", {}));
	results.cells.back().status = "failed";
	results.cells.back().reason = "1. it | does * not\nend";
	results.context["kernels"]["none"] = {{"release", "6.12.1"}, {"metadata", {{"size", {{"text", 1000}, {"data", 100}}}}}, {"hooks", {{"deny", 0}}}};
	results.context["census"] = {{"version", "6.12.1"}, {"hooks", 200}, {"lsms", {{"selinux", 150}}}};
	results.context["conformance"] = json::array({{{"kernel", "override"}, {"status", "ok"}, {"triggers", 141}, {"told", 30}, {"hooks", 256}, {"failures", 0}, {"verdicts", {}}}});
	results.context["loads"] = json::parse(R"([{"variant": "override", "dispatch": "gate", "stack": "-", "scenario": "noop-1", "programs": 1,
		"open": {"clock_ns": 1e6, "cpu_ns": 1e6}, "probe": {"clock_ns": 1e6, "cpu_ns": 1e6}, "load": {"clock_ns": 1e6, "cpu_ns": 1e6},
		"attach": {"clock_ns": 1e6, "cpu_ns": 1e6}}])");
	results.context["explained"] = json::parse(R"([{"workload": "pipe", "a": "override", "b": "bpf-lsm-trampoline-hook/noop-1", "status": "ok",
		"explained": {"a": {"cell": "override idle", "kernel": 10}, "b": {"cell": "override noop-1", "kernel": 57}, "kernel_difference": 47,
		"unexplained": 0, "calls": [{"function": "entry_of_a_function_whose_name_is_as_long_as_names_get_in_a_kernel", "depth": 4, "a": 10, "b": 10,
		"differs": true}]}}])");
	add_events(results);
	results.context["prices"] = example::prices();
	results.context["failed_boots"] = json::parse(R"([{"boot": "override noop-1", "reason": "panic", "console": ["Kernel panic - not syncing: | *"]}])");
	return results;
}

std::string text_of(const char *format)
{
	const auto text = find_renderer(format)->render(compared(everything()));

	EXPECT_TRUE(text) << text.error().to_string();
	return text ? *text : "";
}

TEST(ChapterTable, NamesAndTitlesAreUnique)
{
	std::set<std::string_view> words;

	for (const Chapter &row : chapter_table()) {
		EXPECT_TRUE(words.insert(row.id).second) << row.id;
		EXPECT_TRUE(words.insert(row.title).second) << row.title;
	}
}

TEST(ChapterTable, EveryReadableFormatHasEveryChapterInItsOrder)
{
	const auto comparison = compared(everything());
	const Model model = make_model(comparison);
	const std::string html = text_of("html");
	const std::string markdown = text_of("markdown");
	const std::string mail = text_of("mail");
	std::size_t in_html = 0;
	std::size_t in_markdown = 0;
	std::size_t in_mail = 0;

	for (const Chapter &chapter : chapter_table()) {
		const std::string title{chapter.title};
		if (chapter.id == "significance") // of times: times_test.cc
			continue;
		ASSERT_FALSE(chapter.blocks(comparison, model).empty()) << title << ": these results have nothing for it";
		const auto next = [&](const std::string &text, const std::string &heading, std::size_t &from) {
			const std::size_t at = text.find(heading, from);
			EXPECT_NE(at, std::string::npos) << heading << " is not there, or not behind the one before";
			from = at == std::string::npos ? from : at + 1;
		};
		next(html, "<h2 id=\"" + std::string{chapter.id} + "\">" + title, in_html);
		next(markdown, "\n## " + title + "\n", in_markdown);
		next(mail, "\n" + title + "\n" + std::string(title.size(), '-') + "\n", in_mail);
	}
}

// Every table of every chapter, figure by figure: nothing is left out for want of room.
TEST(ChapterTable, TextFormatsHaveAllFigures)
{
	const auto comparison = compared(everything());
	const Model model = make_model(comparison);
	const std::string markdown = text_of("markdown");
	std::size_t tables = 0;

	for (const Chapter &chapter : chapter_table())
		for (const Block &block : chapter.blocks(comparison, model)) {
			const Table *table = std::get_if<Table>(&block);
			if (table == nullptr || table->prose)
				continue;
			++tables;
			for (std::size_t i = table->keys; i < table->head.size(); ++i)
				for (const auto &row : table->rows)
					EXPECT_THAT(markdown, HasSubstr(" " + row[i] + " |")) << table->id;
		}
	EXPECT_GT(tables, 10U);
}

TEST(Markdown, LinesAndTablesAreNarrow)
{
	std::istringstream lines{text_of("markdown")};
	std::size_t rows = 0;

	for (std::string line; std::getline(lines, line);) {
		// A link cannot be parted.
		EXPECT_TRUE(width_of(line) <= 120 || line.starts_with("<https://")) << line;
		rows += line.starts_with('|');
		EXPECT_LE(std::count(line.begin(), line.end(), '|'), 11) << line;
	}
	EXPECT_GT(rows, 100U);
	EXPECT_THAT(text_of("markdown"), HasSubstr("- \\[2] bpf-lsm "));
}

TEST(Markdown, AWordAtTheBeginningOfALineIsNoMark)
{
	compare::Results results = example::results();
	results.context["command"] = "x";
	for (int i = 0; i < 200; ++i)
		results.context["command"] = results.context["command"].get<std::string>() + " 1. - # + > x";
	const std::string text = *find_renderer("markdown")->render(compared(std::move(results)));

	EXPECT_FALSE(std::regex_search(text, std::regex{"\n  (1\\.|-|#|\\+|>) "}));
	EXPECT_TRUE(std::regex_search(text, std::regex{"\n  (1\\\\\\.|\\\\-|\\\\#|\\\\\\+|\\\\>)"}));
}

TEST(Mail, IsPlainAndNarrowWhateverItHolds)
{
	std::istringstream lines{text_of("mail")};

	for (std::string line; std::getline(lines, line);) {
		EXPECT_TRUE(line.size() <= 80 || line.starts_with("https://")) << line;
		EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](unsigned char c) { return c < 128; })) << line;
	}
}

TEST(Html, EachNameIsOneElementsAndEachLinkLeadsToOne)
{
	const std::string text = text_of("html");
	const std::regex id{" id=\"([^\"]+)\""};
	const std::regex link{"href=\"#([^\"]+)\""};
	std::set<std::string> names;
	std::size_t links = 0;

	for (std::sregex_iterator at{text.begin(), text.end(), id}, end; at != end; ++at)
		EXPECT_TRUE(names.insert((*at)[1]).second) << (*at)[1] << " is there twice";
	for (std::sregex_iterator at{text.begin(), text.end(), link}, end; at != end; ++at, ++links)
		EXPECT_EQ(names.count((*at)[1]), 1U) << (*at)[1] << " leads nowhere";
	EXPECT_GT(links, 100U);
}

TEST(Html, EveryRowOfEveryTableHasALinkToItself)
{
	const std::string text = text_of("html");
	std::istringstream lines{text};
	std::size_t rows = 0;

	for (std::string line; std::getline(lines, line);) {
		const std::string_view begin{"<tr id=\""};
		if (!line.starts_with(begin))
			continue;
		const std::string name = line.substr(begin.size(), line.find('"', begin.size()) - begin.size());
		++rows;
		EXPECT_THAT(line, HasSubstr("<a class=\"to\" href=\"#" + name + "\""));
	}
	EXPECT_GT(rows, 60U);
	EXPECT_THAT(text, HasSubstr("<tr id=\"idle-instructions--eventfd_write\">"));
	EXPECT_EQ(text.find("<tr>\n<th"), std::string::npos);
}

} // namespace
} // namespace matrix::report
