// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/conformance.h"

#include <cstdio>
#include <sstream>

#include "matrix/build/variants.h"
#include "matrix/collect/kept.h"

namespace matrix::collect {

namespace {

using nlohmann::json;

std::filesystem::path program_of(const Layout &layout) { return layout.build / "guest" / "tests" / "hookconform"; }
std::filesystem::path object_of(const Layout &layout) { return layout.build / "guest" / "tests" / "each_hook.bpf.o"; }

tl::unexpected<base::Error> failed(const std::string &kernel, std::string reason)
{
	return base::fail({.id = "guest-failed", .code = base::ExitCode::guest_failed, .action = "ask the hooks of", .object = kernel,
			   .reason = std::move(reason), .hint = {}, .errnum = 0});
}

boot::GuestJob job_of(const Layout &layout, const build::Variant &variant)
{
	boot::GuestJob job;

	job.kernel = layout.kernel_dir(variant.name) / "bzImage";
	// With bpf alone the framework asks nobody about the attributes of new files.
	if (variant.lsm)
		job.append = {"lsm=selinux,bpf"};
	job.files = {{.host = program_of(layout)}, {.host = object_of(layout)}};
	job.argv = {"hookconform", "/" + object_of(layout).filename().string()};
	job.timeout = std::chrono::minutes{15};
	job.silence = std::chrono::minutes{5};
	return job;
}

// A hook without a verdict, which some kernels have and others not.
constexpr std::string_view told_only = ": told by the triggers above";

// "ok     file_open: open(2): EPERM", and a last line with the numbers.
base::Result<json> read_lines(const std::string &kernel, const boot::GuestReport &report)
{
	json verdicts = json::object();
	std::istringstream lines{report.out};
	unsigned triggers = 0;
	unsigned told = 0;
	unsigned hooks = 0;
	unsigned failures = 0;
	bool numbers = false;

	for (std::string line; std::getline(lines, line);) {
		numbers = numbers || std::sscanf(line.c_str(), "%u triggers, %u hooks told, %u hooks with a program, %u failures", &triggers, &told,
						 &hooks, &failures) == 4;
		const std::size_t end = line.rfind(": ");
		const bool asked = line.starts_with("ok     ") || line.starts_with("FAIL   ");
		if (asked && end != std::string::npos && end > 7 && !line.ends_with(told_only))
			verdicts[line.substr(7, end - 7)] = line.substr(end + 2);
	}
	// With failures its status is 1. A splat or a hang after the last line is no answer.
	const bool answered = report.outcome == boot::Outcome::ok || (report.outcome == boot::Outcome::command_failed && failures > 0);
	if (!numbers || !answered)
		return failed(kernel, std::string{boot::outcome_name(report.outcome)} + ": " + report.reason + report.err);
	return json{{"triggers", triggers}, {"told", told}, {"hooks", hooks}, {"failures", failures}, {"verdicts", std::move(verdicts)}};
}

base::Result<json> ask(const Layout &layout, const std::string &kernel, GuestRunner &runner)
{
	const build::Variant *variant = build::find_variant(kernel);
	if (variant == nullptr)
		return failed(kernel, "there is no such kernel");
	for (const auto &file : {program_of(layout), object_of(layout)})
		if (!std::filesystem::exists(file))
			return failed(kernel, "there is no " + file.string() + ": make tools");
	const auto report = runner.run(job_of(layout, *variant));
	if (!report)
		return tl::unexpected(report.error());
	if (report->outcome == boot::Outcome::interrupted)
		return base::fail({.id = "interrupted", .code = base::ExitCode::interrupted, .action = "ask the hooks of", .object = kernel,
				   .reason = "it was interrupted", .hint = {}, .errnum = 0});
	return read_lines(kernel, *report);
}

} // namespace

base::Result<json> conformance(const Layout &layout, const std::vector<std::string> &kernels, GuestRunner &runner, bool fresh,
			       std::ostream &log, Progress &progress)
{
	json all = json::array();

	for (const std::string &kernel : kernels) {
		Kept kept{layout, "conformance"};
		kept.word("triggers").kernel(kernel).file(program_of(layout)).file(object_of(layout)).guest();
		kept.shown(progress, "the hooks of " + kernel);
		const auto result = kept.or_made(fresh, [&] { return ask(layout, kernel, runner); });
		if (!result && result.error().code == base::ExitCode::interrupted)
			return tl::unexpected(result.error());
		json row = result ? *result : json{{"reason", result.error().reason}};
		row["kernel"] = kernel;
		row["status"] = result ? "ok" : "failed";
		if (!result)
			log << result.error().to_string() << std::endl;
		all.push_back(std::move(row));
	}
	return all;
}

} // namespace matrix::collect
