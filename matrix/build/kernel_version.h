// SPDX-License-Identifier: GPL-2.0
//
// The version of a kernel source, read from the head of its Makefile, and the
// versions that the series are known to work on (patches/tested-versions).
//
//   auto version = parse_version(makefile_text);
//   version->series();     // "6.12"
//   version->to_string();  // "6.12.117"
//   if (!is_tested(*version, parse_tested(list))) warn();
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"

namespace matrix::build {

struct KernelVersion {
	unsigned version = 0;
	unsigned patchlevel = 0;
	unsigned sublevel = 0;
	std::string extra; // "-rc1"

	[[nodiscard]] std::string series() const;
	[[nodiscard]] std::string to_string() const;
};

base::Result<KernelVersion> parse_version(std::string_view makefile);
// Of the source in this folder.
base::Result<KernelVersion> read_version(const std::filesystem::path &tree);

// One version a line; '#' starts a comment.
std::vector<std::string> parse_tested(std::string_view list);
bool is_tested(const KernelVersion &version, const std::vector<std::string> &tested);

} // namespace matrix::build
