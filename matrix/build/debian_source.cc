// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/debian_source.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <vector>

namespace matrix::build {

namespace {

constexpr std::array sources{
	DebianSource{.kernel = "6.12", .tarball = "/usr/src/linux-source-6.12.tar.xz", .package = "linux-source-6.12"},
	DebianSource{.kernel = "6.1", .tarball = "/usr/src/linux-source-6.1.tar.xz", .package = "linux-source-6.1"},
};

std::string kernel_names(std::string_view between)
{
	std::vector<std::string_view> all;

	for (const DebianSource &row : sources)
		all.push_back(row.kernel);
	return fmt::format("{}", fmt::join(all, between));
}

} // namespace

std::span<const DebianSource> source_table() { return sources; }

const DebianSource *find_source(std::string_view kernel)
{
	if (kernel.empty())
		return &sources.front();
	const auto *found = std::find_if(sources.begin(), sources.end(), [&](const DebianSource &row) { return row.kernel == kernel; });
	return found == sources.end() ? nullptr : found;
}

std::string_view default_kernel() { return sources.front().kernel; }

std::filesystem::path tree_of(const Layout &layout, std::string_view kernel)
{
	return layout.source_dir(kernel == default_kernel() ? "" : kernel);
}

std::string kernel_version_type() { return fmt::format("VERSION:{{{}}}", kernel_names(",")); }

base::Error unknown_kernel(std::string_view kernel)
{
	return base::Error{.id = "kernel-unknown",
			   .code = base::ExitCode::usage,
			   .action = "find the kernel",
			   .object = std::string{kernel},
			   .reason = "nothing is built from it",
			   .hint = fmt::format("choose one of {} (make KERNEL=, or --kernel-version), or name another source: KERNEL_SRC=", kernel_names(", ")),
			   .errnum = 0};
}

} // namespace matrix::build
