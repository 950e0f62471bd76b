// SPDX-License-Identifier: GPL-2.0
//
// By the system call: hookbench has no library for BPF.
#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class BpfMap final : public Workload {
public:
	base::Result<void> set_up() override
	{
		bpf_attr attributes{};

		attributes.map_type = BPF_MAP_TYPE_ARRAY;
		attributes.key_size = sizeof(key_);
		attributes.value_size = sizeof(value_);
		attributes.max_entries = 1;
		map_.reset(static_cast<int>(::syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof(attributes))));
		if (!map_)
			return set_up_failed("create a map");
		return {};
	}

	bool once() noexcept override
	{
		bpf_attr attributes{};

		attributes.map_fd = static_cast<std::uint32_t>(map_.get());
		attributes.key = reinterpret_cast<std::uintptr_t>(&key_);
		attributes.value = reinterpret_cast<std::uintptr_t>(&value_);
		return ::syscall(SYS_bpf, BPF_MAP_LOOKUP_ELEM, &attributes, sizeof(attributes)) == 0;
	}

private:
	base::Fd map_;
	std::uint32_t key_ = 0;
	std::uint64_t value_ = 0;
};

} // namespace

std::unique_ptr<Workload> make_bpf_map() { return std::make_unique<BpfMap>(); }

} // namespace bench
