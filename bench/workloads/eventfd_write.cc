// SPDX-License-Identifier: GPL-2.0
//
// The benchmark of the 2020 discussion: about the shortest path that crosses
// file_permission, so the one on which a hook weighs most.
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class EventfdWrite final : public Workload {
public:
	base::Result<void> set_up() override
	{
		fd_.reset(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
		if (!fd_)
			return set_up_failed("create an eventfd");
		return {};
	}

	// The counter of the eventfd only grows; at one per operation it is full
	// after 2^64 of them.
	bool once() noexcept override { return ::write(fd_.get(), &one_, sizeof(one_)) == sizeof(one_); }

private:
	base::Fd fd_;
	const std::uint64_t one_ = 1;
};

} // namespace

std::unique_ptr<Workload> make_eventfd_write() { return std::make_unique<EventfdWrite>(); }

} // namespace bench
