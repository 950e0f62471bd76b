// SPDX-License-Identifier: GPL-2.0
//
// What a guest does for a policy, one row an LSM; runs in the guest only.
//
//   const lsm::Handler *handler = lsm::find_handler("selinux");
//   handler->load(policy);     // once, before any program is attached; says when it is not in force
//   handler->enter(policy);    // in the process that is to be the workload, before its next exec
//   handler->confirm(policy);  // after that exec: is the process what it should be?
#pragma once

#include <string_view>

#include "loader/base/result.h"
#include "matrix/lsm/policy.h"

namespace matrix::lsm {

using Step = base::Result<void> (*)(const Policy &);

struct Handler {
	std::string_view lsm;
	Step load;
	Step enter;
	Step confirm;
};

// nullptr when there is no such row.
const Handler *find_handler(std::string_view lsm);

// For LSMs whose policy concerns all processes alike.
base::Result<void> nothing(const Policy &policy);

base::Result<void> load_selinux(const Policy &policy);
base::Result<void> confirm_selinux(const Policy &policy);
base::Result<void> load_apparmor(const Policy &policy);
base::Result<void> enter_apparmor(const Policy &policy);
base::Result<void> confirm_apparmor(const Policy &policy);
base::Result<void> load_smack(const Policy &policy);
base::Result<void> enter_smack(const Policy &policy);
base::Result<void> confirm_smack(const Policy &policy);
base::Result<void> load_tomoyo(const Policy &policy);
base::Result<void> enter_landlock(const Policy &policy);
base::Result<void> confirm_landlock(const Policy &policy);
base::Result<void> load_yama(const Policy &policy);
base::Result<void> load_loadpin(const Policy &policy);
base::Result<void> load_safesetid(const Policy &policy);
base::Result<void> load_lockdown(const Policy &policy);
base::Result<void> load_ipe(const Policy &policy);

} // namespace matrix::lsm
