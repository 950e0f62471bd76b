// SPDX-License-Identifier: GPL-2.0
//
// Landlock: the workload puts itself into a domain. Its rules name folders, and
// give everything there but to make device nodes. A look-up goes from a file up to
// the first folder with a rule: the root, or with "near" the one its files are made in.
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "loader/base/fd.h"
#include "matrix/lsm/handlers.h"

namespace matrix::lsm {

namespace {

constexpr std::array folders{"/", "/bin", "/etc", "/policies", "/proc", "/results", "/run", "/sbin", "/sys", "/tmp"};
constexpr const char *near_folder = "/dev/shm";

// What the first version of Landlock's ABI knows.
constexpr __u64 all_access = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
constexpr __u64 allowed = all_access & ~__u64{LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_CHAR};

tl::unexpected<base::Error> failed(const char *action, const char *object)
{
	return base::fail_errno(errno, {.id = "lsm-policy", .code = base::ExitCode::failed, .action = action,
					.object = object, .reason = {}, .hint = {}, .errnum = 0});
}

base::Result<void> add_rule(const base::Fd &ruleset, const char *folder)
{
	const base::Fd parent{::open(folder, O_PATH | O_CLOEXEC)};
	struct landlock_path_beneath_attr rule {};

	if (!parent)
		return failed("open for a rule", folder);
	rule.allowed_access = allowed;
	rule.parent_fd = parent.get();
	if (::syscall(SYS_landlock_add_rule, ruleset.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
		return failed("add the rule for", folder);
	return {};
}

// What the rules do not give.
base::Result<void> make_node()
{
	const char *node = "/dev/shm/hooklsm-node";

	if (::mknod(node, S_IFCHR | 0600, ::makedev(1, 3)) != 0)
		return failed("make the device node", node);
	(void)::unlink(node);
	return {};
}

} // namespace

base::Result<void> enter_landlock(const Policy &policy)
{
	struct landlock_ruleset_attr handled {};
	const std::size_t rules = policy.name == "1" ? 1 : folders.size();

	handled.handled_access_fs = all_access;
	const base::Fd ruleset{static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0))};
	if (!ruleset)
		return failed("make a ruleset", "landlock");
	for (std::size_t i = 0; i < rules; ++i) {
		// The last one of ten gives way to the near one.
		const bool near = policy.name == "near" && i + 1 == rules;
		if (auto done = add_rule(ruleset, near ? near_folder : folders.at(i)); !done)
			return done;
	}
	// The refusal that is looked for is no other LSM's.
	if (auto done = make_node(); !done)
		return done;
	if (::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) != 0)
		return failed("enter the domain", "landlock");
	return confirm_landlock(policy);
}

base::Result<void> confirm_landlock(const Policy &)
{
	const auto made = make_node();

	if (!made && made.error().errnum == EACCES)
		return {};
	return base::fail({.id = "lsm-policy", .code = base::ExitCode::failed, .action = "be in the domain",
			   .object = "landlock", .reason = "a device node could be made, which no rule allows",
			   .hint = {}, .errnum = 0});
}

} // namespace matrix::lsm
