// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/interrupt.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace matrix::boot {

namespace {

// A handler reaches globals only. Guests run one after the other; an Interrupt
// inside another takes over and hands back.
volatile std::sig_atomic_t last_signal;
volatile int wake_fd = -1;

void note(int number)
{
	const int saved = errno;

	last_signal = number;
	if (wake_fd >= 0) {
		[[maybe_unused]] const ssize_t put = ::write(wake_fd, "!", 1);
	}
	errno = saved;
}

} // namespace

Interrupt::Interrupt() : outer_write_(wake_fd)
{
	int ends[2];

	if (outer_write_ < 0)
		last_signal = 0;
	if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0) {
		read_.reset(ends[0]);
		write_.reset(ends[1]);
	}
	wake_fd = write_.get();
	struct sigaction action {};
	action.sa_handler = note;
	for (std::size_t i = 0; i < signals.size(); i++)
		::sigaction(signals[i], &action, &before_[i]);
}

Interrupt::~Interrupt()
{
	for (std::size_t i = 0; i < signals.size(); i++)
		::sigaction(signals[i], &before_[i], nullptr);
	wake_fd = outer_write_;
}

int Interrupt::signal() const { return last_signal; }

} // namespace matrix::boot
