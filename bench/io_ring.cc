// SPDX-License-Identifier: GPL-2.0
#include "bench/io_ring.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace bench {

namespace {

std::atomic_ref<std::uint32_t> word(char *rings, std::uint32_t offset)
{
	return std::atomic_ref<std::uint32_t>{*reinterpret_cast<std::uint32_t *>(rings + offset)};
}

} // namespace

IoRing::~IoRing()
{
	if (rings_ != nullptr)
		::munmap(rings_, rings_size_);
	if (requests_ != nullptr)
		::munmap(requests_, requests_size_);
}

base::Result<void> IoRing::create()
{
	fd_.reset(static_cast<int>(::syscall(SYS_io_uring_setup, 1, &layout_)));
	if (!fd_)
		return set_up_failed("set up an io_uring");
	rings_size_ = std::max(layout_.sq_off.array + layout_.sq_entries * sizeof(std::uint32_t),
			       layout_.cq_off.cqes + layout_.cq_entries * sizeof(io_uring_cqe));
	requests_size_ = layout_.sq_entries * sizeof(io_uring_sqe);
	constexpr int access = PROT_READ | PROT_WRITE;
	void *rings = ::mmap(nullptr, rings_size_, access, MAP_SHARED | MAP_POPULATE, fd_.get(), IORING_OFF_SQ_RING);
	if (rings == MAP_FAILED)
		return set_up_failed("map the rings of an io_uring");
	rings_ = static_cast<char *>(rings);
	void *requests = ::mmap(nullptr, requests_size_, access, MAP_SHARED | MAP_POPULATE, fd_.get(), IORING_OFF_SQES);
	if (requests == MAP_FAILED)
		return set_up_failed("map the requests of an io_uring");
	requests_ = static_cast<io_uring_sqe *>(requests);
	return {};
}

int IoRing::submit(const io_uring_sqe &request) noexcept
{
	const auto sq_tail = word(rings_, layout_.sq_off.tail);
	const auto cq_head = word(rings_, layout_.cq_off.head);
	const std::uint32_t tail = sq_tail.load(std::memory_order_relaxed);
	const std::uint32_t head = cq_head.load(std::memory_order_relaxed);

	requests_[0] = request; // the only one
	word(rings_, layout_.sq_off.array).store(0, std::memory_order_relaxed);
	sq_tail.store(tail + 1, std::memory_order_release);
	if (::syscall(SYS_io_uring_enter, fd_.get(), 1, 1, IORING_ENTER_GETEVENTS, nullptr, 0) != 1)
		return -errno;
	if (word(rings_, layout_.cq_off.tail).load(std::memory_order_acquire) == head)
		return -EAGAIN;
	const auto *answers = reinterpret_cast<const io_uring_cqe *>(rings_ + layout_.cq_off.cqes);
	const int result = answers[head & (layout_.cq_entries - 1)].res;
	cq_head.store(head + 1, std::memory_order_release);
	return result;
}

} // namespace bench
