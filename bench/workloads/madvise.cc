// SPDX-License-Identifier: GPL-2.0
//
// A page fault and a page given back: memory management without a hook.
#include <sys/mman.h>
#include <unistd.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Madvise final : public Workload {
public:
	~Madvise() override
	{
		if (page_ != nullptr)
			::munmap(page_, size_);
	}

	base::Result<void> set_up() override
	{
		void *page = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (page == MAP_FAILED)
			return set_up_failed("map a page");
		page_ = page;
		return {};
	}

	bool once() noexcept override
	{
		*static_cast<volatile char *>(page_) = 1;
		if (::madvise(page_, size_, MADV_DONTNEED) == 0)
			return true;
		// The sampler locks what is mapped by then, and what is locked cannot be
		// given back. It is a warm-up that meets that.
		return ::munlock(page_, size_) == 0 && ::madvise(page_, size_, MADV_DONTNEED) == 0;
	}

private:
	const std::size_t size_ = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
	void *page_ = nullptr;
};

} // namespace

std::unique_ptr<Workload> make_madvise() { return std::make_unique<Madvise>(); }

} // namespace bench
