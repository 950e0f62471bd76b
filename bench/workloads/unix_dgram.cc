// SPDX-License-Identifier: GPL-2.0
#include "bench/ends.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class UnixDgram final : public Workload {
public:
	base::Result<void> set_up() override { return ends_.make_sockets(SOCK_DGRAM); }

	bool once() noexcept override
	{
		return ::send(ends_.in.get(), &byte_, 1, 0) == 1 && ::recv(ends_.out.get(), &byte_, 1, 0) == 1;
	}

private:
	Ends ends_;
	char byte_ = 'x';
};

} // namespace

std::unique_ptr<Workload> make_unix_dgram() { return std::make_unique<UnixDgram>(); }

} // namespace bench
