// SPDX-License-Identifier: GPL-2.0
//
// A tmpfs has attributes of users since 6.6.
#include <sys/xattr.h>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Setxattr final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create("", 0644); }

	bool once() noexcept override { return ::setxattr(file_.name(), "user.hookbench", "value", 5, 0) == 0; }

private:
	TmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_setxattr() { return std::make_unique<Setxattr>(); }

} // namespace bench
