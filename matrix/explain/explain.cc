// SPDX-License-Identifier: GPL-2.0
#include "matrix/explain/explain.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "bench/statistics.h"
#include "bench/workload.h"
#include "matrix/boot/guest.h"
#include "loader/base/temp_dir.h"
#include "matrix/build/errors.h"
#include "matrix/build/variants.h"
#include "matrix/explain/symbols.h"
#include "matrix/trace/counts.h"
#include "matrix/trace/events.h"

namespace fs = std::filesystem;

namespace matrix::explain {

namespace {

using nlohmann::json;

constexpr unsigned samples = 20;
constexpr const char *keep_symbols = "grep -F '[' /proc/kallsyms >/results/symbols; exec \"$@\"";

base::Result<void> check_built(const Layout &layout, const std::string &kernel)
{
	for (const char *file : {"vmlinux", "bzImage"})
		if (!fs::exists(layout.kernel_dir(kernel) / file))
			return build::refuse("kernel-not-built", base::ExitCode::missing_dependency, "trace an operation on", kernel,
					     "it is not built", "make variant=" + kernel);
	if (!fs::exists(layout.host_files() / "window_plugin.so"))
		return build::refuse("no-plugin", base::ExitCode::missing_dependency, "trace an operation on", kernel,
				     "there is no " + (layout.host_files() / "window_plugin.so").string(), "make tools");
	return {};
}

boot::GuestJob job_of(const Layout &layout, const std::string &workload, const plan::PlannedBoot &boot, const fs::path &output)
{
	plan::PlannedBoot planned = boot;

	planned.workloads = {workload};
	planned.counters = {"kernel-instructions"};
	planned.samples = samples;
	boot::GuestJob job = plan::guest_job(layout, {}, planned, boot::Accelerator::tcg_icount);
	// Each instruction of the boot is looked at: slower, not hung.
	job.timeout = std::chrono::minutes{30};
	job.silence = job.timeout;
	job.plugin_arguments = "out=" + output.string() + ",order=on";
	// While the programs are attached: afterwards nobody knows their names.
	const std::vector<std::string> symbols{"sh", "-c", keep_symbols, "sh"};
	job.argv.insert(std::find(job.argv.begin(), job.argv.end(), "hookbench"), symbols.begin(), symbols.end());
	return job;
}

tl::unexpected<base::Error> guest_failed(const std::string &name, const std::string &reason, bool interrupted = false)
{
	if (interrupted)
		return build::refuse("interrupted", base::ExitCode::interrupted, "trace an operation on", name, "it was interrupted", "run the same command again");
	return build::refuse("guest-failed", base::ExitCode::guest_failed, "trace an operation on", name, reason,
			     "hookmatrix exec --variant NAME -- hookbench run --icount WORKLOAD");
}

// hookbench's figure.
base::Result<double> figure_of(const boot::GuestReport &report, const std::string &name)
{
	const auto bench = report.files.find("bench.json");
	if (report.outcome != boot::Outcome::ok || bench == report.files.end())
		return guest_failed(name, std::string{boot::outcome_name(report.outcome)} + ": " + report.reason + report.err,
				    report.outcome == boot::Outcome::interrupted);
	const json root = json::parse(bench->second, nullptr, false);
	const json rows = root.is_object() ? root.value("results", json::array()) : json::array();
	if (rows.empty() || !rows[0].is_object())
		return guest_failed(name, "hookbench gave no figure");
	if (rows[0].value("status", "") != "ok")
		return guest_failed(name, rows[0].value("reason", "hookbench gave no figure"));
	return bench::summarize(rows[0].at("samples").get<std::vector<double>>()).median;
}

// The first sample of as many instructions of the kernel as the median one has: no
// interrupt came in between, or one comes in between most times.
const trace::Order &typical(const trace::Windows &windows, const trace::Part &part)
{
	std::vector<double> sizes;

	for (std::size_t i = 0; i < part.count; ++i)
		sizes.push_back(static_cast<double>(windows.orders[part.first + i].size()));
	const double median = bench::summarize(sizes).median;
	const auto found = std::find(sizes.begin(), sizes.end(), median);
	return windows.orders[part.first + static_cast<std::size_t>(found - sizes.begin())];
}

base::Result<std::vector<Place>> places_of(const trace::Windows &windows, const hooks::Vmlinux &kernel, const std::string &kallsyms)
{
	const Symbols symbols{kernel, kallsyms};
	const auto kinds = trace::decode_sites(windows.sites, trace::thunks_of(kernel));
	std::vector<Place> places;

	if (!kinds)
		return tl::unexpected(kinds.error());
	for (std::size_t i = 0; i < windows.sites.size(); ++i) {
		const Named named = symbols.at(windows.sites[i].address);
		const trace::Kind &kind = (*kinds)[i];
		places.push_back({.function = named.function, .entry = named.entry, .call = kind.call || kind.indirect_call, .ret = kind.ret,
				  .thunk = named.function.starts_with("__x86_indirect_")});
	}
	return places;
}

base::Result<Traced> trace_cell(const Layout &layout, const std::string &workload, const plan::PlannedBoot &boot)
{
	const auto folder = base::TempDir::create();
	if (!folder)
		return tl::unexpected(folder.error());
	const fs::path output = folder->path() / "windows";
	const auto report = boot::run_guest(layout, job_of(layout, workload, boot, output));
	if (!report)
		return tl::unexpected(report.error());
	const auto figure = figure_of(*report, boot.title());
	if (!figure)
		return tl::unexpected(figure.error());

	const auto windows = trace::read_windows(output);
	const auto kernel = hooks::Vmlinux::open(layout.kernel_dir(build::kernel_name(boot.variant, boot.dispatch)) / "vmlinux");
	if (!windows)
		return tl::unexpected(windows.error());
	if (!kernel)
		return tl::unexpected(kernel.error());
	const auto parts = trace::split(*windows, {workload}, samples);
	if (!parts)
		return tl::unexpected(parts.error());
	const auto symbols = report->files.find("symbols");
	const auto places = places_of(*windows, *kernel, symbols == report->files.end() ? "" : symbols->second);
	if (!places)
		return tl::unexpected(places.error());
	const trace::Order &order = typical(*windows, parts->front());
	return Traced{.name = boot.title(), .counted = *figure, .kernel = order.size(), .calls = calls_of(order, *places)};
}

} // namespace

std::int64_t Explained::kernel_difference() const
{
	return static_cast<std::int64_t>(b.kernel) - static_cast<std::int64_t>(a.kernel);
}

std::int64_t Explained::unexplained() const
{
	std::int64_t left = static_cast<std::int64_t>(a.kernel + b.kernel);

	for (const Row &row : rows)
		if (row.function != unnamed)
			left -= static_cast<std::int64_t>(row.a.value_or(0) + row.b.value_or(0));
	return left;
}

base::Result<Explained> explain(const Layout &layout, const std::string &workload, const plan::PlannedBoot &a,
				const plan::PlannedBoot &b, std::ostream &log)
{
	const bench::WorkloadRow *row = bench::find_workload(workload);
	Explained explained{.workload = workload, .operation = std::string{row == nullptr ? "" : row->operation}, .a = {}, .b = {}, .rows = {}};

	for (const plan::PlannedBoot *boot : {&a, &b})
		if (auto built = check_built(layout, build::kernel_name(boot->variant, boot->dispatch)); !built)
			return tl::unexpected(built.error());
	for (auto &[boot, traced] : {std::pair{&a, &explained.a}, std::pair{&b, &explained.b}}) {
		log << "tracing " << boot->title() << std::endl;
		auto done = trace_cell(layout, workload, *boot);
		if (!done)
			return tl::unexpected(done.error());
		*traced = std::move(*done);
	}
	explained.rows = align(explained.a.calls, explained.b.calls);
	return explained;
}

} // namespace matrix::explain
