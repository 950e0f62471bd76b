// SPDX-License-Identifier: GPL-2.0
//
// What booted, read in the guest itself: kernel, LSM stack, mitigations.
//
//   nlohmann::json hello = guest::describe_system("/");
//   hello["stack"];                     // "selinux,bpf", "capability", "-"
//   guest::stack_name("capability,bpf"); // "bpf"
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace matrix::guest {

// The fixed word for a stack: the kernel's list without `capability`;
// `capability` when nothing else is there, `-` on a kernel without LSMs.
std::string stack_name(const std::optional<std::string> &lsm);

// `root` is "/" in the guest and a prepared folder in tests.
nlohmann::json describe_system(const std::filesystem::path &root);

} // namespace matrix::guest
