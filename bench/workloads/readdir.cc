// SPDX-License-Identifier: GPL-2.0
//
// By the system call: the C library would ask for more at once, and keep it.
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <string>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Readdir final : public Workload {
public:
	base::Result<void> set_up() override
	{
		if (auto made = file_.create("", 0644); !made)
			return made;
		for (char letter = 'a'; letter < 'a' + 15; ++letter) {
			const std::string name(1, letter);
			if (!base::Fd{::open(name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)})
				return set_up_failed("create the file", name);
		}
		folder_.reset(::open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
		if (!folder_)
			return set_up_failed("open the folder");
		return {};
	}

	bool once() noexcept override
	{
		return ::lseek(folder_.get(), 0, SEEK_SET) == 0 && read_some() > 0 && read_some() == 0;
	}

private:
	long read_some() noexcept { return ::syscall(SYS_getdents64, folder_.get(), entries_.data(), entries_.size()); }

	TmpfsFile file_;
	base::Fd folder_;
	std::array<char, 4096> entries_{};
};

} // namespace

std::unique_ptr<Workload> make_readdir() { return std::make_unique<Readdir>(); }

} // namespace bench
