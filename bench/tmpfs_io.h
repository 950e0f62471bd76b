// SPDX-License-Identifier: GPL-2.0
//
// Reads and writes of one size at the start of a file in a tmpfs.
//
//   std::unique_ptr<Workload> make_tmpfs_read_1() { return std::make_unique<TmpfsRead<1>>(); }
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <string>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

// The file, opened, with a page of content.
class OpenTmpfsFile {
public:
	base::Result<void> create()
	{
		if (auto made = file_.create(std::string(4096, 'x'), 0644); !made)
			return made;
		fd_.reset(::open(file_.name(), O_RDWR | O_CLOEXEC));
		if (!fd_)
			return set_up_failed("open the file", file_.name());
		return {};
	}
	[[nodiscard]] int fd() const { return fd_.get(); }

private:
	TmpfsFile file_;
	base::Fd fd_;
};

template <std::size_t size> class TmpfsRead final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create(); }
	bool once() noexcept override { return ::pread(file_.fd(), block_.data(), size, 0) == static_cast<ssize_t>(size); }

private:
	OpenTmpfsFile file_;
	std::array<char, size> block_{};
};

template <std::size_t size> class TmpfsWrite final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create(); }
	bool once() noexcept override { return ::pwrite(file_.fd(), block_.data(), size, 0) == static_cast<ssize_t>(size); }

private:
	OpenTmpfsFile file_;
	std::array<char, size> block_{};
};

} // namespace bench
