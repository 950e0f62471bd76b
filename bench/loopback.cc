// SPDX-License-Identifier: GPL-2.0
#include "bench/loopback.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/set_up.h"

namespace bench {

namespace {

// Below the ephemeral range of every default configuration.
constexpr std::uint16_t first_port = 17170;
constexpr std::uint16_t last_port = 17230;

sockaddr_in loopback(int port)
{
	sockaddr_in address{};

	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons(static_cast<std::uint16_t>(port));
	return address;
}

} // namespace

base::Result<base::Fd> PortPair::find(int type)
{
	for (int port = first_port; port < last_port; port += 2) {
		first = loopback(port);
		second = loopback(port + 1);
		base::Fd socket{bound_socket(type, first)};
		if (socket && base::Fd{bound_socket(type, second)})
			return socket;
	}
	return set_up_failed("find two free ports of", "127.0.0.1");
}

int bound_socket(int type, const sockaddr_in &address) noexcept
{
	const int fd = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);

	if (fd >= 0 && ::bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0) {
		const int errnum = errno;
		::close(fd);
		errno = errnum;
		return -1;
	}
	return fd;
}

int connect_to(int fd, const sockaddr_in &address) noexcept
{
	return ::connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof(address));
}

} // namespace bench
