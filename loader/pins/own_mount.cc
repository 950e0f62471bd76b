// SPDX-License-Identifier: GPL-2.0
#include "loader/pins/own_mount.h"

#include <bpf/bpf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "loader/errors.h"

namespace loader {

namespace fs = std::filesystem;

namespace {

fs::path way_through(const base::Fd &fd) { return fmt::format("/proc/self/fd/{}", fd.get()); }

// The kernel leaves the end of a link that a pin held last to a worker, so that
// programs would still be asked for a moment; the end of a descriptor it sees to
// at once (bpf_link_put() and bpf_link_release()). So the descriptor is the last.
// Other mount namespaces may have copies of the mount: what is unlinked is gone there
// as well.
base::Result<void> unpin_all(const fs::path &folder)
{
	for (const std::string &name : entries(folder)) {
		const base::Fd last{::bpf_obj_get((folder / name).c_str())};
		if (::unlink((folder / name).c_str()) != 0)
			return base::fail(pin_failed("remove the pin", (folder / name).string(), errno));
	}
	return {};
}

} // namespace

base::Result<OwnMount> OwnMount::create()
{
	const auto failed = [] { return base::fail(pin_failed("make a file system for the policy's pins,", "bpf", errno)); };
	const base::Fd context{::fsopen("bpf", FSOPEN_CLOEXEC)};

	if (!context || ::fsconfig(context.get(), FSCONFIG_SET_STRING, "mode", "0700", 0) != 0 ||
	    ::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0)
		return failed();
	base::Fd root{::fsmount(context.get(), FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC)};
	if (!root)
		return failed();
	return OwnMount(std::move(root));
}

fs::path OwnMount::path() const { return way_through(root_); }

base::Result<void> OwnMount::place(const fs::path &folder) const
{
	if (::move_mount(root_.get(), "", AT_FDCWD, folder.c_str(), MOVE_MOUNT_F_EMPTY_PATH) != 0)
		return base::fail(pin_failed("mount the policy's pins at", folder.string(), errno));
	return {};
}

bool is_mount(const fs::path &folder)
{
	struct stat here{};
	struct stat above{};

	return ::stat(folder.c_str(), &here) == 0 && ::stat(folder.parent_path().c_str(), &above) == 0 &&
	       here.st_dev != above.st_dev;
}

base::Result<void> take_away(const fs::path &folder)
{
	if (is_mount(folder)) {
		const base::Fd root{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
		if (!root)
			return base::fail(pin_failed("open the policy's pins at", folder.string(), errno));
		// From here on this process alone holds the pins: killed, it takes
		// them along.
		if (::umount2(folder.c_str(), MNT_DETACH) != 0)
			return base::fail(pin_failed("unmount the policy's pins at", folder.string(), errno));
		if (auto gone = unpin_all(way_through(root)); !gone)
			return gone;
	}
	if (::rmdir(folder.c_str()) != 0)
		return base::fail(pin_failed("remove the folder", folder.string(), errno));
	return {};
}

std::vector<std::string> entries(const fs::path &folder)
{
	std::vector<std::string> names;
	std::error_code error;

	for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
		names.push_back(it->path().filename().string());
	std::ranges::sort(names);
	return names;
}

} // namespace loader
