// SPDX-License-Identifier: GPL-2.0
//
// guest-wx PLACE: makes one page executable (place: anonymous, heap, stack) or
// writable and executable (place: wx), and prints "PLACE: allowed" or
// "PLACE: " and the error's name. Exit status 0 and 1.
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>

namespace {

constexpr std::uintptr_t page = 4096;

void *page_of(void *address)
{
	return reinterpret_cast<void *>(reinterpret_cast<std::uintptr_t>(address) & ~(page - 1));
}

void *heap_page()
{
	const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(0));

	::sbrk(4 * page);
	return reinterpret_cast<void *>((end + page) & ~(page - 1));
}

} // namespace

int main(int argc, char **argv)
{
	const std::string place = argc == 2 ? argv[1] : "";
	int protection = PROT_READ | PROT_EXEC;
	char on_stack = 0;
	void *address = nullptr;

	if (place == "anonymous" || place == "wx")
		address = ::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	else if (place == "heap")
		address = heap_page();
	else if (place == "stack")
		address = page_of(&on_stack);
	else
		return 2;
	if (place == "wx" || place == "stack")
		protection |= PROT_WRITE;
	const int failed = ::mprotect(address, page, protection) == 0 ? 0 : errno;
	std::printf("%s: %s\n", place.c_str(), failed == 0 ? "allowed" : ::strerrorname_np(failed));
	return failed == 0 ? 0 : 1;
}
