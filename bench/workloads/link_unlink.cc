// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class LinkUnlink final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create("content\n", 0644); }

	bool once() noexcept override
	{
		return ::link(file_.name(), "other") == 0 && ::unlink("other") == 0;
	}

private:
	TmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_link_unlink() { return std::make_unique<LinkUnlink>(); }

} // namespace bench
