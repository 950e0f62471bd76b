// SPDX-License-Identifier: GPL-2.0
#include <sys/vfs.h>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Statfs final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create("content\n", 0644); }

	bool once() noexcept override
	{
		struct statfs system {};

		return ::statfs(file_.name(), &system) == 0;
	}

private:
	TmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_statfs() { return std::make_unique<Statfs>(); }

} // namespace bench
