// SPDX-License-Identifier: GPL-2.0
#include <sys/ipc.h>
#include <sys/shm.h>

#include <cstdint>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class SysvShm final : public Workload {
public:
	~SysvShm() override
	{
		if (segment_ >= 0)
			::shmctl(segment_, IPC_RMID, nullptr);
	}

	base::Result<void> set_up() override
	{
		segment_ = ::shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
		if (segment_ < 0)
			return set_up_failed("create a shared memory segment");
		return {};
	}

	bool once() noexcept override
	{
		void *at = ::shmat(segment_, nullptr, 0);

		return at != reinterpret_cast<void *>(std::intptr_t{-1}) && ::shmdt(at) == 0;
	}

private:
	int segment_ = -1;
};

} // namespace

std::unique_ptr<Workload> make_sysv_shm() { return std::make_unique<SysvShm>(); }

} // namespace bench
