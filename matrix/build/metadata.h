// SPDX-License-Identifier: GPL-2.0
//
// metadata.json of a built kernel: what it was made from, by what, how long it
// took and how large it is. `identity` decides whether it must be built again.
//
//   auto old = read_metadata(folder / "metadata.json");
//   if (old && (*old)["identity"] == identity) return reuse();
//   auto tools = tool_versions(runner, environment);
//   auto sizes = section_sizes(obj / "vmlinux");
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "matrix/build/configure.h"
#include "matrix/build/process.h"
#include "matrix/build/source.h"
#include "matrix/build/variants.h"

namespace matrix::build {

inline constexpr int metadata_schema = 1;

using ToolVersions = std::map<std::string, std::string>; // compiler, linker, pahole: first line of --version

struct SectionSizes { // bytes, as size(1) counts them
	std::uint64_t text = 0; // code and read-only data
	std::uint64_t data = 0;
	std::uint64_t bss = 0;
};

struct MetadataInput {
	const Variant *variant = nullptr;
	std::string identity;
	const PreparedSource *source = nullptr;
	const std::vector<Fragment> *fragments = nullptr;
	ToolVersions tools;
	std::map<std::string, double> seconds;
	unsigned objects = 0; // compiled and linked in this run
	std::uint64_t image_bytes = 0;
	SectionSizes sizes;
	std::string config_checksum;
	std::string seeded_from; // the variant whose objects the build began with, or empty
};

ToolVersions tool_versions(ProcessRunner &runner);
base::Result<SectionSizes> section_sizes(const std::filesystem::path &elf);
nlohmann::json metadata_json(const MetadataInput &input);
// Nothing when it is missing, not JSON, or of another schema.
std::optional<nlohmann::json> read_metadata(const std::filesystem::path &file);

} // namespace matrix::build
