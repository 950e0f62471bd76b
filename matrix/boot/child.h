// SPDX-License-Identifier: GPL-2.0
//
// The owner of one child process. Its standard output and the channel are
// anonymous files that grow while it writes and are read at an offset; a writer
// never waits for a reader, so what a guest does cannot depend on when this
// program gets to run. Standard error is a pipe. The child is killed
// (by its pid, never by name) and reaped when the owner goes away, and the
// kernel kills it should this program die first.
//
//   auto child = boot::Child::start({"qemu-system-x86_64", "-version"});
//   if (!child) return tl::unexpected(child.error());
//   pread(child->out(), …); read(child->err(), …); pread(child->channel(), …);
//   if (auto status = child->try_wait()) … // of waitpid()
//   child->kill();
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "loader/base/fd.h"
#include "loader/base/result.h"

namespace matrix::boot {

// The descriptors under which the child finds the console's and the channel's file.
inline constexpr int console_fd_in_child = 1;
inline constexpr int channel_fd_in_child = 3;

class Child {
public:
	static base::Result<Child> start(const std::vector<std::string> &argv);

	Child(Child &&other) noexcept
		: pid_(std::exchange(other.pid_, -1)), out_(std::move(other.out_)), err_(std::move(other.err_)),
		  channel_(std::move(other.channel_)), status_(other.status_)
	{
	}
	Child &operator=(Child &&) = delete;
	~Child();

	[[nodiscard]] pid_t pid() const { return pid_; }
	[[nodiscard]] int out() const { return out_.get(); }
	[[nodiscard]] int err() const { return err_.get(); }
	[[nodiscard]] int channel() const { return channel_.get(); }
	std::optional<int> try_wait();
	int wait();
	void kill() const;

private:
	Child() = default;

	pid_t pid_ = -1;
	base::Fd out_;
	base::Fd err_;
	base::Fd channel_;
	std::optional<int> status_;
};

} // namespace matrix::boot
