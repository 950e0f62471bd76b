// SPDX-License-Identifier: GPL-2.0
//
// Landlock: the workload puts itself into a domain. Its rules name folders, and
// give everything there but to make device nodes. A look-up goes from a file up to
// the first folder with a rule: the root, or with "near" the one its files are made in.
// "keep" says what protect_paths says of /etc: nothing below it is changed, and reading is
// nobody's business. Landlock has no rule that takes away, so all other folders have one.
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
constexpr std::array changed_folders{"/bin", "/dev", "/policies", "/proc", "/results", "/run", "/sbin", "/sys", "/tmp"};
constexpr const char *kept_file = "/etc/hooklsm-kept";

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

base::Result<void> change_kept()
{
	const base::Fd file{::open(kept_file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};

	if (!file)
		return failed("make the file", kept_file);
	(void)::unlink(kept_file);
	return {};
}

base::Result<void> what_is_refused(const Policy &policy) { return policy.name == "keep" ? change_kept() : make_node(); }

base::Result<base::Fd> make_ruleset(__u64 handled)
{
	struct landlock_ruleset_attr attributes {};

	attributes.handled_access_fs = handled;
	base::Fd ruleset{static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof(attributes), 0))};
	if (!ruleset)
		return failed("make a ruleset", "landlock");
	return ruleset;
}

base::Result<base::Fd> keeping_rules()
{
	auto ruleset = make_ruleset(changes);

	for (std::size_t i = 0; ruleset && i < changed_folders.size(); ++i)
		if (auto done = add_rule(*ruleset, changed_folders.at(i), changes); !done)
			return tl::unexpected(done.error());
	return ruleset;
}

base::Result<base::Fd> giving_rules(const Policy &policy)
{
	const std::size_t rules = policy.name == "1" ? 1 : folders.size();
	auto ruleset = make_ruleset(all_access);

	for (std::size_t i = 0; ruleset && i < rules; ++i) {
		// The last one of ten gives way to the near one.
		const bool near = policy.name == "near" && i + 1 == rules;
		if (auto done = add_rule(*ruleset, near ? near_folder : folders.at(i), allowed); !done)
			return tl::unexpected(done.error());
	}
	return ruleset;
}

} // namespace

base::Result<void> enter_landlock(const Policy &policy)
{
	const auto ruleset = policy.name == "keep" ? keeping_rules() : giving_rules(policy);

	if (!ruleset)
		return tl::unexpected(ruleset.error());
	// The refusal that is looked for is no other LSM's.
	if (auto done = what_is_refused(policy); !done)
		return done;
	if (::syscall(SYS_landlock_restrict_self, ruleset->get(), 0) != 0)
		return failed("enter the domain", "landlock");
	return confirm_landlock(policy);
}

base::Result<void> confirm_landlock(const Policy &policy)
{
	const auto done = what_is_refused(policy);

	if (!done && done.error().errnum == EACCES)
		return {};
	return base::fail({.id = "lsm-policy", .code = base::ExitCode::failed, .action = "be in the domain",
			   .object = "landlock", .reason = policy.name == "keep" ? "a file could be made in /etc" : "a device node could be made, which no rule allows",
			   .hint = {}, .errnum = 0});
}

} // namespace matrix::lsm
