// SPDX-License-Identifier: GPL-2.0
//
// LSMs whose policy is a setting: it is made, or the command line made it, and
// what the kernel then says is looked at.
#include "matrix/lsm/handlers.h"
#include "matrix/lsm/kernel_file.h"

namespace matrix::lsm {

base::Result<void> load_yama(const Policy &policy)
{
	const std::string scope = policy.name == "admin" ? "2" : "1";
	const std::string action = "have ptrace_scope " + scope;

	if (auto done = write_kernel("/proc/sys/kernel/yama/ptrace_scope", scope, action); !done)
		return done;
	return expect_kernel("/proc/sys/kernel/yama/ptrace_scope", scope, action);
}

base::Result<void> load_loadpin(const Policy &)
{
	const std::filesystem::path setting = "/proc/sys/kernel/loadpin/enforce";
	const std::string action = "have modules and firmware pinned";

	// 6.1 makes the file when the first module is loaded.
	if (!std::filesystem::exists(setting))
		return expect_logged("LoadPin: ready to pin (currently enforcing)", action);
	return expect_kernel(setting, "1", action);
}

base::Result<void> load_safesetid(const Policy &)
{
	const std::filesystem::path folder = "/sys/kernel/security/safesetid";

	for (const char *name : {"uid_allowlist_policy", "gid_allowlist_policy"}) {
		// Who may be become has to be named too, or is not held to anything.
		if (auto done = write_kernel(folder / name, "1000:1001\n1001:1001\n", "load the list"); !done)
			return done;
		if (auto done = expect_in_kernel(folder / name, "1000:1001\n", "have the list"); !done)
			return done;
	}
	return {};
}

base::Result<void> load_lockdown(const Policy &policy)
{
	return expect_in_kernel("/sys/kernel/security/lockdown", "[" + std::string{policy.name} + "]", "be locked down");
}

base::Result<void> load_ipe(const Policy &)
{
	const std::filesystem::path folder = "/sys/kernel/security/ipe";

	if (auto done = expect_kernel(folder / "policies/hookmatrix_boot/active", "1", "have the policy active"); !done)
		return done;
	return expect_kernel(folder / "enforce", "1", "enforce the policy");
}

} // namespace matrix::lsm
