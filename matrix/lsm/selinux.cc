// SPDX-License-Identifier: GPL-2.0
//
// SELinux: Debian's policy in binary form through selinuxfs, labels for what the
// initramfs brought, and all that is run from then on where a user's processes are.
#include <sys/xattr.h>

#include <array>
#include <cerrno>
#include <filesystem>

#include "matrix/lsm/handlers.h"
#include "matrix/lsm/kernel_file.h"

namespace matrix::lsm {

namespace {

constexpr const char *init_context = "system_u:system_r:init_t:s0";
constexpr const char *user_context = "unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023";

// What the policy's file_contexts has for /usr/bin, /etc and /usr. Other files keep
// root_t of rootfs, and what the policy says of tmpfs, procfs and sysfs.
struct Label {
	const char *path; // and what is below it
	const char *type;
};

constexpr std::array labels{
	Label{"/bin", "bin_t"}, Label{"/sbin", "bin_t"}, Label{"/etc", "etc_t"},
	Label{"/lsm", "usr_t"}, Label{"/policies", "usr_t"},
};

base::Result<void> set_label(const std::filesystem::path &path, const std::string &context)
{
	if (::lsetxattr(path.c_str(), "security.selinux", context.c_str(), context.size() + 1, 0) != 0)
		return base::fail_errno(errno, {.id = "lsm-policy", .code = base::ExitCode::failed,
						.action = "label as " + context, .object = path.string(),
						.reason = {}, .hint = {}, .errnum = 0});
	return {};
}

base::Result<void> label_files()
{
	for (const Label &row : labels) {
		const std::string context = std::string{"system_u:object_r:"} + row.type + ":s0";
		std::error_code missing;
		if (!std::filesystem::exists(row.path, missing))
			continue;
		if (auto done = set_label(row.path, context); !done)
			return done;
		for (const auto &entry : std::filesystem::recursive_directory_iterator{row.path, missing}) {
			if (auto done = set_label(entry.path(), context); !done)
				return done;
		}
	}
	return {};
}

base::Result<void> expect_enforce(const Policy &policy)
{
	return expect_kernel("/sys/fs/selinux/enforce", policy.name == "enforcing" ? "1" : "0", "be " + std::string{policy.name});
}

} // namespace

base::Result<void> load_selinux(const Policy &policy)
{
	const auto binary = policy_file("selinux.policy");

	if (!binary)
		return tl::unexpected(binary.error());
	if (auto done = mount_kernel("selinuxfs", "/sys/fs/selinux"); !done)
		return done;
	if (auto done = write_kernel("/sys/fs/selinux/load", *binary, "load the policy"); !done)
		return done;
	if (auto done = label_files(); !done)
		return done;
	// The policy lets nobody label what lies on rootfs: it is enforced after that.
	if (policy.name == "enforcing") {
		if (auto done = write_kernel("/sys/fs/selinux/enforce", "1", "enforce the policy"); !done)
			return done;
	}
	if (auto done = expect_enforce(policy); !done)
		return done;
	// What boots is in kernel_t, which starts users' processes by way of init_t only.
	if (auto done = write_kernel("/proc/self/attr/current", init_context, "become init_t"); !done)
		return done;
	return write_kernel("/proc/self/attr/exec", user_context, "have the next program in unconfined_t");
}

base::Result<void> confirm_selinux(const Policy &policy)
{
	if (auto done = expect_enforce(policy); !done)
		return done;
	return expect_kernel("/proc/self/attr/current", user_context, "run in unconfined_t");
}

} // namespace matrix::lsm
