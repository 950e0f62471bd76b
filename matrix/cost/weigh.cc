// SPDX-License-Identifier: GPL-2.0
#include "matrix/cost/weigh.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "matrix/build/errors.h"
#include "matrix/collect/boot_result.h"

namespace matrix::cost {

namespace {

namespace fs = std::filesystem;
using base::ExitCode;

constexpr const char *keep_memory = "cat /proc/meminfo >/results/meminfo; exec \"$@\"";

boot::GuestJob job_of(const Layout &layout, const plan::PlannedBoot &planned, const fs::path &image)
{
	boot::GuestJob job = plan::guest_job(layout, {}, planned, boot::Accelerator::tcg_icount);
	const std::vector<std::string> first{"sh", "-c", keep_memory, "sh"};

	job.kernel = image;
	job.argv.insert(job.argv.begin(), first.begin(), first.end());
	return job;
}

} // namespace

nlohmann::json as_json(const Weight &weight)
{
	return {{"text_bytes", weight.sizes.text}, {"data_bytes", weight.sizes.data}, {"bss_bytes", weight.sizes.bss}, {"image_bytes", weight.image_bytes},
		{"kept_kib", weight.kept_kib}, {"in_use_kib", weight.in_use_kib}, {"instructions", weight.instructions}, {"not_counted", weight.not_counted},
		{"accelerator", weight.accelerator}};
}

std::optional<Weight> weight_from(const nlohmann::json &object)
{
	try {
		return Weight{.sizes = {.text = object.at("text_bytes"), .data = object.at("data_bytes"), .bss = object.at("bss_bytes")},
			      .image_bytes = object.at("image_bytes"), .kept_kib = object.at("kept_kib"), .in_use_kib = object.at("in_use_kib"),
			      .instructions = object.at("instructions"), .not_counted = object.at("not_counted"), .accelerator = object.at("accelerator")};
	} catch (const nlohmann::json::exception &) {
		return std::nullopt;
	}
}

base::Result<void> read_memory(const std::string &meminfo, unsigned memory_mib, Weight &weight)
{
	std::istringstream lines{meminfo};
	std::map<std::string, std::uint64_t> fields;
	const std::uint64_t given = std::uint64_t{memory_mib} * 1024;
	std::string name;
	std::uint64_t kib = 0;

	for (std::string line; std::getline(lines, line);)
		if (std::istringstream words{line}; words >> name >> kib)
			fields[name] = kib;
	const auto total = fields.find("MemTotal:");
	const auto available = fields.find("MemAvailable:");
	if (total == fields.end() || available == fields.end() || total->second > given || available->second > total->second)
		return build::refuse("guest-failed", ExitCode::guest_failed, "read the guest's memory", "/proc/meminfo", "it has no MemTotal and MemAvailable that fit");
	weight.kept_kib = given - total->second;
	weight.in_use_kib = total->second - available->second;
	return {};
}

base::Result<Weight> weigh(const Layout &layout, const plan::PlannedBoot &planned, const fs::path &image, const fs::path &vmlinux, collect::GuestRunner &runner)
{
	const boot::GuestJob job = job_of(layout, planned, image);
	const auto sizes = build::section_sizes(vmlinux);
	std::error_code error;

	if (!sizes)
		return tl::unexpected(sizes.error());
	const auto report = runner.run(job);
	const collect::BootResult result = collect::make_result(planned, job.accelerator, report);
	if (!result.ok())
		return build::refuse(result.outcome == "interrupted" ? "interrupted" : "guest-failed",
				     result.outcome == "interrupted" ? ExitCode::interrupted : ExitCode::guest_failed, "count on", image.string(), result.reason);
	Weight weight{.sizes = *sizes, .image_bytes = fs::file_size(image, error), .instructions = {}, .not_counted = {}, .accelerator = result.accelerator};
	const auto meminfo = report->files.find("meminfo");
	if (auto done = read_memory(meminfo == report->files.end() ? "" : meminfo->second, job.memory_mib, weight); !done)
		return tl::unexpected(done.error());
	for (const compare::Cell &cell : collect::cells_of(result)) {
		if (cell.ok())
			weight.instructions[cell.workload] = cell.median();
		else
			weight.not_counted[cell.workload] = cell.reason;
	}
	return weight;
}

} // namespace matrix::cost
