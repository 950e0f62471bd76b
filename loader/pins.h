// SPDX-License-Identifier: GPL-2.0
//
// Policies that outlive the loader: their links and maps pinned under one
// folder of the BPF file system, one sub-folder per policy.
//
//   loader::PinRoot pins("/sys/fs/bpf/hookmatrix");
//   if (auto free = pins.check_free("deny_open"); !free) …   // pin-exists, pin-not-bpffs
//   pins.pin(attached);                                       // appears whole or not at all
//   for (const auto &policy : *pins.list()) print(policy.name);
//   pins.remove("deny_open");
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "loader/attach.h"
#include "loader/base/result.h"

namespace loader {

inline constexpr const char *default_pin_root = "/sys/fs/bpf/hookmatrix";

struct PinnedProgram {
	std::string program; // the kernel keeps 15 characters of a name
	std::string hook;
	std::uint32_t program_id = 0;
};

struct PinnedPolicy {
	std::string name;
	std::vector<PinnedProgram> programs;
	std::vector<std::string> maps;
};

class PinRoot {
public:
	explicit PinRoot(std::filesystem::path root) : root_(std::move(root)) {}

	// Asked before anything is loaded. Creates nothing.
	[[nodiscard]] base::Result<void> check_free(const std::string &policy) const;
	// Pins into a folder beside the final one and renames it.
	[[nodiscard]] base::Result<void> pin(const AttachedPolicy &attached, const std::string &policy) const;
	// `btf` names the hooks; without it they stay empty.
	[[nodiscard]] base::Result<std::vector<PinnedPolicy>> list(const KernelBtf *btf) const;
	// Unpinning the links detaches the programs.
	[[nodiscard]] base::Result<void> remove(const std::string &policy) const;

private:
	std::filesystem::path root_;
};

nlohmann::json to_json(const std::vector<PinnedPolicy> &policies);
std::string to_text(const std::vector<PinnedPolicy> &policies);

} // namespace loader
