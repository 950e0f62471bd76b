// SPDX-License-Identifier: GPL-2.0
//
// One byte over a unix stream pair within one process.
#include "bench/ends.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Socketpair final : public Workload {
public:
	base::Result<void> set_up() override { return ends_.make_sockets(SOCK_STREAM); }

	bool once() noexcept override
	{
		return ::send(ends_.in.get(), &byte_, 1, MSG_NOSIGNAL) == 1 && ::recv(ends_.out.get(), &byte_, 1, 0) == 1;
	}

private:
	Ends ends_;
	char byte_ = 'x';
};

} // namespace

std::unique_ptr<Workload> make_socketpair() { return std::make_unique<Socketpair>(); }

} // namespace bench
