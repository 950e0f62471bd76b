// SPDX-License-Identifier: GPL-2.0
//
// So many bytes through a pipe within one process: file_permission twice, no context
// switch.
//
//   std::unique_ptr<Workload> make_pipe() { return std::make_unique<PipeIo<1>>(); }
#pragma once

#include <array>

#include "bench/ends.h"
#include "bench/workloads/workloads.h"

namespace bench {

template <std::size_t size> class PipeIo final : public Workload {
public:
	base::Result<void> set_up() override { return pipe_.make_pipe(); }

	bool once() noexcept override
	{
		return ::write(pipe_.in.get(), block_.data(), size) == static_cast<ssize_t>(size) &&
		       ::read(pipe_.out.get(), block_.data(), size) == static_cast<ssize_t>(size);
	}

private:
	Ends pipe_;
	std::array<char, size> block_{};
};

} // namespace bench
