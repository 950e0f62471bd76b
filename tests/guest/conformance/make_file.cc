// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <unistd.h>

#include "tests/guest/conformance/trigger.h"

namespace conformance {

int make_file()
{
	const int fd = must(::open("f", O_CREAT | O_RDWR, 0600), "open of a new file");

	must(::write(fd, "x", 1) == 1 && ::lseek(fd, 0, SEEK_SET) == 0, "write");
	return fd;
}

} // namespace conformance
