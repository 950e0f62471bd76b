// SPDX-License-Identifier: GPL-2.0
//
// What the verifier refuses, and that it says why: one row for each block of
// bpf/refused.bpf.c, which CMakeLists.txt compiles as refused_NAME.
#include <array>
#include <string>

#include "tests/guest/features/run.h"

namespace features {

namespace {

struct Refusal {
	const char *name;
	const char *says;
	// The BPF LSM has the helper, whatever IMA is; the other kernel does not.
	bool loads_on_bpf_lsm = false;
};

constexpr std::array refusals{
	Refusal{"sleep_in_plain", "helper call might sleep in a non-sleepable prog"},
	Refusal{"sleep_in_plain_kfunc", "program must be sleepable to call sleepable kfunc bpf_get_file_xattr"},
	Refusal{"hook_that_cannot_sleep", "error[hook-not-sleepable]"},
	Refusal{"d_path_anywhere", "helper call is not allowed in probe"},
	Refusal{"ima_inode_hash", "program of this type cannot use helper bpf_ima_inode_hash", true},
	Refusal{"ima_file_hash", "program of this type cannot use helper bpf_ima_file_hash", true},
	Refusal{"helper_of_kprobes", "program of this type cannot use helper bpf_override_return"},
	Refusal{"helper_of_cgroup_hooks", "program of this type cannot use helper bpf_setsockopt"},
	Refusal{"kfunc_of_others", "calling kernel function bpf_session_is_return is not allowed"},
	Refusal{"kfunc_untrusted", "R1 must be a rcu pointer"},
	Refusal{"kfunc_kept", "Unreleased reference"},
	Refusal{"storage_of_other_type", "R2 is of type file but inode is expected"},
	Refusal{"storage_of_other_map", "cannot pass map_type 29 into func bpf_inode_storage_get"},
	Refusal{"call_under_lock", "function calls are not allowed while holding a lock"},
	Refusal{"throw_out_of_range", "should have been in [-4095, 0]"},
	Refusal{"write_to_argument", "only read is supported"},
	Refusal{"argument_that_is_none", "doesn't have 3-th argument"},
	Refusal{"file_that_can_be_null", "invalid mem access 'trusted_ptr_or_null_'"},
	Refusal{"info_that_can_be_null", "invalid mem access 'trusted_ptr_or_null_'"},
};

// Empty when it was refused as the row says.
std::string check(const Refusal &row)
{
	const std::string reason = why_refused(std::string{"refused_"} + row.name);
	const bool loads = row.loads_on_bpf_lsm && running().target.mechanism == loader::Mechanism::bpf_lsm;

	if (loads)
		return reason;
	if (reason.empty())
		return "it was loaded";
	return reason.find(row.says) == std::string::npos ? reason : std::string{};
}

} // namespace

unsigned check_refusals()
{
	unsigned failures = 0;

	for (const Refusal &row : refusals)
		failures += print_line(row.name, row.says, check(row));
	return failures;
}

} // namespace features
