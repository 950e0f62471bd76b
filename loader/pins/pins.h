// SPDX-License-Identifier: GPL-2.0
//
// Policies that outlive the loader. Each is a folder below one root on the BPF file
// system; in it, a folder for each generation, on which a BPF file system of its own is
// mounted with the policy's links and maps. The highest generation is the policy; a
// lower one is there only between two system calls of a replacement.
//
//   loader::PinRoot pins("/sys/fs/bpf/hookmatrix");
//   auto session = pins.open_session();                   // no other hookload meanwhile
//   if (auto free = session->check_free("x"); !free) …    // pin-exists, pin-not-bpffs
//   session->add(attached, "x");                          // whole or not at all
//   session->replace(newer, "x");                         // the newer before the older ends
//   session->remove("x");
//   for (const auto &policy : *pins.list(btf)) print(policy.name);
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "loader/attach.h"
#include "loader/base/fd.h"
#include "loader/base/result.h"

namespace loader {

inline constexpr const char *default_pin_root = "/sys/fs/bpf/hookmatrix";

// Times and counts are of kernel.bpf_stats_enabled; both 0 while it never was on.
struct PinnedProgram {
	std::string program; // the kernel keeps 15 characters of a name
	std::string hook;    // empty: a tracing program, which is on none
	std::uint32_t program_id = 0;
	std::uint64_t runs = 0;
	std::uint64_t run_time_ns = 0;
};

struct PinnedPolicy {
	std::string name;
	std::filesystem::path folder; // of the pins
	std::vector<PinnedProgram> programs;
	std::vector<std::string> maps;
	bool superseded = false; // an older generation: a replacement was interrupted
};

// The root locked, and free of what a killed loader left: empty folders, and policies
// whose replacement was in force already.
class PinSession {
public:
	[[nodiscard]] base::Result<void> check_free(const std::string &policy) const;
	[[nodiscard]] base::Result<void> check_there(const std::string &policy) const;
	[[nodiscard]] base::Result<void> add(const AttachedPolicy &attached, const std::string &policy) const;
	[[nodiscard]] base::Result<void> replace(const AttachedPolicy &attached, const std::string &policy) const;
	// Detaches the programs before it returns.
	[[nodiscard]] base::Result<void> remove(const std::string &policy) const;
	// Of the loaded policy; none where it has no map of that name.
	[[nodiscard]] std::vector<KeptMap> kept_maps(const std::string &policy) const;

private:
	friend class PinRoot;
	PinSession(std::filesystem::path root, base::Fd lock) : root_(std::move(root)), lock_(std::move(lock)) {}
	void tidy() const;
	[[nodiscard]] base::Result<void> place(const AttachedPolicy &attached, const std::string &policy, unsigned generation) const;

	std::filesystem::path root_;
	base::Fd lock_; // of the root folder; none where the root does not exist
};

class PinRoot {
public:
	explicit PinRoot(std::filesystem::path root) : root_(std::move(root)) {}

	// Makes the root with `create`. Waits some seconds for another hookload.
	[[nodiscard]] base::Result<PinSession> open_session(bool create) const;
	// `btf` names the hooks; without it they stay empty.
	[[nodiscard]] base::Result<std::vector<PinnedPolicy>> list(const KernelBtf *btf) const;
	// The pins of one loaded policy: pin-missing, policy-name.
	[[nodiscard]] base::Result<std::filesystem::path> folder_of(const std::string &policy) const;

private:
	std::filesystem::path root_;
};

inline constexpr const char *link_pin_prefix = "link_";
inline constexpr const char *map_pin_prefix = "map_";

// bpffs keeps names with dots for itself.
std::string pin_name(std::string_view prefix, std::string_view name);

} // namespace loader
