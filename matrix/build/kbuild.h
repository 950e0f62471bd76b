// SPDX-License-Identifier: GPL-2.0
//
// How the kernel's own build is called: its environment, which is the same
// wherever and by whomever it is run, and its command line.
//
//   const Kbuild kbuild{.tree = tree, .obj = obj, .launcher = find_launcher(root), .jobs = 2};
//   Command command{.argv = kbuild.make({"bzImage", "modules"}),
//                   .environment = kbuild.environment()};
//   auto tool = tool_of_line("  CC      fs/open.o");   // "CC"
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "matrix/build/launcher.h"
#include "matrix/build/process.h"

namespace matrix::build {

// The same kernel on every day and machine: dates and names are constants.
inline constexpr const char *build_timestamp = "Wed Jan  1 00:00:00 UTC 2025";

struct Kbuild {
	std::filesystem::path tree;
	std::filesystem::path obj;
	Launcher launcher{};
	unsigned jobs = 1;
	bool verbose = false;

	[[nodiscard]] std::vector<std::string> make(const std::vector<std::string> &targets) const;
	[[nodiscard]] Environment environment() const;
};

// Creates the O= folder with the file of compiler options that make() names and
// the header that libbpf's Makefile would otherwise generate with Python.
// Nothing that a kernel build compiles includes that header.
base::Result<void> prepare_obj(const std::filesystem::path &tree, const std::filesystem::path &obj);

// "  CC [M]  fs/overlayfs/super.o" -> "CC"; empty when it is no such line.
std::string_view tool_of_line(std::string_view line);
// True for the tools whose lines are counted as objects: CC, AS, LD, AR.
bool is_object_tool(std::string_view tool);
// The phase that begins with this line ("compile", "link", "image"), or nothing.
std::string_view phase_of_line(std::string_view line);

// The first errors that compiler, linker or make printed, for people.
std::string first_errors(std::string_view log, std::size_t limit);

} // namespace matrix::build
