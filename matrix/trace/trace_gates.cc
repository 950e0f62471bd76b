// SPDX-License-Identifier: GPL-2.0
//
// The boots behind a gate table: both kernels idle, with the plugin.
#include <algorithm>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "bench/statistics.h"
#include "bench/workload.h"
#include "matrix/boot/guest.h"
#include "loader/base/temp_dir.h"
#include "matrix/build/errors.h"
#include "matrix/build/variants.h"
#include "matrix/hooks/audit.h"
#include "matrix/hooks/vmlinux.h"
#include "matrix/trace/gate_table.h"
#include "matrix/trace/same_code.h"

namespace fs = std::filesystem;

namespace matrix::trace {

namespace {

using nlohmann::json;

// One kernel, idle, with all workloads run in it.
struct Traced {
	std::map<std::string, Counts> counts;
	std::map<std::string, Figure> figures;
};

base::Result<void> check_built(const Layout &layout, const std::string &variant)
{
	if (build::find_variant(variant) == nullptr)
		return tl::unexpected(build::unknown_variant(variant));
	for (const char *file : {"vmlinux", "bzImage"})
		if (!fs::exists(layout.kernel_dir(build::kernel_name(variant)) / file))
			return build::refuse("kernel-not-built", base::ExitCode::missing_dependency, "trace the gates of", variant,
					     "it is not built", "make variant=" + variant);
	return {};
}

boot::GuestJob job_of(const Layout &layout, const std::string &variant, const TraceOptions &options, const fs::path &output)
{
	boot::GuestJob job;

	job.kernel = layout.kernel_dir(build::kernel_name(variant)) / "bzImage";
	job.argv = {"hookbench", "run", "--icount", "--counter", "instructions", "--output", "/results/bench.json"};
	if (options.samples != 0)
		job.argv.insert(job.argv.end(), {"--samples", std::to_string(options.samples)});
	job.argv.insert(job.argv.end(), options.workloads.begin(), options.workloads.end());
	job.accelerator = boot::Accelerator::tcg_icount;
	// The plugin is called for each block that QEMU translates: slower, not hung.
	job.timeout = std::chrono::minutes{30};
	job.silence = std::chrono::minutes{10};
	job.plugin = layout.host_files() / "window_plugin.so";
	job.plugin_arguments = "out=" + output.string();
	return job;
}

base::Result<std::map<std::string, Figure>> figures_of(const std::string &text, const std::vector<std::string> &workloads)
{
	const json root = json::parse(text, nullptr, false);
	std::map<std::string, Figure> figures;

	for (const json &row : root.is_object() ? root.value("results", json::array()) : json::array()) {
		if (!row.is_object() || row.value("status", json{}) != "ok")
			continue;
		const bench::Summary summary = bench::summarize(row.at("samples").get<std::vector<double>>());
		figures[row.at("workload").get<std::string>()] = {.median = summary.median, .spread = summary.spread};
	}
	for (const std::string &workload : workloads)
		if (!figures.contains(workload))
			return build::refuse("guest-failed", base::ExitCode::guest_failed, "count the workload", workload,
					     "the guest gave no figure", "hookmatrix exec --variant NAME -- hookbench run --icount");
	return figures;
}

// A function of the source, whatever the compiler cut it into.
std::string function_of(const hooks::Vmlinux &kernel, std::uint64_t address)
{
	const hooks::Function *function = kernel.function_at(address);

	return function == nullptr ? "?" : function->name.substr(0, function->name.find('.'));
}

base::Result<std::vector<Place>> places_of(const fs::path &vmlinux, const std::vector<Site> &sites)
{
	const auto kernel = hooks::Vmlinux::open(vmlinux);
	std::unordered_map<std::uint64_t, std::string> gates;
	std::vector<Place> places;

	if (!kernel)
		return tl::unexpected(kernel.error());
	const auto tests = kernel->key_tests();
	if (!tests)
		return tl::unexpected(tests.error());
	for (const hooks::KeyTest &test : *tests)
		if (std::string hook = hooks::gated_by(test.key); !hook.empty())
			gates.emplace(test.address, std::move(hook));
	places.reserve(sites.size());
	for (const Site &site : sites) {
		const auto gate = gates.find(site.address);
		places.push_back({.function = function_of(*kernel, site.address), .hook = gate == gates.end() ? "" : gate->second});
	}
	return places;
}

base::Result<Traced> trace_boot(const Layout &layout, const std::string &variant, const TraceOptions &options)
{
	const auto folder = base::TempDir::create();
	if (!folder)
		return tl::unexpected(folder.error());
	const auto output = folder->path() / "windows";
	const auto report = boot::run_guest(layout, job_of(layout, variant, options, output));
	if (!report)
		return tl::unexpected(report.error());
	const auto bench = report->files.find("bench.json");
	if (report->outcome != boot::Outcome::ok || bench == report->files.end())
		return build::refuse("guest-failed", base::ExitCode::guest_failed, "trace the workloads in", variant,
				     std::string{boot::outcome_name(report->outcome)} + ": " + report->reason + report->err,
				     "hookmatrix exec --variant " + variant + " -- hookbench run --icount");

	auto figures = figures_of(bench->second, options.workloads);
	const auto windows = read_windows(output);
	if (!figures)
		return tl::unexpected(figures.error());
	if (!windows)
		return tl::unexpected(windows.error());
	const auto parts = split(*windows, options.workloads, options.samples);
	const auto places = places_of(layout.kernel_dir(build::kernel_name(variant)) / "vmlinux", windows->sites);
	if (!parts)
		return tl::unexpected(parts.error());
	if (!places)
		return tl::unexpected(places.error());
	Traced traced{.counts = {}, .figures = std::move(*figures)};
	for (const Part &part : *parts)
		traced.counts.emplace(part.workload, count(*windows, part, *places));
	return traced;
}

std::vector<std::string> in_order(const std::vector<std::string> &wanted)
{
	std::vector<std::string> names;

	if (wanted.empty())
		return bench::usual_workloads();
	for (const bench::WorkloadRow &row : bench::workload_table())
		if (std::find(wanted.begin(), wanted.end(), row.name) != wanted.end())
			names.emplace_back(row.name);
	return names;
}

} // namespace

base::Result<GateTable> trace_gates(const Layout &layout, const TraceOptions &asked, std::ostream &log)
{
	TraceOptions options = asked;
	options.workloads = in_order(asked.workloads);
	const std::string control = build::control_of(options.variant);
	std::map<std::string, Traced> kernels;

	for (const std::string &variant : {control, options.variant})
		if (auto built = check_built(layout, variant); !built)
			return tl::unexpected(built.error());
	if (!fs::exists(layout.host_files() / "window_plugin.so"))
		return build::refuse("no-plugin", base::ExitCode::missing_dependency, "trace the gates of", options.variant,
				     "there is no " + (layout.host_files() / "window_plugin.so").string(), "make tools");
	for (const std::string &variant : {control, options.variant}) {
		log << "tracing " << variant << std::endl;
		auto traced = trace_boot(layout, variant, options);
		if (!traced)
			return tl::unexpected(traced.error());
		kernels[variant] = std::move(*traced);
	}
	const auto code = SameCode::open(layout.kernel_dir(control) / "vmlinux", layout.kernel_dir(build::kernel_name(options.variant)) / "vmlinux");
	if (!code)
		return tl::unexpected(code.error());
	GateTable table{.variant = options.variant, .rows = {}};
	const Traced &none = kernels[control];
	const Traced &here = kernels[options.variant];
	for (const std::string &workload : options.workloads)
		table.rows.push_back(make_row(workload, none.counts.at(workload), here.counts.at(workload), none.figures.at(workload),
					      here.figures.at(workload)));
	for (GateRow &row : table.rows)
		for (FunctionChange &change : row.functions)
			change.same_code = change.gates == 0 && code->same(change.function);
	return table;
}

} // namespace matrix::trace
