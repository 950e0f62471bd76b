// SPDX-License-Identifier: GPL-2.0
//
// An io_uring that does one request at a time, by the system calls alone.
//
//   bench::IoRing ring;
//   if (auto made = ring.create(); !made) return made;
//   ring.submit({.opcode = IORING_OP_NOP});    // what it answered, or -errno
#pragma once

#include <linux/io_uring.h>

#include <cstddef>

#include "bench/set_up.h"
#include "loader/base/fd.h"

namespace bench {

class IoRing {
public:
	IoRing() = default;
	IoRing(const IoRing &) = delete;
	IoRing &operator=(const IoRing &) = delete;
	~IoRing();

	base::Result<void> create();
	// Submits it, waits for its end, and takes its answer: one system call.
	int submit(const io_uring_sqe &request) noexcept;

private:
	base::Fd fd_;
	char *rings_ = nullptr; // both, in one mapping
	std::size_t rings_size_ = 0;
	io_uring_sqe *requests_ = nullptr;
	std::size_t requests_size_ = 0;
	io_uring_params layout_{};
};

} // namespace bench
