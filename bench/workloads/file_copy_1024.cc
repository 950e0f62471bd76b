// SPDX-License-Identifier: GPL-2.0
//
// One block of UnixBench's file copy with blocks of 1024 bytes, without the seeks
// between its rounds.
#include <fcntl.h>
#include <unistd.h>

#include "bench/tmpfs_io.h"

namespace bench {

namespace {

class FileCopy1024 final : public Workload {
public:
	base::Result<void> set_up() override
	{
		if (auto made = from_.create(); !made)
			return made;
		to_.reset(::open(".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
		if (!to_)
			return set_up_failed("create a file to copy to");
		return {};
	}

	bool once() noexcept override
	{
		const auto size = static_cast<ssize_t>(block_.size());

		return ::pread(from_.fd(), block_.data(), block_.size(), 0) == size &&
		       ::pwrite(to_.get(), block_.data(), block_.size(), 0) == size;
	}

private:
	OpenTmpfsFile from_;
	base::Fd to_;
	std::array<char, 1024> block_{};
};

} // namespace

std::unique_ptr<Workload> make_file_copy_1024() { return std::make_unique<FileCopy1024>(); }

} // namespace bench
