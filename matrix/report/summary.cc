// SPDX-License-Identifier: GPL-2.0
//
// What fits into a mail: the answer, some operations on the kernels that it is about, and
// what somebody needs to count again. The whole report in plain text is mail.cc.
#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "matrix/report/answer.h"
#include "matrix/report/mail.h"
#include "matrix/report/renderer.h"
#include "matrix/report/roads.h"
#include "matrix/report/section.h"

namespace matrix::report {

namespace {

using compare::Comparison;
using compare::Configuration;

// Operations that people ask about: a call without hooks, one with one, files, memory, sockets, processes.
constexpr std::array<std::string_view, 14> asked_about{"getppid", headline, "pipe", "open_close", "stat", "create_unlink", "mmap_munmap", "mprotect",
						 "prctl", "socketpair", "udp", "tcp_loopback", "fork_wait", "execve"};

// Those that cross the hook of that program.
constexpr std::array<std::string_view, 5> of_the_hook{headline, "pipe", "tmpfs_write_4096", "file_copy_1024", "readdir"};

// Facts that are as many as kernels, or of the CPU.
constexpr std::array<std::string_view, 3> left_out{"Mitigation ", "Kernel ", "Policies "};

Table roads_table(const Comparison &comparison, const std::vector<const Configuration *> &rows, std::span<const std::string_view> names, const std::string &title,
		  const std::string &counter)
{
	std::vector<Configuration> configurations;
	std::vector<std::string> workloads;
	Table table{.id = {}, .title = title, .unit = {}, .notes = {}, .head = {"workload", "none"}, .rows = {}, .plot = {}, .fixed = 2};

	for (const Configuration *row : rows)
		configurations.push_back(*row);
	for (const std::string_view name : names)
		if (std::ranges::find(comparison.workloads(), name) != comparison.workloads().end())
			workloads.emplace_back(name);
	const Section section = section_of(comparison, configurations, workloads, counter);
	table.head.insert(table.head.end(), section.columns.begin(), section.columns.end());
	table.unit = section.unit + " over none";
	for (const Row &row : section.rows) {
		std::vector<std::string> words{row.workload, row.baseline};
		for (const Entry &entry : row.entries)
			words.push_back(entry.difference ? entry.cost : entry.value);
		table.rows.push_back(std::move(words));
	}
	return table;
}

std::vector<Block> figures(const Comparison &comparison)
{
	std::vector<const Configuration *> idle;
	std::vector<const Configuration *> attached;
	std::vector<Block> blocks;

	if (comparison.baseline() == nullptr || comparison.counters().empty())
		return blocks;
	for (const Road &road : roads_of(comparison).all()) {
		if (road.idle != nullptr)
			idle.push_back(road.idle);
		if (road.attached != nullptr)
			attached.push_back(road.attached);
	}
	const std::string counter = headline_counter(comparison);
	if (!idle.empty())
		blocks.emplace_back(roads_table(comparison, idle, asked_about, "No program attached", counter));
	if (!attached.empty())
		blocks.emplace_back(roads_table(comparison, attached, of_the_hook, "A no-op program on file_permission", counter));
	return blocks;
}

std::vector<Block> doubts(const Model &model)
{
	std::vector<Block> blocks{Paragraph{model.pairs}};

	if (!model.placement.empty())
		blocks.emplace_back(Paragraph{model.placement});
	blocks.emplace_back(Paragraph{fmt::format("{}: it, or what it is compared with, is not exact, and need not be a cost. The whole report names them.", inexact_mark)});
	return blocks;
}

std::vector<Block> origin(const Model &model)
{
	std::vector<Block> blocks;
	Items facts;

	// Of the method what was compared, and how it was counted.
	for (std::size_t i = 0; i < std::min<std::size_t>(model.method.size(), 3); ++i)
		blocks.emplace_back(Paragraph{model.method[i]});
	for (const Fact &fact : model.facts)
		if (std::ranges::none_of(left_out, [&](std::string_view name) { return fact.name.starts_with(name); }))
			facts.texts.push_back(fact.name + ": " + fact.value);
	blocks.emplace_back(std::move(facts));
	return blocks;
}

} // namespace

base::Result<std::string> render_summary(const Comparison &comparison)
{
	const Model model = make_model(comparison);

	return mail_title(model) + mail_chapter("Answer", answer_chapter(comparison, model)) + mail_chapter("Some operations", figures(comparison)) +
	       mail_chapter("What it is worth", doubts(model)) + mail_chapter("How it was counted", origin(model));
}

} // namespace matrix::report
