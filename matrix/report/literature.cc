// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/literature.h"

#include <array>
#include <sstream>
#include <string_view>

#include <fmt/format.h>

#include "matrix/report/chapter.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using compare::Configuration;

struct Source {
	const char *text;
	std::string_view message; // its id; empty: no mail
	std::string_view link;
};

#define SOURCE(id, text, message, link) constexpr Source id{text, message, link};
#define PUBLISHED(what, percent, kind, source, workload, cell, over, alike, unlike)
#define CLAIMED(what, sign, words, source, workload, cell, over, alike, unlike)
#define COUNTED(lsm, hooks, declared, source)
#include "matrix/report/literature.def"
#undef SOURCE
#undef PUBLISHED
#undef CLAIMED
#undef COUNTED

// A figure, or what a claim says of the work that is done.
enum class Kind { time, rate, more, less, nothing, untold };

struct Published {
	const char *what;
	double percent;
	Kind kind;
	const char *words; // of a claim
	const Source &source;
	const char *workload;
	const char *cell;
	const char *over;
	const char *alike;
	const char *unlike;
};

constexpr std::array published{
#define SOURCE(id, text, message, link)
#define PUBLISHED(what, percent, kind, source, workload, cell, over, alike, unlike) \
	Published{what, percent, Kind::kind, "", source, workload, cell, over, alike, unlike},
#define CLAIMED(what, sign, words, source, workload, cell, over, alike, unlike) \
	Published{what, 0, Kind::sign, words, source, workload, cell, over, alike, unlike},
#define COUNTED(lsm, hooks, declared, source)
#include "matrix/report/literature.def"
#undef SOURCE
#undef PUBLISHED
#undef CLAIMED
#undef COUNTED
};

struct Counted {
	const char *lsm;
	unsigned hooks;
	unsigned declared;
	const Source &source;
};

constexpr std::array counted_hooks{
#define SOURCE(id, text, message, link)
#define PUBLISHED(what, percent, kind, source, workload, cell, over, alike, unlike)
#define CLAIMED(what, sign, words, source, workload, cell, over, alike, unlike)
#define COUNTED(lsm, hooks, declared, source) Counted{lsm, hooks, declared, source},
#include "matrix/report/literature.def"
#undef SOURCE
#undef PUBLISHED
#undef CLAIMED
#undef COUNTED
};

Configuration configuration_of(const char *words)
{
	Configuration configuration;

	std::istringstream{words} >> configuration.variant >> configuration.dispatch >> configuration.stack >> configuration.scenario;
	return configuration;
}

const compare::Cell *cell_of(const Comparison &comparison, const char *words, const char *workload)
{
	const compare::Cell *cell = comparison.cell(configuration_of(words), workload, "instructions");

	return cell != nullptr && cell->ok() && cell->median() != 0 ? cell : nullptr;
}

std::string figure_text(const Published &row)
{
	if (row.kind != Kind::time && row.kind != Kind::rate)
		return row.words;
	return fmt::format("+{:g}\u00a0% {}", row.percent, row.kind == Kind::time ? "time" : "rate");
}

std::string source_text(const Source &source)
{
	if (!source.message.empty())
		return fmt::format("{}: https://lore.kernel.org/r/{}", source.text, source.message);
	return fmt::format("{}; no message id found: {}", source.text, source.link.empty() ? "not on a list" : source.link);
}

// What was published says of the work that is done: 1 more, -1 less, 0 no other. A rate
// that is higher is less.
int published_sign(const Published &row)
{
	switch (row.kind) {
	case Kind::time: return row.percent > 0 ? 1 : -1;
	case Kind::rate: return row.percent > 0 ? -1 : 1;
	case Kind::more: return 1;
	case Kind::less: return -1;
	case Kind::nothing:
	case Kind::untold: break;
	}
	return 0;
}

// One of figures that are not exact has no sign.
std::string same_sign(const Published &row, double more, bool inexact)
{
	if (row.kind == Kind::untold)
		return "nothing was published";
	if (inexact)
		return "not to be told: not exact";
	const int ours = more > 0 ? 1 : more < 0 ? -1 : 0;
	const int theirs = published_sign(row);
	if (ours == 0 && theirs != 0)
		return "equal here";
	return ours == theirs ? "yes" : "no";
}

// Of context["census"], counted in the source that these kernels are built from.
std::vector<Literature> census_rows(const Comparison &comparison)
{
	const nlohmann::json &context = comparison.results().context;
	const nlohmann::json::json_pointer declared{"/census/hooks"};
	std::vector<Literature> rows;

	if (!context.is_object() || !context.contains(declared) || !context.at(declared).is_number_unsigned())
		return rows;
	for (const Counted &row : counted_hooks) {
		const auto place = nlohmann::json::json_pointer{"/census/lsms"} / row.lsm;
		if (!context.contains(place) || !context.at(place).is_number_unsigned())
			continue;
		const auto hooks = context.at(place).get<unsigned>();
		rows.push_back({.what = fmt::format("hooks on which {} has a callback", row.lsm),
				.published = fmt::format("{} of {}", row.hooks, row.declared), .source = source_text(row.source),
				.ours = fmt::format("{} of {}", hooks, context.at(declared).get<unsigned>()),
				.same_sign = hooks == row.hooks ? "equal here" : hooks > row.hooks ? "more here" : "fewer here",
				.alike = "callbacks in the source of a kernel", .unlike = "a kernel of 2020, lines with LSM_HOOK_INIT"});
	}
	return rows;
}

} // namespace

std::vector<Literature> literature(const Comparison &comparison)
{
	std::vector<Literature> rows = census_rows(comparison);
	bool any = false;

	for (const Published &row : published) {
		Literature beside{.what = row.what, .published = figure_text(row), .source = source_text(row.source),
				  .ours = "not in these results", .same_sign = {}, .alike = row.alike, .unlike = row.unlike};
		const compare::Cell *cell = cell_of(comparison, row.cell, row.workload);
		const compare::Cell *over = cell_of(comparison, row.over, row.workload);
		if (cell != nullptr && over != nullptr) {
			const double more = cell->median() - over->median();
			const bool inexact = comparison.inexact(cell->configuration, cell->workload, cell->counter) ||
					     comparison.inexact(over->configuration, over->workload, over->counter);
			beside.ours = fmt::format("{} instructions of {}", marked(percent_text(100 * more / over->median()), inexact), row.workload);
			beside.same_sign = same_sign(row, more, inexact);
			any = true;
		}
		rows.push_back(std::move(beside));
	}
	return any && comparison.exact() ? rows : std::vector<Literature>{};
}

std::vector<Block> literature_chapter(const Comparison &comparison, const Model &)
{
	const std::vector<Literature> rows = literature(comparison);
	Table table{.id = "published", .title = {}, .unit = {},
		    .notes = {"What others measured or claimed, and the cells that come nearest here. Theirs are times or rates, these are instructions: "
			      "the sign can be compared, the size cannot."},
		    .head = {"what", "published", "here", "same sign", "comparable, as", "not alike", "source"}, .rows = {}, .plot = {}, .prose = true, .shared = 3};

	for (const Literature &row : rows)
		table.rows.push_back({row.what, row.published, row.ours, row.same_sign, row.alike, row.unlike, row.source});
	return rows.empty() ? std::vector<Block>{} : std::vector<Block>{std::move(table)};
}

} // namespace matrix::report
