// SPDX-License-Identifier: GPL-2.0
//
// guest-label ATTRIBUTE FILE [VALUE]: sets an extended attribute, or prints it.
#include <sys/xattr.h>

#include <cstdio>
#include <cstring>

int main(int argc, char **argv)
{
	char value[256] = "";

	if (argc != 3 && argc != 4) {
		std::fprintf(stderr, "usage: guest-label ATTRIBUTE FILE [VALUE]\n");
		return 2;
	}
	if (argc == 4 && ::setxattr(argv[2], argv[1], argv[3], std::strlen(argv[3]), 0) != 0) {
		std::perror("setxattr");
		return 1;
	}
	if (argc == 3 && ::getxattr(argv[2], argv[1], value, sizeof(value) - 1) < 0) {
		std::perror("getxattr");
		return 1;
	}
	if (argc == 3)
		std::printf("%s\n", value);
	return 0;
}
