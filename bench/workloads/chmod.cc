// SPDX-License-Identifier: GPL-2.0
#include <sys/stat.h>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Chmod final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create("content\n", 0644); }

	bool once() noexcept override
	{
		return ::chmod(file_.name(), 0640) == 0;
	}

private:
	TmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_chmod() { return std::make_unique<Chmod>(); }

} // namespace bench
