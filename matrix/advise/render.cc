// SPDX-License-Identifier: GPL-2.0
//
// One walk over the advice, and two ways to write a heading, a list and a table.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "loader/base/wrap.h"
#include "matrix/advise/advice.h"

namespace matrix::advise {

namespace {

using Row = std::vector<std::string>;

class Page {
public:
	explicit Page(bool is_markdown) : is_markdown_(is_markdown) {}

	void heading(const std::string &title) { text_ += is_markdown_ ? fmt::format("\n## {}\n\n", title) : fmt::format("\n{}\n", title); }
	void paragraph(const std::string &line)
	{
		const bool ends_list = is_markdown_ && !text_.empty() && !text_.ends_with("\n\n");
		text_ += is_markdown_ ? (ends_list ? "\n" : "") + line + "\n\n" : base::wrap(line, columns, "  ");
	}
	void item(const std::string &line) { text_ += is_markdown_ ? "- " + line + "\n" : base::wrap(line, columns, "  * "); }
	// Below an item.
	void part(const std::string &line) { text_ += is_markdown_ ? "  - " + line + "\n" : base::wrap(line, columns, "      - "); }

	void code(const Row &lines)
	{
		text_ += is_markdown_ ? "```\n" : "";
		for (const std::string &line : lines)
			text_ += (is_markdown_ ? "" : "    ") + line + "\n";
		text_ += is_markdown_ ? "```\n" : "";
	}

	void table(const std::vector<Row> &rows)
	{
		std::vector<std::size_t> widths(rows.front().size());

		for (const Row &row : rows)
			for (std::size_t i = 0; i < row.size(); i++)
				widths[i] = std::max(widths[i], row[i].size());
		for (const Row &row : rows) {
			text_ += is_markdown_ ? "|" : "   ";
			for (std::size_t i = 0; i < row.size(); i++)
				text_ += i == 0 ? fmt::format(" {:<{}}", row[i], widths[i]) + (is_markdown_ ? " |" : " ")
						: fmt::format(" {:>{}}", row[i], widths[i]) + (is_markdown_ ? " |" : " ");
			text_ += "\n";
			if (is_markdown_ && &row == &rows.front()) {
				text_ += "|---|";
				for (std::size_t i = 1; i < row.size(); i++)
					text_ += "---:|";
				text_ += "\n";
			}
		}
	}

	std::string take() { return std::move(text_); }

private:
	// Of a terminal; lines of Markdown are wrapped by who shows them.
	static constexpr std::size_t columns = 100;

	bool is_markdown_;
	std::string text_;
};

std::string joined(const std::vector<std::string> &names) { return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", ")); }

// Of the command line: which LSMs it brings and keeps away.
std::string changed(const StackChange &change)
{
	std::vector<std::string> parts;

	if (!change.added.empty())
		parts.push_back(fmt::format("adds {}", joined(change.added)));
	if (!change.removed.empty())
		parts.push_back(fmt::format("takes away {}", joined(change.removed)));
	if (change.reordered)
		parts.emplace_back("runs the same LSMs in another order");
	return fmt::format("The command line, compared with {}, {}", change.base, parts.empty() ? "changes nothing of which LSMs run" : fmt::format("{}", fmt::join(parts, " and ")));
}

