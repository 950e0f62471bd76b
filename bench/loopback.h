// SPDX-License-Identifier: GPL-2.0
//
// Sockets on the loopback device at fixed ports, so that no search for a free one is
// counted and that every connection falls into the same hash buckets.
//
//   bench::PortPair ports;
//   base::Result<base::Fd> first = ports.find(SOCK_STREAM);
//   int second = bench::bound_socket(SOCK_STREAM, ports.second);
#pragma once

#include <netinet/in.h>

#include "loader/base/fd.h"
#include "loader/base/result.h"

namespace bench {

// In a guest these are always the same; on a host
// others may be taken.
struct PortPair {
	sockaddr_in first{};
	sockaddr_in second{};

	// Bound to the first one, so that nobody else finds the pair.
	base::Result<base::Fd> find(int type);
};

// -1 with errno set.
int bound_socket(int type, const sockaddr_in &address) noexcept;
int connect_to(int fd, const sockaddr_in &address) noexcept;

} // namespace bench
