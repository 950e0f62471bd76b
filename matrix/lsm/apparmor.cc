// SPDX-License-Identifier: GPL-2.0
//
// AppArmor: a compiled profile through securityfs; the workload's next exec is
// told to be under it.
#include "matrix/lsm/handlers.h"
#include "matrix/lsm/kernel_file.h"

namespace matrix::lsm {

base::Result<void> load_apparmor(const Policy &)
{
	const auto binary = policy_file("apparmor.profile");

	if (!binary)
		return tl::unexpected(binary.error());
	if (auto done = write_kernel("/sys/kernel/security/apparmor/.replace", *binary, "load the profile"); !done)
		return done;
	return expect_in_kernel("/sys/kernel/security/apparmor/profiles", "hookbench (enforce)", "enforce the profile");
}

base::Result<void> enter_apparmor(const Policy &)
{
	return write_kernel("/proc/self/attr/apparmor/exec", "exec hookbench", "have the next program under the profile");
}

base::Result<void> confirm_apparmor(const Policy &)
{
	return expect_kernel("/proc/self/attr/apparmor/current", "hookbench (enforce)", "run under the profile");
}

} // namespace matrix::lsm
