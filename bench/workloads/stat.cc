// SPDX-License-Identifier: GPL-2.0
//
// inode_permission of the folder and inode_getattr of the file: the hooks that
// a build or a web server crosses most often.
#include <sys/stat.h>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Stat final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create("content\n", 0644); }

	bool once() noexcept override { return ::stat(file_.name(), &result_) == 0; }

private:
	TmpfsFile file_;
	struct stat result_ {};
};

} // namespace

std::unique_ptr<Workload> make_stat() { return std::make_unique<Stat>(); }

} // namespace bench
