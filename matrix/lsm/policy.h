// SPDX-License-Identifier: GPL-2.0
//
// The table of policies that an LSM of a stack can be given: a stack is written
// "selinux:enforcing,bpf", and "selinux,bpf" where it is to have none. A new one is
// one row here, its files in data/, and its row in handlers.cc: how a guest loads
// it and how the workload comes under it.
//
//   const lsm::Policy *policy = lsm::find_policy("selinux", "enforcing");
//   use(policy->words, policy->files);
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace matrix::lsm {

struct Policy {
	std::string_view lsm;  // as in lsm=
	std::string_view name; // after the colon
	std::string_view description; // what is loaded, and what the workload is to it
	std::string_view words;       // of the kernel command line, between blanks
	std::string_view files;       // in build/guest/lsm, in the guest in /lsm, between blanks
};

std::span<const Policy> policy_table();

// nullptr when there is no such row.
const Policy *find_policy(std::string_view lsm, std::string_view name);

// "selinux:enforcing"
std::string full_name(const Policy &policy);

// Where a guest has the files of a policy.
inline constexpr std::string_view guest_folder = "/lsm/";

} // namespace matrix::lsm
