// SPDX-License-Identifier: GPL-2.0
#include <sys/stat.h>
#include <unistd.h>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class MkdirRmdir final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create("content\n", 0644); }

	bool once() noexcept override
	{
		return ::mkdir("folder", 0700) == 0 && ::rmdir("folder") == 0;
	}

private:
	TmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_mkdir_rmdir() { return std::make_unique<MkdirRmdir>(); }

} // namespace bench
