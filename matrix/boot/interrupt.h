// SPDX-License-Identifier: GPL-2.0
//
// Turns SIGINT, SIGTERM and SIGHUP into something that poll() sees while a
// guest runs, so that the guest is ended and nothing is left behind.
//
//   boot::Interrupt interrupt;          // restores the old handlers at its end
//   pollfd port{interrupt.fd(), POLLIN, 0};
//   if (interrupt.signal() != 0) …      // the signal that came
#pragma once

#include <array>
#include <csignal>

#include "loader/base/fd.h"

namespace matrix::boot {

class Interrupt {
public:
	Interrupt();
	~Interrupt();
	Interrupt(const Interrupt &) = delete;
	Interrupt &operator=(const Interrupt &) = delete;

	[[nodiscard]] int fd() const { return read_.get(); }
	[[nodiscard]] int signal() const;

private:
	static constexpr std::array<int, 3> signals{SIGINT, SIGTERM, SIGHUP};

	base::Fd read_;
	base::Fd write_;
	int outer_write_;
	std::array<struct sigaction, signals.size()> before_{};
};

} // namespace matrix::boot
