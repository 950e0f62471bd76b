// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>

#include "matrix/build/process.h"

namespace matrix::build {

namespace {

base::Fd open_lock(const std::filesystem::path &folder)
{
	return base::Fd{::open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)};
}

} // namespace

base::Result<FolderLock> FolderLock::take(const std::filesystem::path &folder, const std::string &action)
{
	const base::Error context{.id = "folder-unusable", .code = base::ExitCode::failed, .action = action,
				  .object = folder.string(), .reason = {}, .hint = "check its permissions",
				  .errnum = 0};
	std::error_code error;

	std::filesystem::create_directories(folder, error);
	base::Fd fd = open_lock(folder);
	if (!fd)
		return base::fail_errno(errno, context);
	for (bool told = false; ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0;) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return base::fail_errno(errno, context);
		if (interrupt_requested())
			return tl::unexpected(interrupted(action));
		if (!told)
			std::cerr << "waiting: another hookmatrix works in " << folder.string() << '\n';
		told = true;
		::usleep(200'000);
	}
	return FolderLock{std::move(fd)};
}

std::optional<FolderLock> FolderLock::try_take(const std::filesystem::path &folder)
{
	base::Fd fd = open_lock(folder);

	if (!fd || ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0)
		return std::nullopt;
	return FolderLock{std::move(fd)};
}

} // namespace matrix::build
