// SPDX-License-Identifier: GPL-2.0
#include <sys/ipc.h>
#include <sys/sem.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class SysvSem final : public Workload {
public:
	~SysvSem() override
	{
		if (semaphore_ >= 0)
			::semctl(semaphore_, 0, IPC_RMID);
	}

	base::Result<void> set_up() override
	{
		semaphore_ = ::semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
		if (semaphore_ < 0)
			return set_up_failed("create a semaphore");
		return {};
	}

	bool once() noexcept override
	{
		sembuf up{.sem_num = 0, .sem_op = 1, .sem_flg = IPC_NOWAIT};
		sembuf down{.sem_num = 0, .sem_op = -1, .sem_flg = IPC_NOWAIT};

		return ::semop(semaphore_, &up, 1) == 0 && ::semop(semaphore_, &down, 1) == 0;
	}

private:
	int semaphore_ = -1;
};

} // namespace

std::unique_ptr<Workload> make_sysv_sem() { return std::make_unique<SysvSem>(); }

} // namespace bench
