// SPDX-License-Identifier: GPL-2.0
#include "matrix/lsm/policy.h"

#include <algorithm>
#include <array>

namespace matrix::lsm {

namespace {

constexpr std::string_view tomoyo_words = "TOMOYO_trigger=/bin/hooklsm TOMOYO_loader=/lsm/tomoyo-load";

constexpr std::array rows{
	Policy{"selinux", "enforcing", "the policy of Debian's selinux-policy-default, enforcing; the workload in unconfined_t",
	       "enforcing=0", "selinux.policy"},
	Policy{"selinux", "permissive", "the policy of Debian's selinux-policy-default, permissive; the workload in unconfined_t",
	       "enforcing=0", "selinux.policy"},
	Policy{"apparmor", "confined", "a profile that confines the workload to what it does, enforced", "", "apparmor.profile"},
	Policy{"smack", "rules", "rules between labels; the workload has one of its own, its files another, and it may not override rules", "",
	       "smack.rules"},
	Policy{"tomoyo", "learned", "what hookbench did in a learning run, enforced; other programs have no domain", tomoyo_words,
	       "tomoyo-load tomoyo.profile tomoyo.exception_policy tomoyo.domain_policy"},
	Policy{"tomoyo", "learning", "TOMOYO writes down what the workload does: how the other policy was made", tomoyo_words,
	       "tomoyo-load tomoyo.profile tomoyo.exception_policy tomoyo.learning"},
	Policy{"yama", "relational", "ptrace_scope 1: a process may trace its descendants", "", ""},
	Policy{"yama", "admin", "ptrace_scope 2: tracing needs CAP_SYS_PTRACE", "", ""},
	Policy{"loadpin", "enforce", "modules and firmware come from one file system", "loadpin.enforce=1", ""},
	Policy{"safesetid", "allowlist", "user 1000 may become user 1001 and no other; the same for groups", "", ""},
	Policy{"lockdown", "integrity", "the kernel cannot be changed by root", "lockdown=integrity", ""},
	Policy{"lockdown", "confidentiality", "nor can root read what the kernel keeps secret", "lockdown=confidentiality", ""},
	Policy{"landlock", "1", "the workload in a domain with one rule", "", ""},
	Policy{"landlock", "10", "the workload in a domain with ten rules, of which one is met on the way to its files", "", ""},
	Policy{"landlock", "keep", "the workload in a domain that writes, makes, renames and removes nothing below /etc", "", ""},
	Policy{"landlock", "near", "the same, and another of them lies on the folder in which its files are made", "", ""},
	Policy{"ipe", "boot", "the policy of the image: kernel code comes from the boot image", "ipe.enforce=1", ""},
};

} // namespace

std::span<const Policy> policy_table() { return rows; }

const Policy *find_policy(std::string_view lsm, std::string_view name)
{
	const auto *found = std::find_if(rows.begin(), rows.end(),
					 [&](const Policy &row) { return row.lsm == lsm && row.name == name; });

	return found == rows.end() ? nullptr : found;
}

std::string full_name(const Policy &policy) { return std::string{policy.lsm} + ":" + std::string{policy.name}; }

} // namespace matrix::lsm
