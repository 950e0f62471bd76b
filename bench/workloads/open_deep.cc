// SPDX-License-Identifier: GPL-2.0
//
// The hook of each folder on the way. The names have one letter, so that it is the
// folders and not their letters that are counted.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class OpenDeep final : public Workload {
public:
	base::Result<void> set_up() override
	{
		if (auto made = folder_.create("", 0644); !made)
			return made;
		std::string folder;
		for (const char *name : {"a", "b", "c", "d", "e", "f", "g", "h", "i"}) {
			folder += name;
			if (::mkdir(folder.c_str(), 0755) != 0)
				return set_up_failed("create the folder", folder);
			folder += "/";
		}
		return folder_.add(path_, "", 0644);
	}

	bool once() noexcept override
	{
		const int fd = ::open(path_, O_RDONLY | O_CLOEXEC);

		return fd >= 0 && ::close(fd) == 0;
	}

private:
	static constexpr const char *path_ = "a/b/c/d/e/f/g/h/i/file";
	TmpfsFile folder_;
};

} // namespace

std::unique_ptr<Workload> make_open_deep() { return std::make_unique<OpenDeep>(); }

} // namespace bench