void today(const Advice &advice, Page &page)
{
	const Config &config = *advice.config;

	page.heading("Today");
	page.item(fmt::format("Linux {}, {}{}", !config.title.empty() ? config.title : config.release.known() ? config.release.to_string() : "of unknown release", config.arch.empty() ? "of unknown architecture" : config.arch,
			      config.whole ? "" : "; no whole configuration: what it does not name may be on or off"));
	page.item(fmt::format("LSMs compiled in: {}", advice.stack.compiled.empty() && !config.whole ? "it names none" : joined(advice.stack.compiled)));
	if (!advice.stack.running.empty()) {
		page.item(fmt::format("Order ({}): {}", advice.stack.origin, advice.stack.order.empty() ? "empty" : advice.stack.order));
		page.item(fmt::format("LSMs that run: {}", joined(advice.stack.running)));
	}
	page.item(fmt::format("Command line: {}", advice.command_line.empty() ? "none was given (--cmdline)" : advice.command_line));
	if (!advice.compiled_in.empty())
		page.item(fmt::format("Of these words compiled in (CONFIG_CMDLINE): {}", advice.compiled_in));
	if (!advice.command_line.empty() && !advice.stack.running.empty())
		page.item(changed(advice.change));
	Row missing;
	for (const Prerequisite &each : advice.prerequisites)
		if (!each.present)
			missing.push_back(fmt::format("CONFIG_{} ({})", each.symbol, each.why));
	page.item(missing.empty() ? "What programs on hooks need is there" : fmt::format("What programs on hooks need and is {}: {}", config.whole ? "missing" : "not named here", fmt::join(missing, "; ")));
	for (const std::string &remark : config.remarks)
		page.item(fmt::format("Of the file: {}", remark));
}

void findings(const Advice &advice, Page &page)
{
	page.heading("Findings");
	if (advice.findings.empty())
		page.paragraph("None.");
	for (const Finding &finding : advice.findings)
		page.item(fmt::format("{}: {}{}{} [{}]", to_string(finding.weight), finding.what, finding.next.empty() ? "" : ". Next: ", finding.next, finding.id));
}

void roads(const Advice &advice, Page &page)
{
	if (advice.roads.empty())
		return;
	page.heading("What each kernel takes and gives");
	for (const Road &road : advice.roads) {
		page.item(fmt::format("{}{}. Hooks: {}", road.variant, road.variant == advice.recommendation.variant ? " (recommended)" : "", road.hooks.what));
		for (const RoadPoint &point : road.gives)
			page.part(fmt::format("gives {}", point.what));
		for (const RoadPoint &point : road.takes)
			page.part(fmt::format("takes {}", point.what));
	}
}

void losses(const Advice &advice, Page &page)
{
	page.heading("Without the LSM framework (override)");
	if (advice.losses.empty())
		page.paragraph(advice.config->whole ? "Nothing that this configuration runs is lost." : "Nothing that it names is lost; what it does not name may be.");
	for (const Loss &loss : advice.losses) {
		page.item(fmt::format("{}{}: {}. In its place: {}", loss.name, loss.wanted ? " (wanted)" : "", loss.without, loss.instead));
		for (const KnownUser &user : loss.users)
			page.part(fmt::format("{}{}: {}", user.name, user.wanted ? " (wanted)" : "", user.without));
	}
	page.paragraph("What stays: permissions, capabilities, namespaces, seccomp, keys (without labels, and without those of firmware), audit (without an LSM's labels), securityfs. "
		       "Programs on override hooks refuse; they cannot label, and cannot allow what another check refuses.");
	for (const KnownUser &user : advice.stays)
		page.item(fmt::format("As before: {}{}, by {}", user.name, user.wanted ? " (wanted)" : "", user.without));
}

void policies(const Advice &advice, Page &page)
{
	if (advice.policies.empty())
		return;
	page.heading("Policies");
	for (const PolicyFit &policy : advice.policies) {
		page.item(fmt::format("{}: {} programs{}", policy.name, policy.programs, policy.problems.empty() && policy.needs_framework.empty() ? ", which both roads take" : ""));
		for (const std::string &problem : policy.problems)
			page.item(fmt::format("{}, both roads refuse: {}", policy.name, problem));
		for (const std::string &problem : policy.needs_framework)
			page.item(fmt::format("{}, override refuses: {}", policy.name, problem));
	}
}

// "~": the counts have several modes, and this is one of them.
std::string cell(const FigureRow &row, std::size_t column)
{
	const bool inexact = column < row.inexact.size() && row.inexact[column];

	return row.instructions[column] ? fmt::format("{}{:.0f}", inexact ? "~" : "", *row.instructions[column]) : "-";
}

