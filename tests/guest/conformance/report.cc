// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/conformance/report.h"

#include <sys/mman.h>

#include <cerrno>
#include <cstring>

#include "tests/guest/conformance/trigger.h"

namespace conformance {

Report *shared_report()
{
	static void *const memory = ::mmap(nullptr, sizeof(Report), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return memory == MAP_FAILED ? nullptr : static_cast<Report *>(memory);
}

void must(bool done, const char *step)
{
	Report &report = *shared_report();

	if (done)
		return;
	report.error = errno;
	std::strncpy(report.step, step, sizeof(report.step) - 1);
	::_exit(1);
}

int must(int returned, const char *step)
{
	must(returned >= 0, step);
	return returned;
}

} // namespace conformance
