// SPDX-License-Identifier: GPL-2.0
#include "bench/tmpfs_file.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "bench/set_up.h"
#include "loader/base/fd.h"

namespace bench {

namespace {

base::Result<std::string> tmpfs_folder()
{
	// In a guest and on a usual host both are tmpfs; /dev/shm is the one that
	// is on every host.
	for (const char *path : std::array{"/dev/shm", "/tmp", "/run"}) {
		struct statfs system {};
		if (::statfs(path, &system) == 0 && system.f_type == TMPFS_MAGIC && ::access(path, W_OK) == 0)
			return std::string{path};
	}
	return base::fail({.id = "workload-set-up", .code = base::ExitCode::failed, .action = "find a writable tmpfs", .object = {},
			   .reason = "none of /dev/shm, /tmp and /run is one", .hint = {}, .errnum = 0});
}

// What was read after it was written last needs no new time of access (relatime). To find
// that out takes some instructions more when both were in one second of the clock, which
// is chance: have it read an hour from now.
bool last_read_later(const std::string &path)
{
	const std::array times{timespec{.tv_sec = ::time(nullptr) + 3600, .tv_nsec = 0}, timespec{.tv_sec = 0, .tv_nsec = UTIME_OMIT}};

	return ::utimensat(AT_FDCWD, path.c_str(), times.data(), 0) == 0;
}

} // namespace

base::Result<void> TmpfsFile::create(std::string_view content, unsigned mode)
{
	const base::Result<std::string> parent = tmpfs_folder();
	if (!parent)
		return tl::unexpected(parent.error());

	std::string folder = *parent + "/hookbench.XXXXXX";
	if (::mkdtemp(folder.data()) == nullptr)
		return set_up_failed("create a folder", folder);
	folder_ = folder;
	if (!last_read_later(folder_))
		return set_up_failed("set the times of the folder", folder_);
	if (::chdir(folder_.c_str()) != 0)
		return set_up_failed("enter the folder", folder_);

	return add(name(), content, mode);
}

base::Result<void> TmpfsFile::add(const std::string &name, std::string_view content, unsigned mode)
{
	const std::string path = folder_ + "/" + name;
	const base::Fd fd{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};

	if (!fd || ::write(fd.get(), content.data(), content.size()) != static_cast<ssize_t>(content.size()) ||
	    ::fchmod(fd.get(), mode) != 0)
		return set_up_failed("create the file", path);
	if (!last_read_later(path))
		return set_up_failed("set the times of the file", path);
	return {};
}

TmpfsFile::~TmpfsFile()
{
	if (folder_.empty())
		return;
	// What cannot be removed is a left-over in a tmpfs: not worth failing for.
	std::error_code left;
	(void)::chdir("/");
	std::filesystem::remove_all(folder_, left);
}

} // namespace bench