void weights(const Figures &all, Page &page)
{
	std::vector<Row> rows{{"KiB of the kernel"}};

	if (all.weights.empty())
		return;
	for (const FigureColumn &column : all.columns)
		rows.front().push_back(column.title);
	for (const WeightRow &row : all.weights) {
		Row line{row.part};
		for (const auto &value : row.bytes)
			line.push_back(value ? fmt::format("{:.0f}", *value / 1024) : "-");
		rows.push_back(line);
	}
	page.table(rows);
	page.paragraph("Of the kernels that were measured, with their configuration, which is smaller than a distribution's: what one has more or less than another "
		       "is what to look at. Kept at boot: what the kernel keeps of the memory for itself.");
}

void figures(const Advice &advice, Page &page)
{
	const Figures &all = advice.figures;
	std::vector<Row> rows{{"instructions per operation"}};

	page.heading("Cost");
	if (all.file.empty())
		return page.paragraph(fmt::format("No figures: {}.", all.reason));
	for (const FigureColumn &column : all.columns)
		rows.front().push_back(column.title);
	for (const FigureRow &row : all.rows) {
		Row line{row.workload};
		for (std::size_t i = 0; i < row.instructions.size(); i++)
			line.push_back(cell(row, i));
		rows.push_back(line);
	}
	page.table(rows);
	page.paragraph(fmt::format("Instructions, not time; {}, kernel {}, {}. Programs: one that does nothing on each hook. ~: not the same each time.",
				   all.accelerator, all.kernel, all.file));
	for (const std::string &what : {all.caveat, all.framework})
		if (!what.empty())
			page.item(what);
	weights(all, page);
}

// The kernel that takes the place of the recommended one.
std::string_view other_than(std::string_view variant)
{
	return variant == "bpf-lsm"    ? "override, or none where no policy is to run, instead"
	       : variant == "override" ? "bpf-lsm instead"
	       : variant == "none"     ? "override or bpf-lsm instead"
				       : "One of these kernels";
}

void decision(const Advice &advice, Page &page)
{
	const Recommendation &choice = advice.recommendation;

	page.heading("Recommendation");
	page.item(fmt::format("{}, confidence {}", choice.variant, to_string(choice.confidence)));
	page.item(fmt::format("Because: {}", choice.reason));
	if (!choice.already.empty())
		page.item(fmt::format("Already so: {}", choice.already));
	if (!choice.dispatch.name.empty())
		page.item(fmt::format("Dispatch {}: {}", choice.dispatch.name, choice.dispatch.reason));
	std::string unless = choice.unless;
	for (const Need &need : choice.also) {
		page.item(fmt::format("Also needed by: {}", need.reason));
		unless += "; and " + need.unless;
	}
	page.item(fmt::format("{} {}: {}", other_than(choice.variant), choice.also.empty() ? "if" : "only if all of this is so", unless));
	for (const std::string &reason : choice.capped)
		page.item(fmt::format("No more confidence, as {}", reason));
	if (choice.variant == "unchanged")
		return;
	page.heading(fmt::format("Fragment for {}", choice.variant));
	if (advice.fragment.empty())
		page.paragraph("The configuration has it all.");
	else
		page.code(advice.fragment);
	if (!advice.verified.empty())
		page.paragraph(advice.verified);
	page.heading("Commands, in the project's folder");
	if (!advice.holds)
		page.paragraph("It fails, as the fragment does not hold: what is said of it above has to be mended first.");
	page.code(advice.commands);
}

std::string render(const Advice &advice, bool is_markdown)
{
	Page page{is_markdown};

	if (is_markdown)
		page.paragraph(fmt::format("# Advice for {}", advice.config->name));
	else
		page.paragraph(advice.config->name);
	today(advice, page);
	findings(advice, page);
	roads(advice, page);
	losses(advice, page);
	policies(advice, page);
	figures(advice, page);
	decision(advice, page);
	return page.take();
}

} // namespace

std::string text(const Advice &advice) { return render(advice, false); }
std::string markdown(const Advice &advice) { return render(advice, true); }

} // namespace matrix::advise
