// SPDX-License-Identifier: GPL-2.0
//
// The middle one of three pages: its neighbours stay inaccessible, so that its
// mapping is never merged with or split from another, whatever else the process
// has mapped nearby. The page has been written to, so a page table entry changes
// each time.
#include <sys/mman.h>
#include <unistd.h>

#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Mprotect final : public Workload {
public:
	~Mprotect() override
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
		page_ = area_ + size_;
		if (::mprotect(page_, size_, PROT_READ | PROT_WRITE) != 0)
			return set_up_failed("make a page writable");
		*static_cast<volatile char *>(page_) = 1;
		return {};
	}

	bool once() noexcept override
	{
		return ::mprotect(page_, size_, PROT_READ) == 0 &&
		       ::mprotect(page_, size_, PROT_READ | PROT_WRITE) == 0;
	}

private:
	const std::size_t size_ = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
	char *area_ = nullptr;
	char *page_ = nullptr;
};

} // namespace

std::unique_ptr<Workload> make_mprotect() { return std::make_unique<Mprotect>(); }

} // namespace bench
