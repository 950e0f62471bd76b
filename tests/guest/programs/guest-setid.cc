// SPDX-License-Identifier: GPL-2.0
//
// guest-setid GID UID: becomes that group and that user, in this order, and says who it is.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

int main(int argc, char **argv)
{
	if (argc != 3) {
		std::fprintf(stderr, "usage: guest-setid GID UID\n");
		return 2;
	}
	const auto gid = static_cast<unsigned>(std::strtoul(argv[1], nullptr, 10));
	const auto uid = static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10));

	if (::setresgid(gid, gid, gid) != 0) {
		std::perror("setresgid");
		return 1;
	}
	std::printf("gid %u\n", ::getgid());
	std::fflush(stdout);
	if (::setresuid(uid, uid, uid) != 0) {
		std::perror("setresuid");
		return 1;
	}
	std::printf("uid %u\n", ::getuid());
	return 0;
}
