// SPDX-License-Identifier: GPL-2.0
//
// What window_plugin.so wrote: for each sample that hookbench took, how often each
// instruction of the kernel ran in it.
//
//   auto trace = trace::read_windows(folder / "windows");
//   for (const trace::Window &window : trace->windows)
//           for (const trace::Runs &runs : window) use(trace->sites[runs.site], runs.count);
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"

namespace matrix::trace {

struct Runs {
	std::uint32_t site = 0;
	std::uint32_t count = 0; // one or more
	std::uint32_t straight = 0; // of these, how often the next instruction in memory was the next one; in detail only
};

using Window = std::vector<Runs>; // each site once
using Order = std::vector<std::uint32_t>; // the sites, as they ran one after the other

// An instruction. Where the kernel patched its code an address has several sites.
struct Site {
	std::uint64_t address = 0;
	std::string code{};
};

struct Windows {
	std::vector<Site> sites;
	std::vector<Window> windows;      // in the order in which the samples were taken
	std::vector<Order> orders;        // as many; empty ones where the order was not asked for
	std::vector<std::uint32_t> data_lines; // as many: lines of 64 bytes that were touched; in detail only
};

// Fails with `windows-unreadable`: no such file, another format, or cut.
base::Result<Windows> parse_windows(std::string_view bytes, const std::string &name);
base::Result<Windows> read_windows(const std::filesystem::path &file);

} // namespace matrix::trace
