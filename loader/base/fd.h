// SPDX-License-Identifier: GPL-2.0
//
// The owner of a file descriptor: closed exactly once, moved, never copied.
//
//   base::Fd fd{::open(path, O_RDONLY | O_CLOEXEC)};
//   if (!fd) return base::fail_errno(errno, {...});
//   ::read(fd.get(), ...);
#pragma once

#include <unistd.h>

#include <utility>

namespace base {

class Fd {
public:
	Fd() = default;
	explicit Fd(int fd) : fd_(fd) {}
	Fd(Fd &&other) noexcept : fd_(other.release()) {}
	Fd &operator=(Fd &&other) noexcept
	{
		if (this != &other)
			reset(other.release());
		return *this;
	}
	~Fd() { reset(); }

	[[nodiscard]] int get() const { return fd_; }
	explicit operator bool() const { return fd_ >= 0; }
	int release() { return std::exchange(fd_, -1); }
	void reset(int fd = -1)
	{
		if (fd_ >= 0)
			::close(fd_);
		fd_ = fd;
	}

private:
	int fd_ = -1;
};

} // namespace base
