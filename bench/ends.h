// SPDX-License-Identifier: GPL-2.0
//
// Two ends that belong together, of a pipe or of a pair of unix sockets: what is written
// to `in` is read from `out`.
//
//   bench::Ends ends;
//   if (auto made = ends.make_pipe(); !made) return made;
#pragma once

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/set_up.h"
#include "loader/base/fd.h"

namespace bench {

struct Ends {
	base::Fd out;
	base::Fd in;

	base::Result<void> make_pipe()
	{
		int fds[2];

		if (::pipe2(fds, O_CLOEXEC) != 0)
			return set_up_failed("create a pipe");
		return take(fds);
	}
	base::Result<void> make_sockets(int type)
	{
		int fds[2];

		if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds) != 0)
			return set_up_failed("create a pair of sockets");
		return take(fds);
	}

private:
	base::Result<void> take(const int (&fds)[2])
	{
		out.reset(fds[0]);
		in.reset(fds[1]);
		return {};
	}
};

} // namespace bench
