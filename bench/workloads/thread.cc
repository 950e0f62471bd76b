// SPDX-License-Identifier: GPL-2.0
//
// On a stack of its own that is used again, so that no mapping is counted.
#include <pthread.h>

#include <array>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Thread final : public Workload {
public:
	~Thread() override { ::pthread_attr_destroy(&attributes_); }

	base::Result<void> set_up() override
	{
		errno = ::pthread_attr_init(&attributes_);
		if (errno == 0)
			errno = ::pthread_attr_setstack(&attributes_, stack_.data(), stack_.size());
		if (errno != 0)
			return set_up_failed("prepare a thread");
		return {};
	}

	bool once() noexcept override
	{
		pthread_t thread{};

		errno = ::pthread_create(&thread, &attributes_, [](void *) -> void * { return nullptr; }, nullptr);
		if (errno == 0)
			errno = ::pthread_join(thread, nullptr);
		return errno == 0;
	}

private:
	pthread_attr_t attributes_{};
	alignas(4096) std::array<char, 64 << 10> stack_{};
};

} // namespace

std::unique_ptr<Workload> make_thread() { return std::make_unique<Thread>(); }

} // namespace bench
