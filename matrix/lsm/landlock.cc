// SPDX-License-Identifier: GPL-2.0
//
// Landlock: the workload puts itself into a domain. Its rules name folders, and
// give everything there but to make device nodes. A look-up goes from a file up to
// the first folder with a rule: the root, or with "near" the one its files are made in.
// "keep" says of /etc what protect_paths says, as far as Landlock can: nothing below it is
// written, made, renamed or removed. It has no rule that takes away, so all other folders
// have one. Modes, owners and attributes are no business of Landlock's.
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <string_view>

#include "loader/base/fd.h"
#include "matrix/lsm/handlers.h"

namespace matrix::lsm {

namespace {

using Folders = std::span<const char *const>;

constexpr std::array ten{"/", "/bin", "/etc", "/policies", "/proc", "/results", "/run", "/sbin", "/sys", "/tmp"};
constexpr std::array ten_near{"/", "/bin", "/etc", "/policies", "/proc", "/results", "/run", "/sbin", "/sys", "/dev/shm"};
constexpr std::array all_but_etc{"/bin", "/dev", "/policies", "/proc", "/results", "/run", "/sbin", "/sys", "/tmp"};

// What the first version of Landlock's ABI knows.
constexpr __u64 all_access = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
constexpr __u64 changes = all_access & ~__u64{LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR};
constexpr __u64 allowed = all_access & ~__u64{LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_CHAR};

tl::unexpected<base::Error> failed(const char *action, const char *object)
{
	return base::fail_errno(errno, {.id = "lsm-policy", .code = base::ExitCode::failed, .action = action,
					.object = object, .reason = {}, .hint = {}, .errnum = 0});
}

base::Result<void> add_rule(const base::Fd &ruleset, const char *folder, __u64 access)
{
	const base::Fd parent{::open(folder, O_PATH | O_CLOEXEC)};
	struct landlock_path_beneath_attr rule {};

	if (!parent)
		return failed("open for a rule", folder);
	rule.allowed_access = access;
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

base::Result<void> make_file_in_etc()
{
	const char *path = "/etc/hooklsm-kept";
	const base::Fd file{::open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};

	if (!file)
		return failed("make the file", path);
	(void)::unlink(path);
	return {};
}

struct Domain {
	std::string_view name;
	__u64 handled; // what needs a rule
	__u64 given;   // by each rule
	Folders folders;
	base::Result<void> (*refused)(); // what no rule gives
	const char *broken;              // if it can be done
};

constexpr const char *node_made = "a device node could be made, which no rule allows";

constexpr std::array domains{
	Domain{"1", all_access, allowed, Folders{ten}.first(1), make_node, node_made},
	Domain{"10", all_access, allowed, ten, make_node, node_made},
	Domain{"near", all_access, allowed, ten_near, make_node, node_made},
	Domain{"keep", changes, changes, all_but_etc, make_file_in_etc, "a file could be made in /etc, which no rule allows"},
};

// There is one for each row of policy.cc.
const Domain &domain_of(const Policy &policy) { return *std::ranges::find(domains, policy.name, &Domain::name); }

} // namespace

base::Result<void> enter_landlock(const Policy &policy)
{
	const Domain &domain = domain_of(policy);
	struct landlock_ruleset_attr handled {};

	handled.handled_access_fs = domain.handled;
	const base::Fd ruleset{static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0))};
	if (!ruleset)
		return failed("make a ruleset", "landlock");
	for (const char *folder : domain.folders)
		if (auto done = add_rule(ruleset, folder, domain.given); !done)
			return done;
	// The refusal that is looked for is no other LSM's.
	if (auto done = domain.refused(); !done)
		return done;
	if (::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) != 0)
		return failed("enter the domain", "landlock");
	return confirm_landlock(policy);
}

base::Result<void> confirm_landlock(const Policy &policy)
{
	const Domain &domain = domain_of(policy);
	const auto done = domain.refused();

	if (!done && done.error().errnum == EACCES)
		return {};
	return base::fail({.id = "lsm-policy", .code = base::ExitCode::failed, .action = "be in the domain",
			   .object = "landlock", .reason = domain.broken, .hint = {}, .errnum = 0});
}

} // namespace matrix::lsm
