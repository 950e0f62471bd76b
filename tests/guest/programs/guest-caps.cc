// SPDX-License-Identifier: GPL-2.0
//
// guest-caps WHO COMMAND…: runs the command as uid and gid 1000 with no more
// capabilities than WHO names: numbers of linux/capability.h, as "38,39";
// "none"; or "userns", root with all of them in a user namespace that uid 1000
// made. Status 126 when that cannot be set up.
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

constexpr unsigned user = 1000;

void need(bool done, const char *step)
{
	if (done)
		return;
	std::perror(step);
	std::exit(126);
}

std::uint64_t parse(const char *list)
{
	std::uint64_t set = 0;

	while (*list != '\0' && std::strcmp(list, "none") != 0) {
		char *end = nullptr;
		const unsigned long number = std::strtoul(list, &end, 10);
		need(end != list && number <= CAP_LAST_CAP, "a capability's number");
		set |= std::uint64_t{1} << number;
		list = *end == ',' ? end + 1 : end;
	}
	return set;
}

void keep(std::uint64_t set)
{
	struct __user_cap_header_struct head {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
	struct __user_cap_data_struct halves[2];

	for (unsigned i = 0; i < 2; ++i) {
		const auto half = static_cast<std::uint32_t>(set >> (32 * i));
		halves[i] = {.effective = half, .permitted = half, .inheritable = half};
	}
	need(::syscall(SYS_capset, &head, halves) == 0, "capset");
	for (unsigned cap = 0; cap <= CAP_LAST_CAP; ++cap)
		if ((set >> cap & 1) != 0)
			need(::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0) == 0, "prctl PR_CAP_AMBIENT");
}

void write_map(const char *file, std::string_view text)
{
	const int fd = ::open(file, O_WRONLY);

	need(fd >= 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()), file);
	::close(fd);
}

} // namespace

int main(int argc, char **argv)
{
	if (argc < 3) {
		std::fprintf(stderr, "usage: guest-caps WHO COMMAND...\n");
		return 2;
	}
	const bool namespaced = std::strcmp(argv[1], "userns") == 0;
	const std::uint64_t set = namespaced ? 0 : parse(argv[1]);

	need(::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) == 0, "prctl PR_SET_KEEPCAPS");
	need(::setresgid(user, user, user) == 0 && ::setresuid(user, user, user) == 0, "setresuid");
	keep(set);
	need(::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0, "prctl PR_SET_DUMPABLE");
	if (namespaced) {
		need(::unshare(CLONE_NEWUSER) == 0, "unshare");
		write_map("/proc/self/setgroups", "deny");
		write_map("/proc/self/uid_map", "0 1000 1");
		write_map("/proc/self/gid_map", "0 1000 1");
	}
	::execvp(argv[2], argv + 2);
	need(false, argv[2]);
}
