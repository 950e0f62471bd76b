// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/chapter.h"

#include <array>
#include <iterator>

namespace matrix::report {

namespace {

constexpr std::array chapter_rows{
	Chapter{"answer", "Answer", answer_chapter},
	Chapter{"pairs", "Do two boots agree?", pairs_chapter},
	Chapter{"words", "What the names mean", words_chapter},
	Chapter{"sentences", "Sentence by sentence", sentences_chapter},
	Chapter{"cost", "Cost over none", cost_chapter},
	Chapter{"dispatch", "What the choice of dispatch is worth", dispatch_chapter},
	Chapter{"program", "One program", program_chapter},
	Chapter{"curve", "Cost by number of programs", curve_chapter},
	Chapter{"policies", "Policies", policies_chapter},
	Chapter{"significance", "Which differences are significant", significance_chapter},
	Chapter{"loads", "What loading takes", load_chapter},
	Chapter{"explained", "Where the instructions go", explained_chapter},
	Chapter{"events", "What the instructions do", events_chapter},
	Chapter{"nanoseconds", "In nanoseconds: a model", nanoseconds_chapter},
	Chapter{"size", "What a kernel weighs", size_chapter},
	Chapter{"hooks", "Hooks", hooks_chapter},
	Chapter{"conformance", "Conformance", conformance_chapter},
	Chapter{"literature", "Published figures beside these", literature_chapter},
	Chapter{"medians", "Medians", medians_chapter},
	Chapter{"problems", "Failed and skipped", problems_chapter},
	Chapter{"method", "Method and limits", method_chapter},
	Chapter{"environment", "Environment", environment_chapter},
};

} // namespace

std::span<const Chapter> chapter_table() { return chapter_rows; }

std::vector<Block> blocks_of(std::vector<Table> tables)
{
	return {std::make_move_iterator(tables.begin()), std::make_move_iterator(tables.end())};
}

} // namespace matrix::report
