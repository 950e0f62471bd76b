// SPDX-License-Identifier: GPL-2.0
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

volatile std::sig_atomic_t signals_handled = 0;

class Signal final : public Workload {
public:
	base::Result<void> set_up() override
	{
		struct sigaction action {};

		action.sa_handler = [](int) { signals_handled = 1; };
		if (::sigaction(SIGUSR1, &action, nullptr) != 0)
			return set_up_failed("handle a signal");
		thread_ = ::syscall(SYS_gettid);
		return {};
	}

	// Handled before the call returns.
	bool once() noexcept override
	{
		signals_handled = 0;
		return ::syscall(SYS_tgkill, ::getpid(), thread_, SIGUSR1) == 0 && signals_handled == 1;
	}

private:
	long thread_ = 0;
};

} // namespace

std::unique_ptr<Workload> make_signal() { return std::make_unique<Signal>(); }

} // namespace bench
