// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/traced.h"

#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>

#include "loader/base/temp_dir.h"
#include "matrix/hooks/vmlinux.h"
#include "matrix/trace/events.h"

namespace matrix::collect {

namespace {

using nlohmann::json;

using Events = std::map<std::string, trace::EventSamples>; // by workload

base::Result<Events> read_events(const std::filesystem::path &vmlinux, const std::filesystem::path &file,
				 const std::vector<std::string> &workloads, unsigned samples)
{
	const auto windows = trace::read_windows(file);
	if (!windows)
		return tl::unexpected(windows.error());
	const auto kernel = hooks::Vmlinux::open(vmlinux);
	if (!kernel)
		return tl::unexpected(kernel.error());
	const auto parts = trace::split(*windows, workloads, samples);
	if (!parts)
		return tl::unexpected(parts.error());
	const auto kinds = trace::decode_sites(windows->sites, trace::thunks_of(*kernel));
	if (!kinds)
		return tl::unexpected(kinds.error());
	Events events;
	for (const trace::Part &part : *parts)
		events[part.workload] = trace::count_events(*windows, part, *kinds);
	return events;
}

// What hookbench left out, and why: nothing was traced for it.
using Skipped = std::map<std::string, std::string>;

Skipped skipped_in(const json &results)
{
	Skipped skipped;

	for (const json &row : results)
		// Samples of instructions are what is traced.
		if (row.is_object() && row.value("counter", json{}) == "instructions" && row.value("status", json{}) == "skipped" &&
		    row.value("workload", json{}).is_string())
			skipped[row["workload"].get<std::string>()] = row.value("reason", std::string{});
	return skipped;
}

std::vector<std::string> traced_of(const plan::PlannedBoot &planned, const Skipped &skipped)
{
	std::vector<std::string> workloads;

	std::copy_if(planned.workloads.begin(), planned.workloads.end(), std::back_inserter(workloads),
		     [&](const std::string &name) { return !skipped.contains(name); });
	return workloads;
}

json row_of(const std::string &workload, const std::string &event, const char *status, const std::string &reason)
{
	return {{"workload", workload}, {"counter", event}, {"status", status}, {"reason", reason}, {"samples", json::array()}};
}

void add_rows(json &results, const plan::PlannedBoot &planned, const std::vector<std::string> &wanted,
	      const base::Result<Events> &events, const Skipped &skipped, bool counted)
{
	for (const std::string &workload : planned.workloads) {
		for (const std::string &event : wanted) {
			json row = row_of(workload, event, "ok", "");
			if (!counted)
				row = row_of(workload, event, "skipped", "events are counted by a plugin of QEMU's TCG alone");
			else if (const auto left_out = skipped.find(workload); left_out != skipped.end())
				row = row_of(workload, event, "skipped", left_out->second);
			else if (!events)
				row = row_of(workload, event, "failed", events.error().to_string());
			else
				row["samples"] = events->at(workload).at(event);
			results.push_back(std::move(row));
		}
	}
}

} // namespace

base::Result<boot::GuestReport> run_traced(const plan::PlannedBoot &planned, const boot::GuestJob &job, GuestRunner &runner)
{
	const std::vector<std::string> wanted = plan::events_of(planned);
	if (wanted.empty())
		return runner.run(job);
	const auto folder = base::TempDir::create();
	if (!folder)
		return tl::unexpected(folder.error());

	const bool counted = !job.plugin.empty();
	const std::filesystem::path file = folder->path() / "windows";
	boot::GuestJob traced = job;
	if (counted)
		traced.plugin_arguments = "out=" + file.string() + ",detail=on";
	auto report = runner.run(traced);
	const auto bench = report ? report->files.find("bench.json") : decltype(report->files.find("")){};
	if (!report || bench == report->files.end())
		return report;
	json root = json::parse(bench->second, nullptr, false);
	if (!root.is_object() || !root.contains("results") || !root["results"].is_array())
		return report;
	const Skipped skipped = skipped_in(root["results"]);
	const auto events = counted ? read_events(traced.kernel.parent_path() / "vmlinux", file, traced_of(planned, skipped), planned.samples)
				    : base::Result<Events>{};
	add_rows(root["results"], planned, wanted, events, skipped, counted);
	bench->second = root.dump();
	return report;
}

} // namespace matrix::collect
