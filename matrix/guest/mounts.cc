// SPDX-License-Identifier: GPL-2.0
#include "matrix/guest/mounts.h"

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "loader/base/fd.h"

namespace matrix::guest {

namespace {

// In this order: a target may lie on an earlier row's file system.
constexpr std::array rows{
	Mount{"proc", "/proc", "", true},
	Mount{"sysfs", "/sys", "", true},
	Mount{"devtmpfs", "/dev", "mode=0755", true},
	Mount{"devpts", "/dev/pts", "mode=0620,ptmxmode=0666", false},
	Mount{"tmpfs", "/dev/shm", "mode=1777", true},
	Mount{"tmpfs", "/tmp", "mode=1777", true},
	Mount{"tmpfs", "/run", "mode=0755", true},
	Mount{"tmpfs", "/results", "mode=1777", true}, // not rootfs, on which policies of LSMs let nobody make files
	Mount{"securityfs", "/sys/kernel/security", "", false},
	Mount{"debugfs", "/sys/kernel/debug", "", false},
	Mount{"tracefs", "/sys/kernel/tracing", "", false},
	Mount{"bpf", "/sys/fs/bpf", "mode=0700", false},
	Mount{"cgroup2", "/sys/fs/cgroup", "", false},
};

} // namespace

std::span<const Mount> mount_table() { return rows; }

std::string mount_all()
{
	std::string problems;

	for (const Mount &row : rows) {
		// In sysfs the folders are the kernel's: mkdir fails there and
		// mount says what is wrong.
		::mkdir(row.target, 0755);
		if (::mount(row.type, row.target, row.type, 0, row.options) == 0 || !row.required)
			continue;
		problems += std::string{"cannot mount "} + row.type + " on " + row.target + ": " +
			    std::strerror(errno) + "\n";
	}
	return problems;
}

bool loopback_up()
{
	const base::Fd fd{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
	struct ifreq request {};

	if (!fd)
		return false;
	std::strncpy(request.ifr_name, "lo", sizeof(request.ifr_name) - 1);
	request.ifr_flags = IFF_UP | IFF_RUNNING;
	return ::ioctl(fd.get(), SIOCSIFFLAGS, &request) == 0;
}

} // namespace matrix::guest
