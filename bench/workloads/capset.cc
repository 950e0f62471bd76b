// SPDX-License-Identifier: GPL-2.0
//
// By the system calls: there is no function of the C library.
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Capset final : public Workload {
public:
	base::Result<void> set_up() override
	{
		if (::syscall(SYS_capget, &header_, capabilities_.data()) != 0)
			return set_up_failed("read the capabilities");
		return {};
	}

	bool once() noexcept override { return ::syscall(SYS_capset, &header_, capabilities_.data()) == 0; }

private:
	__user_cap_header_struct header_{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
	std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> capabilities_{};
};

} // namespace

std::unique_ptr<Workload> make_capset() { return std::make_unique<Capset>(); }

} // namespace bench
