// SPDX-License-Identifier: GPL-2.0
//
// Two switches from one process to the other. Both run on one processor, so that
// neither ever finds the other one awake.
#include <unistd.h>

#include <cstdint>

#include "bench/ends.h"
#include "bench/helper_process.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class PipeSwitch final : public Workload {
public:
	base::Result<void> set_up() override
	{
		if (auto made = there_.make_pipe(); !made)
			return made;
		if (auto made = back_.make_pipe(); !made)
			return made;
		return echo_.start([this] {
			std::uint64_t word = 0;
			while (::read(there_.out.get(), &word, sizeof(word)) == sizeof(word) &&
			       ::write(back_.in.get(), &word, sizeof(word)) == sizeof(word))
				continue;
		});
	}

	bool once() noexcept override
	{
		return ::write(there_.in.get(), &word_, sizeof(word_)) == sizeof(word_) &&
		       ::read(back_.out.get(), &word_, sizeof(word_)) == sizeof(word_);
	}

private:
	Ends there_;
	Ends back_;
	std::uint64_t word_ = 0;
	HelperProcess echo_;
};

} // namespace

std::unique_ptr<Workload> make_pipe_switch() { return std::make_unique<PipeSwitch>(); }

} // namespace bench
