// SPDX-License-Identifier: GPL-2.0
//
// In a mount namespace of its own, so that nobody else sees them come and go.
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class MountUmount final : public Workload {
public:
	base::Result<void> set_up() override
	{
		if (auto made = file_.create("", 0644); !made)
			return made;
		if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
			return set_up_failed("enter a mount namespace");
		if (::mkdir(folder_, 0700) != 0)
			return set_up_failed("create the folder", folder_);
		return {};
	}

	bool once() noexcept override
	{
		return ::mount("none", folder_, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) == 0 && ::umount(folder_) == 0;
	}

private:
	static constexpr const char *folder_ = "folder";
	TmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_mount_umount() { return std::make_unique<MountUmount>(); }

} // namespace bench
