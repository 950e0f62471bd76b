// SPDX-License-Identifier: GPL-2.0
//
// Two switches from one process to the other. Both run on one processor, so that
// neither ever finds the other one awake.
#include <fcntl.h>
#include <unistd.h>

#include <cstdint>

#include "bench/helper_process.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class PipeSwitch final : public Workload {
public:
	base::Result<void> set_up() override
	{
		int there[2];
		int back[2];

		if (::pipe2(there, O_CLOEXEC) != 0)
			return set_up_failed("create a pipe");
		from_.reset(there[0]);
		to_.reset(there[1]);
		if (::pipe2(back, O_CLOEXEC) != 0)
			return set_up_failed("create a pipe");
		answer_.reset(back[0]);
		answer_from_.reset(back[1]);
		return echo_.start([this] {
			std::uint64_t word = 0;
			while (::read(from_.get(), &word, sizeof(word)) == sizeof(word) &&
			       ::write(answer_from_.get(), &word, sizeof(word)) == sizeof(word))
				continue;
		});
	}

	bool once() noexcept override
	{
		return ::write(to_.get(), &word_, sizeof(word_)) == sizeof(word_) &&
		       ::read(answer_.get(), &word_, sizeof(word_)) == sizeof(word_);
	}

private:
	base::Fd from_;
	base::Fd to_;
	base::Fd answer_;
	base::Fd answer_from_;
	std::uint64_t word_ = 0;
	HelperProcess echo_;
};

} // namespace

std::unique_ptr<Workload> make_pipe_switch() { return std::make_unique<PipeSwitch>(); }

} // namespace bench
