// SPDX-License-Identifier: GPL-2.0
//
// By the system calls: their functions are in another library.
#include <linux/keyctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Keyctl final : public Workload {
public:
	base::Result<void> set_up() override
	{
		key_ = ::syscall(SYS_add_key, "user", "hookbench", "payload.", payload_.size(), KEY_SPEC_PROCESS_KEYRING);
		if (key_ < 0)
			return set_up_failed("add a key to the keyring of the process");
		return {};
	}

	bool once() noexcept override
	{
		return ::syscall(SYS_keyctl, KEYCTL_READ, key_, payload_.data(), payload_.size()) ==
		       static_cast<long>(payload_.size());
	}

private:
	long key_ = -1;
	std::array<char, 8> payload_{};
};

} // namespace

std::unique_ptr<Workload> make_keyctl() { return std::make_unique<Keyctl>(); }

} // namespace bench
