// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/torture/counts.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace torture {

std::string_view call_name(Call call)
{
	switch (call) {
	case Call::map_create: return "map_create";
	case Call::prog_load: return "prog_load";
	case Call::link_create: return "link_create";
	case Call::object_attach: return "object_attach";
	}
	return "call";
}

Counts &Counts::shared()
{
	static Counts *const counts = [] {
		void *memory = ::mmap(nullptr, sizeof(Counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		if (memory == MAP_FAILED) {
			std::perror("hooktorture: no memory to share");
			std::exit(1);
		}
		return new (memory) Counts;
	}();

	return *counts;
}

void Counts::record(Call call, Weather weather, int error)
{
	if (error >= 0 && static_cast<std::size_t>(error) < errnos)
		++results[static_cast<std::size_t>(call)][static_cast<std::size_t>(weather)][static_cast<std::size_t>(error)];
}

std::uint64_t Counts::number(Call call, Weather weather, int error) const
{
	return results[static_cast<std::size_t>(call)][static_cast<std::size_t>(weather)][static_cast<std::size_t>(error)];
}

void trouble(const char *format, ...)
{
	constexpr std::uint64_t most = 50;
	char text[512];
	va_list arguments;

	if (++Counts::shared().troubles > most)
		return;
	va_start(arguments, format);
	std::vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	char line[600];
	const int length = std::snprintf(line, sizeof(line), "TROUBLE: %s\n", text);
	// One write: processes do not break each other's lines.
	[[maybe_unused]] const ssize_t put = ::write(STDOUT_FILENO, line, static_cast<std::size_t>(length));
}

} // namespace torture
