// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include <array>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class SymlinkUnlink final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create("content\n", 0644); }

	bool once() noexcept override
	{
		std::array<char, 16> target{};

		return ::symlink(file_.name(), "other") == 0 && ::readlink("other", target.data(), target.size()) == 4 &&
		       ::unlink("other") == 0;
	}

private:
	TmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_symlink_unlink() { return std::make_unique<SymlinkUnlink>(); }

} // namespace bench
