// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/torture/aftermath.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>

#include "loader/base/files.h"
#include "tests/guest/torture/counts.h"

namespace torture {

namespace {

constexpr const char *leak_file = "/sys/kernel/debug/kmemleak";
// kmemleak does not report what is younger (MSECS_MIN_AGE).
constexpr unsigned leak_age_seconds = 6;
// Longer than any grace period of RCU under load.
constexpr unsigned longest_wait_seconds = 60;

std::string text_of(const char *path) { return base::read_file(path).value_or(""); }

void tell_kmemleak(const char *word)
{
	const base::Fd file{::open(leak_file, O_WRONLY | O_CLOEXEC)};

	[[maybe_unused]] const ssize_t put = ::write(file.get(), word, std::string_view{word}.size());
}

bool lockdep_is_on()
{
	constexpr std::string_view label = "debug_locks:";
	const std::string text = text_of("/proc/lockdep_stats");
	const std::size_t at = text.find(label);

	return at != std::string::npos && std::strtoul(text.c_str() + at + label.size(), nullptr, 10) == 1;
}

Objects wait_for_none()
{
	Objects left = count_objects();

	for (unsigned waited = 0; !left.none() && waited < longest_wait_seconds; waited++) {
		::sleep(1);
		left = count_objects();
	}
	return left;
}

void look_at_hooks(Aftermath &after, const std::string &hooks_before)
{
	std::istringstream lines{text_of(hook_states)};
	std::istringstream lines_before{hooks_before};
	std::string before;

	for (std::string line; std::getline(lines, line); after.hooks++) {
		std::getline(lines_before, before);
		if (line == before)
			continue;
		after.busy_hooks++;
		trouble("hook is '%s', it was '%s'", line.c_str(), before.c_str());
	}
	if (after.hooks == 0)
		trouble("%s lists no hook", hook_states);
}

void look_at_sentinels(const Sentinels &before)
{
	const Sentinels now = Sentinels::read();

	if (now.tainted != before.tainted)
		trouble("the kernel tainted itself: %lu, it was %lu", now.tainted, before.tainted);
	if (before.lockdep && !now.lockdep)
		trouble("lockdep turned itself off");
	if (before.kmemleak && !now.kmemleak)
		trouble("kmemleak turned itself off");
}

} // namespace

Sentinels Sentinels::read()
{
	return {.tainted = std::strtoul(text_of("/proc/sys/kernel/tainted").c_str(), nullptr, 10),
		.lockdep = lockdep_is_on(),
		// A read fails once it is off.
		.kmemleak = base::read_file(leak_file).has_value(),
		.hooks = text_of(hook_states)};
}

std::string scan_for_leaks()
{
	if (!base::read_file(leak_file))
		return {};
	// What is freed after a grace period is gone then; what is seen on a stack
	// or in a register by one scan is not there by the next.
	::sleep(leak_age_seconds);
	tell_kmemleak("scan");
	::sleep(leak_age_seconds);
	tell_kmemleak("scan");
	std::string leaks = text_of(leak_file);
	tell_kmemleak("clear");
	return leaks;
}

Aftermath look_at_aftermath(const Sentinels &before)
{
	Aftermath after;

	after.objects = wait_for_none();
	if (!after.objects.none())
		trouble("left: %ld programs, %ld maps, %ld links", after.objects.programs, after.objects.maps, after.objects.links);
	if (after.objects.maps > 0)
		trouble("%s", describe_maps().c_str());
	look_at_hooks(after, before.hooks);
	after.leaks = scan_for_leaks();
	if (!after.leaks.empty())
		trouble("kmemleak:\n%.400s", after.leaks.c_str());
	look_at_sentinels(before);
	after.clean = Counts::shared().troubles == 0;
	return after;
}

} // namespace torture
