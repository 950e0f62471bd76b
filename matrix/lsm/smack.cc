// SPDX-License-Identifier: GPL-2.0
//
// Smack: rules through smackfs. The workload has the label Workload and may not
// override rules; what it makes in /dev/shm gets that folder's label, Shared, so that
// each access goes by a rule. All else has the floor label, as at boot.
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/xattr.h>

#include <cerrno>

#include "matrix/lsm/handlers.h"
#include "matrix/lsm/kernel_file.h"

namespace matrix::lsm {

namespace {

constexpr const char *folder = "/dev/shm";

base::Result<void> set_attribute(const char *name, std::string_view value)
{
	if (::setxattr(folder, name, value.data(), value.size(), 0) != 0)
		return base::fail_errno(errno, {.id = "lsm-policy", .code = base::ExitCode::failed,
						.action = std::string{"set "} + name + " of", .object = folder,
						.reason = {}, .hint = {}, .errnum = 0});
	return {};
}

} // namespace

base::Result<void> load_smack(const Policy &)
{
	const auto rules = policy_file("smack.rules");

	if (!rules)
		return tl::unexpected(rules.error());
	if (auto done = mount_kernel("smackfs", "/sys/fs/smackfs"); !done)
		return done;
	if (auto done = write_lines("/sys/fs/smackfs/load2", *rules, "load the rule"); !done)
		return done;
	if (auto done = set_attribute("security.SMACK64", "Shared"); !done)
		return done;
	if (auto done = set_attribute("security.SMACK64TRANSMUTE", "TRUE"); !done)
		return done;
	return expect_in_kernel("/sys/fs/smackfs/load2", "Workload Shared", "have the rules");
}

// Smack has no label for the next exec: it is this process's, and what it runs keeps
// it. Capabilities that are not in the bounding set are gone with that exec.
base::Result<void> enter_smack(const Policy &)
{
	if (auto done = write_kernel("/proc/self/attr/smack/current", "Workload", "take the label"); !done)
		return done;
	for (const int capability : {CAP_MAC_OVERRIDE, CAP_MAC_ADMIN})
		if (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0)
			return base::fail_errno(errno, {.id = "lsm-policy", .code = base::ExitCode::failed,
							.action = "give up the capability", .object = std::to_string(capability),
							.reason = {}, .hint = {}, .errnum = 0});
	return {};
}

base::Result<void> confirm_smack(const Policy &)
{
	if (::prctl(PR_CAPBSET_READ, CAP_MAC_OVERRIDE, 0, 0, 0) != 0)
		return base::fail({.id = "lsm-policy", .code = base::ExitCode::failed, .action = "be under the rules",
				   .object = "smack", .reason = "CAP_MAC_OVERRIDE is still there", .hint = {}, .errnum = 0});
	return expect_kernel("/proc/self/attr/smack/current", "Workload", "have the label");
}

} // namespace matrix::lsm
