// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <span>
#include <string_view>

#include "matrix/advise/facts.h"
#include "matrix/advise/features.h"
#include "matrix/advise/target.h"
#include "matrix/build/process.h"

namespace matrix::advise {

namespace {

struct PrerequisiteRow {
	std::string_view symbol;
	std::string_view condition;
	std::string_view why;
};

constexpr std::array prerequisite_rows{
#define PREREQUISITE(symbol, condition, why) PrerequisiteRow{symbol, condition, why},
#include "matrix/advise/prerequisites.def"
#undef PREREQUISITE
};

struct FindingRow {
	std::string_view id;
	Weight weight;
	std::string_view condition;
	std::string_view what;
	std::string_view next;
	std::string_view source;
};

constexpr std::array finding_rows{
#define FINDING(id, weight, condition, what, next, source) FindingRow{id, Weight::weight, condition, what, next, source},
#include "matrix/advise/findings.def"
#include "matrix/advise/command_line.def"
#undef FINDING
};

struct SymbolRow {
	std::string_view name;
	Release since; // not known: no mainline release has it
	Release before;
};

constexpr std::array symbol_rows{
#define SYMBOL(name, since, before) SymbolRow{name, since, before},
#include "matrix/advise/symbols.def"
#undef SYMBOL
};

struct RecommendationRow {
	std::string_view condition;
	std::string_view variant;
	Confidence confidence;
	std::string_view reason;
	std::string_view unless;
};

constexpr std::array recommendation_rows{
#define RECOMMENDATION(condition, variant, confidence, reason, unless) RecommendationRow{condition, variant, Confidence::confidence, reason, unless},
#define ALREADY(variant, condition, what)
#include "matrix/advise/recommendations.def"
#undef ALREADY
#undef RECOMMENDATION
};

struct AlreadyRow {
	std::string_view variant;
	std::string_view condition;
	std::string_view what;
};

constexpr std::array already_rows{
#define RECOMMENDATION(condition, variant, confidence, reason, unless)
#define ALREADY(variant, condition, what) AlreadyRow{variant, condition, what},
#include "matrix/advise/recommendations.def"
#undef ALREADY
#undef RECOMMENDATION
};

std::vector<std::string_view> collect_conditions()
{
	std::vector<std::string_view> all;

	for (const Feature &row : feature_table())
		all.push_back(row.in_use);
	for (const auto &row : prerequisite_rows)
		all.push_back(row.condition);
	for (const auto &row : finding_rows)
		all.push_back(row.condition);
	for (const auto &row : recommendation_rows)
		all.push_back(row.condition);
	for (const auto &row : already_rows)
		all.push_back(row.condition);
	std::ranges::copy(road_conditions(), std::back_inserter(all));
	return all;
}

std::vector<Prerequisite> prerequisites_of(const Config &config, const Facts &facts)
{
	std::vector<Prerequisite> found;

	for (const PrerequisiteRow &row : prerequisite_rows)
		if (facts.hold(row.condition))
			found.push_back({std::string{row.symbol}, config.has(row.symbol), std::string{row.why}});
	return found;
}

std::string which_releases(const Release &since, const Release &before)
{
	if (!since.known())
		return "no mainline release has it";
	return before.known() ? fmt::format("releases from {} to before {} have it", since.to_string(), before.to_string())
			      : fmt::format("releases since {} have it", since.to_string());
}

// Symbols that are set, and that this release never had.
void foreign_symbols(const Config &config, std::vector<Finding> &findings)
{
	const auto look = [&](std::string_view symbol, const Release &since, const Release &before) {
		const std::string_view value = config.value(symbol);
		const bool in = since.known() && config.release.since(since) && (!before.known() || config.release.before(before));
		if (value == "n" || in || !config.release.known())
			return;
		findings.push_back({"symbol-of-another-release", Weight::warning,
				    fmt::format("CONFIG_{} is set, and mainline {} does not have it: {}. A backport, or a line of another configuration", symbol,
						config.release.to_string(), which_releases(since, before)),
				    {}, "Kconfig files of the releases"});
	};

	for (const SymbolRow &row : symbol_rows)
		look(row.name, row.since, row.before);
	// These are older than the LSMs that they became.
	for (const Lsm &lsm : lsm_table())
		if (lsm.symbol != "INTEGRITY" && lsm.symbol != "IMA" && lsm.symbol != "EVM" && lsm.symbol != "LOCK_DOWN_KERNEL")
			look(lsm.symbol, lsm.since, lsm.before);
}

std::vector<Finding> findings_of(const Config &config, const LsmStack &stack, const Facts &facts)
{
	std::vector<Finding> findings;

	for (const FindingRow &row : finding_rows)
		if (facts.hold(row.condition))
			findings.push_back({std::string{row.id}, row.weight, std::string{row.what}, std::string{row.next}, std::string{row.source}});
	for (const Doubt &doubt : stack.doubts) {
		// The most common one has a finding of its own, which says what to do.
		if (doubt.id == "lsm-not-listed" && doubt.lsm == "bpf")
			continue;
		findings.push_back({doubt.id, doubt.id == "lsm-ignored" || doubt.id == "lsm-unknown" ? Weight::warning : Weight::note, doubt.what, {}, "security/security.c, ordered_lsm_parse()"});
	}
	foreign_symbols(config, findings);
	std::ranges::stable_sort(findings, [](const Finding &a, const Finding &b) { return a.weight > b.weight; });
	return findings;
}

// Who is known to use a feature; of an empty one, who needs none.
std::vector<KnownUser> users_of(std::string_view feature, const std::set<std::string> &asked)
{
	std::vector<KnownUser> known;

	for (const User &row : user_table())
		if (row.feature == feature)
			known.push_back({std::string{row.id}, std::string{row.name}, asked.contains(std::string{row.id}), std::string{row.without}, std::string{row.source}});
	return known;
}

std::vector<Loss> losses_of(const Facts &facts, const Question &question)
{
	std::vector<Loss> losses;

	for (const Feature &row : feature_table()) {
		const bool wanted = question.wants.contains(std::string{row.id});
		if (wanted || facts.hold(row.in_use))
			losses.push_back({std::string{row.id}, std::string{row.name}, wanted, std::string{row.without}, std::string{row.instead}, std::string{row.source},
					  users_of(row.id, question.asked)});
	}
	return losses;
}

// Unknown symbols are normal: what they may come from, and no alarm.
std::string where_from(const Config &config, const UnknownSymbols &unknown)
{
	if (!config.release.known())
		return "of which release the configuration is, it does not say";
	if (config.release != unknown.release)
		return fmt::format("the configuration is of {}, and options come and go with the releases", config.release.to_string());
	return "patches and drivers of a vendor have options of their own, another point release may have some, and a typing error makes one";
}

Finding unknown_finding(const Config &config, const UnknownSymbols &unknown)
{
	if (!unknown.looked())
		return {"symbols-not-looked-at", Weight::note, fmt::format("which symbols the kernel to come does not know was not looked at: {}", unknown.reason), unknown.next, {}};
	const std::string shown = some_of(unknown.set);
	return {"symbols-unknown", Weight::note,
		fmt::format("{} does not know {} of the {} symbols that are set, and leaves them out ({}): {}", unknown.kernel, unknown.set.size(), unknown.settings,
			    where_from(config, unknown), shown),
		shown.ends_with(" more") ? "--format json names them all" : "", fmt::format("Kconfig files of {}", unknown.kernel)};
}

// A recommendation is never stronger than what it stands on.
std::vector<std::string> caps(const Config &config, const Figures &figures)
{
	std::vector<std::string> reasons;

	if (figures.file.empty())
		reasons.push_back(fmt::format("there are no figures ({}): `make matrix` counts them", figures.reason));
	else if (std::ranges::all_of(figures.rows, [](const FigureRow &row) { return std::ranges::all_of(row.instructions, [](const auto &value) { return !value; }); }))
		reasons.emplace_back("the figures have none of the workloads");
	if (!config.whole)
		reasons.emplace_back("the configuration is no whole one: what it does not name may be on or off");
	// Of no figures, those that would be counted.
	const Release counted = parse_release(figures.kernel).known() ? parse_release(figures.kernel) : Release{6, 12};
	if (config.release.known() && counted != config.release)
		reasons.push_back(fmt::format("{} of {}, the configuration of {}", release_of(target_of(config)) == config.release ? "figures are" : "figures and series are",
					      counted.to_string(), config.release.to_string()));
	if (!config.release.known())
		reasons.emplace_back("the release of the configuration is not known");
	if (config.arch != "x86")
		reasons.emplace_back("figures and series are of x86-64");
	return reasons;
}

// Of what needs the framework; the rows of the others are alternatives, which do not add up.
std::vector<Need> also_needed(const RecommendationRow *chosen, const Facts &facts)
{
	std::vector<Need> also;

	if (chosen->variant != "bpf-lsm")
		return also;
	for (const RecommendationRow &row : recommendation_rows)
		if (&row > chosen && row.variant == chosen->variant && facts.hold(row.condition))
			also.push_back({std::string{row.condition}, std::string{row.reason}, std::string{row.unless}});
	return also;
}

// Where it is so that this is the kernel already, with all that its programs need.
std::string already_there(const std::string &variant, const Facts &facts, const std::vector<Prerequisite> &prerequisites)
{
	const auto *row = std::ranges::find_if(already_rows, [&](const AlreadyRow &each) { return each.variant == variant && facts.hold(each.condition); });
	const bool has_all = std::ranges::all_of(prerequisites, &Prerequisite::present);

	return row != already_rows.end() && has_all ? std::string{row->what} : std::string{};
}

Recommendation recommend(const Config &config, const Facts &facts, const Figures &figures)
{
	const auto *row = std::ranges::find_if(recommendation_rows, [&facts](const RecommendationRow &each) { return facts.hold(each.condition); });
	Recommendation choice{.variant = std::string{row->variant}, .confidence = row->confidence, .reason = std::string{row->reason},
			      .unless = std::string{row->unless}, .also = also_needed(row, facts), .capped = caps(config, figures)};

	// What is lost with the framework does not hang on figures; what is saved without it does.
	const Confidence most = choice.capped.empty() ? Confidence::high : choice.variant == "override" ? Confidence::low : Confidence::medium;
	choice.confidence = std::min(choice.confidence, most);
	return choice;
}

std::vector<std::string> commands_for(const std::string &variant, const Config &config, const std::set<std::string> &wants)
{
	if (variant == "unchanged")
		return {};
	const std::string_view target = target_of(config).kernel;
	const std::string kernel = target == build::default_kernel() ? "" : fmt::format(" KERNEL={}", target);
	const std::string asked = variant == "bpf-lsm" ? dispatch_for(config).name : "list";
	const std::string dispatch = asked == "list" ? "" : fmt::format(" dispatch={}", asked);
	std::string wanted;
	for (const std::string &want : wants)
		wanted += fmt::format("{}{}", wanted.empty() ? " WANT='" : " ", want);
	// Of the project's folder, from where the file may have another name.
	const std::string file = build::shell_quoted(std::filesystem::absolute(config.name).string());
	return {fmt::format("make variant={}{}{} CONFIG={}{}{} deb", variant, dispatch, kernel, file, wanted, wanted.empty() ? "" : "'"), "# rpm=1: RPM; TRIM=running: this machine's modules alone"};
}

} // namespace

std::span<const std::string_view> all_conditions()
{
	static const std::vector<std::string_view> conditions = collect_conditions();
	return conditions;
}

std::string_view to_string(Weight weight) { return weight == Weight::warning ? "warning" : "note"; }

std::string_view to_string(Confidence confidence)
{
	switch (confidence) {
	case Confidence::low: return "low";
	case Confidence::medium: return "medium";
	case Confidence::high: break;
	}
	return "high";
}

Advice advise(const Config &config, const Question &question, Figures figures)
{
	Advice advice;

	advice.config = &config;
	advice.command_line = whole_command_line(config, question.command_line);
	advice.compiled_in = whole_command_line(config, {});
	advice.stack = lsm_stack(config, question.command_line);
	advice.change = change_by(config, question.command_line);
	advice.policies = question.policies;
	advice.figures = std::move(figures);
	const Wishes wishes{.features = question.wants, .policies = !question.policies.empty(),
			    .needs_framework = std::ranges::any_of(question.policies, [](const PolicyFit &each) { return !each.needs_framework.empty(); }),
			    .command_line = advice.command_line};
	const Facts facts{config, advice.stack, wishes};
	advice.prerequisites = prerequisites_of(config, facts);
	advice.findings = findings_of(config, advice.stack, facts);
	advice.losses = losses_of(facts, question);
	advice.stays = users_of({}, question.asked);
	advice.recommendation = recommend(config, facts, advice.figures);
	advice.recommendation.already = already_there(advice.recommendation.variant, facts, advice.prerequisites);
	if (advice.recommendation.variant == "bpf-lsm")
		advice.recommendation.dispatch = dispatch_for(config);
	if (advice.recommendation.variant != "unchanged")
		advice.roads = roads_of(facts);
	advice.fragment = fragment_for(advice.recommendation.variant, config, release_of(target_of(config)), question.wants, question.command_line);
	advice.commands = commands_for(advice.recommendation.variant, config, question.wants);
	return advice;
}

void say_unknown(Advice &advice, UnknownSymbols unknown)
{
	if (!unknown.looked() || !unknown.set.empty())
		advice.findings.push_back(unknown_finding(*advice.config, unknown));
	advice.unknown = std::move(unknown);
}

} // namespace matrix::advise
