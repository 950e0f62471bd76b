// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/features/groups.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "tests/guest/features/run.h"

namespace features {

Groups::Groups()
{
	for (const char *name : {"a", "b"}) {
		::rmdir(path(name).c_str()); // of a feature that failed
		must(::mkdir(path(name).c_str(), 0755) == 0, "mkdir of a cgroup");
	}
}

Groups::~Groups()
{
	for (const char *name : {"a", "b"})
		::rmdir(path(name).c_str());
}

std::string Groups::path(const char *name) const
{
	const std::string root = "/sys/fs/cgroup";

	return *name == '\0' ? root : root + "/feature-" + name;
}

void Groups::enter(const char *name) const
{
	const int file = must(::open((path(name) + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC), "cgroup.procs");

	must(::write(file, "0", 1) == 1, "entering a cgroup");
	::close(file);
}

int Groups::open(const char *name) const
{
	return must(::open(path(name).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), "a cgroup's folder");
}

std::uint64_t Groups::id(const char *name) const
{
	struct stat status {};

	must(::stat(path(name).c_str(), &status) == 0, "stat of a cgroup");
	return status.st_ino;
}

void Groups::replace(const char *name) const
{
	must(::rmdir(path(name).c_str()) == 0, "rmdir of a cgroup");
	must(::mkdir(path(name).c_str(), 0755) == 0, "mkdir of a cgroup");
}

} // namespace features
