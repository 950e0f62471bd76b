// SPDX-License-Identifier: GPL-2.0
#include <cstdio>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Rename final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create("content\n", 0644); }

	bool once() noexcept override
	{
		return std::rename(file_.name(), "other") == 0 && std::rename("other", file_.name()) == 0;
	}

private:
	TmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_rename() { return std::make_unique<Rename>(); }

} // namespace bench
