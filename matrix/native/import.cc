// SPDX-License-Identifier: GPL-2.0
#include "matrix/native/import.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "matrix/build/variants.h"
#include "matrix/compare/bench_row.h"
#include "matrix/compare/boots.h"
#include "matrix/compare/conditions.h"

namespace matrix::native {

namespace {

using compare::Boot;
using compare::Cell;
using compare::Configuration;
using nlohmann::json;

// A file with its place among the others.
struct Placed {
	const BenchFile *file;
	Named named;
	unsigned boot = 1;
};

std::string text_of(const Configuration &row)
{
	return fmt::format("{} {} {} {}", row.variant, row.dispatch, row.stack, row.scenario);
}

base::Result<void> one_cpu(const std::vector<BenchFile> &files)
{
	for (const BenchFile &file : files)
		if (file.cpu != files.front().cpu)
			return base::fail({.id = "cpus-differ", .code = base::ExitCode::not_comparable, .action = "import", .object = file.name,
					   .reason = "it is of " + file.cpu + ", " + files.front().name + " of " + files.front().cpu,
					   .hint = "times of two processors have no difference: import them one by one", .errnum = 0});
	return {};
}

// A kernel that was built anew between two boots is another one.
base::Result<void> one_kernel_each(const std::vector<Placed> &all)
{
	std::map<Configuration, const Placed *> known;

	for (const Placed &one : all) {
		const BenchFile &first = *known.try_emplace(one.named.configuration, &one).first->second->file;
		if (one.file->release != first.release || one.file->version != first.version)
			return base::fail({.id = "kernels-differ", .code = base::ExitCode::not_comparable, .action = "import", .object = one.file->name,
					   .reason = fmt::format("its kernel is {} {}, that of {} is {} {}, and both would be {}", one.file->release, one.file->version,
								 first.name, first.release, first.version, text_of(one.named.configuration)),
					   .hint = "import them into two files: hookmatrix compare OLD NEW; or call one otherwise, with --variant", .errnum = 0});
	}
	return {};
}

// Boots of a configuration are numbered in the order in which they began to be measured.
void number_boots(std::vector<Placed> &all)
{
	std::map<std::pair<Configuration, std::string>, std::int64_t> started;
	std::map<Configuration, std::vector<std::pair<std::int64_t, std::string>>> boots;

	for (const Placed &one : all) {
		const auto [at, first] = started.try_emplace({one.named.configuration, one.file->boot_id}, one.file->started_us);
		at->second = std::min(at->second, one.file->started_us);
	}
	for (const auto &[key, time] : started)
		boots[key.first].emplace_back(time, key.second);
	for (auto &[configuration, list] : boots)
		std::sort(list.begin(), list.end());
	for (Placed &one : all) {
		const auto &list = boots.at(one.named.configuration);
		const auto place = std::find_if(list.begin(), list.end(), [&](const auto &row) { return row.second == one.file->boot_id; });
		one.boot = static_cast<unsigned>(place - list.begin()) + 1;
	}
}

Cell cell_of(const Placed &one, const json &row)
{
	Cell cell;

	cell.configuration = one.named.configuration;
	cell.workload = row["workload"].get<std::string>();
	cell.counter = row["counter"].get<std::string>();
	cell.unit = row["unit"].get<std::string>();
	cell.accelerator = compare::native_accelerator;
	cell.boot = one.boot;
	cell.programs_attached = one.named.programs;
	if (const auto node = one.file->context.find("node"); node != one.file->context.end() && node->is_string())
		cell.node = node->get<std::string>();
	compare::fill(cell, row);
	return cell;
}

// Two runs in one boot are one boot with the samples of both; what failed once is what counts
// only where nothing else is there.
void add(Cell &known, Cell &&cell)
{
	if (cell.ok() && known.ok())
		known.samples.insert(known.samples.end(), cell.samples.begin(), cell.samples.end());
	else if (cell.ok())
		known = std::move(cell);
}

std::vector<Cell> cells_of(const std::vector<Placed> &all)
{
	std::map<std::tuple<Configuration, std::string, std::string, unsigned>, std::size_t> places;
	std::vector<Cell> cells;

	for (const Placed &one : all) {
		for (const json &row : one.file->rows) {
			Cell cell = cell_of(one, row);
			const auto [place, first] = places.try_emplace({cell.configuration, cell.workload, cell.counter, cell.boot}, cells.size());
			if (first)
				cells.push_back(std::move(cell));
			else
				add(cells[place->second], std::move(cell));
		}
	}
	return cells;
}

json context_of(const std::vector<Placed> &all, const std::string &command)
{
	const BenchFile &first = *all.front().file;
	std::vector<Boot> boots;
	json kernels = json::object();

	for (const Placed &one : all) {
		const Configuration &row = one.named.configuration;
		boots.push_back({.configuration = row, .boot = one.boot, .file = one.file->name, .context = one.file->context});
		kernels[build::kernel_name(row.variant, row.dispatch)] = {{"release", one.file->release}, {"version", one.file->version}};
	}
	return {{"program", "hookmatrix"},
		{"set", compare::native_accelerator},
		{"description", "hookbench on installed kernels"},
		{"command", command},
		{"accelerator", compare::native_accelerator},
		{"accelerator_reason", "native: hookbench ran on the machine itself"},
		{"host", {{"machine", first.context.value("machine", json{})}, {"cpus", first.context.value("cpus", json{})}}},
		{"guest", {{"cpu", first.cpu}}},
		{"kernels", std::move(kernels)},
		{"boots", compare::to_json(boots)}};
}

void note_several_files(const std::vector<Placed> &all, std::vector<std::string> &notes)
{
	std::map<std::pair<Configuration, unsigned>, std::vector<std::string>> files;

	for (const Placed &one : all)
		files[{one.named.configuration, one.boot}].push_back(one.file->name);
	for (const auto &[key, names] : files)
		if (names.size() > 1)
			notes.push_back(fmt::format("{} are of one boot, and count as one", fmt::join(names, ", ")));
}

void note_machines(const std::vector<Cell> &cells, std::vector<std::string> &notes)
{
	std::set<std::string> nodes;

	for (const Cell &cell : cells)
		nodes.insert(cell.node);
	if (nodes.size() > 1)
		notes.push_back(fmt::format("they are of {} machines, {}: what differs may be the machine", nodes.size(), fmt::join(nodes, ", ")));
}

void note_conditions(const std::vector<Placed> &all, std::vector<std::string> &notes)
{
	std::vector<std::pair<std::string, std::vector<Boot>>> groups;

	for (const Placed &one : all) {
		const std::string name = text_of(one.named.configuration);
		auto group = std::find_if(groups.begin(), groups.end(), [&](const auto &row) { return row.first == name; });
		if (group == groups.end())
			group = groups.insert(groups.end(), {name, {}});
		group->second.push_back({.configuration = one.named.configuration, .boot = one.boot, .file = {}, .context = one.file->context});
	}
	for (const std::string &text : compare::unlike(groups))
		notes.push_back("not alike: " + text);
}

std::vector<std::string> lines_of(const std::vector<Placed> &all)
{
	std::vector<std::pair<std::string, unsigned>> boots;
	std::vector<std::string> lines;

	for (const Placed &one : all) {
		const std::string name = text_of(one.named.configuration);
		const auto known = std::find_if(boots.begin(), boots.end(), [&](const auto &row) { return row.first == name; });
		if (known == boots.end())
			boots.emplace_back(name, one.boot);
		else
			known->second = std::max(known->second, one.boot);
	}
	for (const auto &[name, count] : boots)
		lines.push_back(fmt::format("{}: {} boot{}", name, count, count == 1 ? "" : "s"));
	return lines;
}

} // namespace

base::Result<Imported> import_files(const std::vector<BenchFile> &files, const Given &given, const std::string &command)
{
	std::vector<Placed> all;
	Imported imported;

	if (const auto same = one_cpu(files); !same)
		return tl::unexpected(same.error());
	for (const BenchFile &file : files) {
		auto named = configuration_of(file, given);
		if (!named)
			return tl::unexpected(named.error());
		if (!named->note.empty())
			imported.notes.push_back(file.name + ": " + named->note);
		all.push_back({.file = &file, .named = std::move(*named), .boot = 1});
	}
	if (const auto same = one_kernel_each(all); !same)
		return tl::unexpected(same.error());
	number_boots(all);
	imported.results.cells = cells_of(all);
	const auto &cells = imported.results.cells;
	if (std::none_of(cells.begin(), cells.end(), [](const Cell &cell) { return cell.ok(); }))
		return base::fail({.id = "nothing-measured", .code = base::ExitCode::bad_input, .action = "import",
				   .object = files.empty() ? "" : files.front().name, .reason = "no row has a figure",
				   .hint = cells.empty() ? "hookbench run" : "hookbench said: " + cells.front().reason, .errnum = 0});
	imported.results.context = context_of(all, command);
	imported.lines = lines_of(all);
	note_several_files(all, imported.notes);
	note_machines(cells, imported.notes);
	note_conditions(all, imported.notes);
	return imported;
}

} // namespace matrix::native
