// SPDX-License-Identifier: GPL-2.0
#include <sys/mman.h>

#include "bench/tmpfs_io.h"

namespace bench {

namespace {

class MmapFile final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create(); }

	bool once() noexcept override
	{
		void *page = ::mmap(nullptr, 4096, PROT_READ, MAP_SHARED, file_.fd(), 0);

		if (page == MAP_FAILED)
			return false;
		const bool read = *static_cast<const volatile char *>(page) == 'x';
		return ::munmap(page, 4096) == 0 && read;
	}

private:
	OpenTmpfsFile file_;
};

} // namespace

std::unique_ptr<Workload> make_mmap_file() { return std::make_unique<MmapFile>(); }

} // namespace bench
