// SPDX-License-Identifier: GPL-2.0
#include <sys/inotify.h>
#include <unistd.h>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Inotify final : public Workload {
public:
	base::Result<void> set_up() override
	{
		if (auto made = file_.create("", 0644); !made)
			return made;
		queue_.reset(::inotify_init1(IN_CLOEXEC));
		if (!queue_)
			return set_up_failed("create an inotify queue");
		return {};
	}

	bool once() noexcept override
	{
		inotify_event ended{};
		const int watch = ::inotify_add_watch(queue_.get(), file_.name(), IN_MODIFY);

		return watch >= 0 && ::inotify_rm_watch(queue_.get(), watch) == 0 &&
		       ::read(queue_.get(), &ended, sizeof(ended)) == sizeof(ended);
	}

private:
	TmpfsFile file_;
	base::Fd queue_;
};

} // namespace

std::unique_ptr<Workload> make_inotify() { return std::make_unique<Inotify>(); }

} // namespace bench
