// SPDX-License-Identifier: GPL-2.0
//
// What the running kernel says of itself: enough to tell later, of a file of results,
// which kernel it is of, which boot, and whether anything was attached meanwhile.
//
//   nlohmann::json kernel = bench::running_kernel("/");
//   kernel["boot_id"];         // two boots of one kernel differ in it
//   kernel["lsm"];             // "lockdown,capability,bpf"; null: no LSM framework, or not to be told
//   kernel["hook_programs"];   // on hooks; null: no such hooks, or it may not be read
#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

namespace bench {

// From /proc and /sys below this folder.
nlohmann::json running_kernel(const std::filesystem::path &root);

} // namespace bench
