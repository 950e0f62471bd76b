// SPDX-License-Identifier: GPL-2.0
//
// The table of chapters: one row here, one file each. Every readable format shows all of
// them, in this order, and knows none by name: what a chapter has is blocks.
//
//   for (const report::Chapter &chapter : report::chapter_table())
//           if (auto blocks = chapter.blocks(comparison, model); !blocks.empty())
//                   set(chapter.title, blocks);
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "matrix/report/model.h"

namespace matrix::report {

struct Paragraph {
	enum class Tone { plain, question, good, bad };

	std::string text;
	Tone tone = Tone::plain;
};

struct Items {
	std::vector<std::string> texts;
};

// For formats that have pictures; a table of the report holds the same figures.
struct Picture {
	Section section;
	std::string label;
	std::string caption;
};

// Lines as some program wrote them.
struct Verbatim {
	std::vector<std::string> lines;
};

using Block = std::variant<Paragraph, Items, Picture, Verbatim, Table>;

struct Chapter {
	std::string_view id; // for links within a page
	std::string_view title;
	// None: these results have nothing for it, and no format shows it.
	std::vector<Block> (*blocks)(const compare::Comparison &, const Model &);
};

std::span<const Chapter> chapter_table();

std::vector<Block> answer_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> pairs_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> words_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> sentences_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> cost_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> dispatch_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> program_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> curve_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> policies_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> significance_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> load_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> explained_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> events_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> nanoseconds_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> size_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> hooks_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> conformance_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> literature_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> medians_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> problems_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> method_chapter(const compare::Comparison &comparison, const Model &model);
std::vector<Block> environment_chapter(const compare::Comparison &comparison, const Model &model);

// The tables of a function of the results as blocks.
std::vector<Block> blocks_of(std::vector<Table> tables);

} // namespace matrix::report
