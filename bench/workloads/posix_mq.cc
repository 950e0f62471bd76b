// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <mqueue.h>
#include <unistd.h>

#include <string>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class PosixMq final : public Workload {
public:
	~PosixMq() override
	{
		if (queue_ != mqd_t{-1})
			::mq_close(queue_);
	}

	base::Result<void> set_up() override
	{
		const std::string name = "/hookbench." + std::to_string(::getpid());
		mq_attr attributes{};

		attributes.mq_maxmsg = 1;
		attributes.mq_msgsize = 1;
		queue_ = ::mq_open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NONBLOCK | O_CLOEXEC, 0600, &attributes);
		if (queue_ == mqd_t{-1})
			return set_up_failed("create a message queue");
		// It lasts as long as it is open.
		if (::mq_unlink(name.c_str()) != 0)
			return set_up_failed("take the name from a message queue");
		return {};
	}

	bool once() noexcept override
	{
		return ::mq_send(queue_, &byte_, 1, 0) == 0 && ::mq_receive(queue_, &byte_, 1, nullptr) == 1;
	}

private:
	mqd_t queue_ = -1;
	char byte_ = 'x';
};

} // namespace

std::unique_ptr<Workload> make_posix_mq() { return std::make_unique<PosixMq>(); }

} // namespace bench
