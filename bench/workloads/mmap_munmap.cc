// SPDX-License-Identifier: GPL-2.0
//
// One anonymous page, mapped and unmapped and never touched: a touch would add
// a page fault and the clearing of a page, several times the cost of the calls,
// and no hook. The page falls into a hole between two inaccessible ones, so
// that it is never merged with a mapping that happens to be its neighbour.
#include <sys/mman.h>
#include <unistd.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class MmapMunmap final : public Workload {
public:
	~MmapMunmap() override
	{
		if (area_ != nullptr)
			::munmap(area_, 3 * size_);
	}

	base::Result<void> set_up() override
	{
		void *area = ::mmap(nullptr, 3 * size_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (area == MAP_FAILED)
			return set_up_failed("map three pages");
		area_ = static_cast<char *>(area);
		if (::munmap(area_ + size_, size_) != 0)
			return set_up_failed("unmap the page between two");
		return {};
	}

	bool once() noexcept override
	{
		void *page = ::mmap(area_ + size_, size_, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

		return page != MAP_FAILED && ::munmap(page, size_) == 0;
	}

private:
	const std::size_t size_ = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
	char *area_ = nullptr;
};

} // namespace

std::unique_ptr<Workload> make_mmap_munmap() { return std::make_unique<MmapMunmap>(); }

} // namespace bench
