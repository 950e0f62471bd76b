// SPDX-License-Identifier: GPL-2.0
//
// The hooks of opening a file, with a lookup of a single path component in the
// working folder, so that the depth of the tree does not drown them.
#include <fcntl.h>
#include <unistd.h>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class OpenClose final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create("content\n", 0644); }

	bool once() noexcept override
	{
		const int fd = ::open(file_.name(), O_RDONLY | O_CLOEXEC);

		return fd >= 0 && ::close(fd) == 0;
	}

private:
	TmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_open_close() { return std::make_unique<OpenClose>(); }

} // namespace bench
