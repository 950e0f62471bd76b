// SPDX-License-Identifier: GPL-2.0
#include <sys/ipc.h>
#include <sys/msg.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class SysvMsg final : public Workload {
public:
	~SysvMsg() override
	{
		if (queue_ >= 0)
			::msgctl(queue_, IPC_RMID, nullptr);
	}

	base::Result<void> set_up() override
	{
		queue_ = ::msgget(IPC_PRIVATE, IPC_CREAT | 0600);
		if (queue_ < 0)
			return set_up_failed("create a message queue");
		return {};
	}

	bool once() noexcept override
	{
		return ::msgsnd(queue_, &message_, 1, IPC_NOWAIT) == 0 && ::msgrcv(queue_, &message_, 1, 0, IPC_NOWAIT) == 1;
	}

private:
	struct {
		long type = 1;
		char byte = 'x';
	} message_;
	int queue_ = -1;
};

} // namespace

std::unique_ptr<Workload> make_sysv_msg() { return std::make_unique<SysvMsg>(); }

} // namespace bench
