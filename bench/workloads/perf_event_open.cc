// SPDX-License-Identifier: GPL-2.0
//
// Of an event that counts nothing. Closing one waits for a grace period, which is time
// and no work of anybody: many are closed at once, every so many operations.
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class PerfEventOpen final : public Workload {
public:
	base::Result<void> set_up() override
	{
		attributes_.type = PERF_TYPE_SOFTWARE;
		attributes_.size = sizeof(attributes_);
		attributes_.config = PERF_COUNT_SW_DUMMY;
		attributes_.disabled = 1;
		attributes_.exclude_kernel = 1; // others may not be permitted
		// Stays open: the first event of a machine, and the end of the last one,
		// patch the kernel's code.
		first_.reset(open());
		if (!first_)
			return set_up_failed("open a software event");
		return {};
	}

	bool once() noexcept override
	{
		if (used_ == events_.size()) {
			for (base::Fd &event : events_)
				event.reset();
			used_ = 0;
		}
		const int fd = open();
		if (fd >= 0)
			events_[used_++].reset(fd);
		return fd >= 0;
	}

private:
	int open() noexcept
	{
		return static_cast<int>(::syscall(SYS_perf_event_open, &attributes_, 0, -1, -1, PERF_FLAG_FD_CLOEXEC));
	}

	perf_event_attr attributes_{};
	base::Fd first_;
	std::array<base::Fd, 64> events_;
	std::size_t used_ = 0;
};

} // namespace

std::unique_ptr<Workload> make_perf_event_open() { return std::make_unique<PerfEventOpen>(); }

} // namespace bench
