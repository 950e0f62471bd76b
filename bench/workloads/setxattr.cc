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
	base::Result<void> set_up() override
	{
		if (auto made = file_.create("", 0644); !made)
			return made;
		if (!once())
			return set_up_failed("set an extended attribute in a tmpfs");
		return {};
	}

	bool once() noexcept override { return ::setxattr(file_.name(), "user.hookbench", "value", 5, 0) == 0; }

private:
	TmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_setxattr() { return std::make_unique<Setxattr>(); }

} // namespace bench
