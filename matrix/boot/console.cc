// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/console.h"

#include <array>

namespace matrix::boot {

namespace {

struct SignRow {
	std::string_view words; // what the line, without its time stamp, begins with
	Sign sign;
	std::string_view also = {}; // and, further on, has: where the kernel puts a name or a number between
};

// First match wins, so the special panics stand before the general one. Words
// of 6.12: kernel/panic.c, init/main.c, lib/bug.c, arch/x86/kernel/{traps,dumpstack}.c,
// arch/x86/mm/fault.c, kernel/watchdog.c, kernel/rcu/tree_stall.h, kernel/hung_task.c,
// mm/kasan/report.c, kernel/locking/lockdep.c, kernel/rcu/tasks.h, lib/debugobjects.c,
// mm/kmemleak.c. That a check turned itself off is as bad as what it looks for.
constexpr std::array sign_rows{
	SignRow{"Kernel panic - not syncing: No working init found", Sign::no_init},
	SignRow{"Kernel panic - not syncing: Requested init ", Sign::no_init},
	SignRow{"Kernel panic - not syncing: VFS: Unable to mount root", Sign::no_init},
	SignRow{"Kernel panic - not syncing", Sign::panic},
	SignRow{"BUG: ", Sign::splat},
	SignRow{"kernel BUG at ", Sign::splat},
	SignRow{"WARNING: CPU: ", Sign::splat},
	SignRow{"WARNING: possible ", Sign::splat},
	SignRow{"WARNING: suspicious RCU usage", Sign::splat},
	SignRow{"WARNING: inconsistent lock state", Sign::splat},
	SignRow{"WARNING: ", Sign::splat, " lock order detected"},
	SignRow{"WARNING: ", Sign::splat, " still has locks held!"},
	SignRow{"WARNING: lock held when returning to user space", Sign::splat},
	SignRow{"WARNING: held lock freed", Sign::splat},
	SignRow{"WARNING: bad unlock balance", Sign::splat},
	SignRow{"WARNING: bad contention", Sign::splat},
	SignRow{"WARNING: Nested lock was not taken", Sign::splat},
	SignRow{"WARNING: chain_key collision", Sign::splat},
	SignRow{"[ BUG: ", Sign::splat},
	SignRow{"INFO: trying to register non-static key", Sign::splat},
	SignRow{"INFO: lockdep is turned off", Sign::splat},
	SignRow{"turning off the locking correctness validator", Sign::splat},
	SignRow{"INFO: rcu_tasks", Sign::splat, " stalls"},
	SignRow{"ODEBUG: Out of memory", Sign::splat},
	SignRow{"ODEBUG: object ", Sign::splat, "annotated"},
	SignRow{"kmemleak: ", Sign::splat, " new suspected memory leaks"},
	SignRow{"kmemleak: Kernel memory leak detector disabled", Sign::splat},
	SignRow{"Oops: ", Sign::splat},
	SignRow{"general protection fault", Sign::splat},
	SignRow{"divide error: ", Sign::splat},
	SignRow{"stack segment: ", Sign::splat},
	SignRow{"invalid opcode: ", Sign::splat},
	SignRow{"double fault: ", Sign::splat},
	SignRow{"int3: ", Sign::splat},
	SignRow{"Missing ENDBR: ", Sign::splat},
	SignRow{"Unable to handle kernel ", Sign::splat},
	SignRow{"UBSAN: ", Sign::splat},
	SignRow{"watchdog: BUG: ", Sign::splat},
	SignRow{"rcu: INFO: rcu_", Sign::splat},
	SignRow{"INFO: task ", Sign::splat},
	SignRow{"Bad page state in process ", Sign::splat},
};

// Drops "[    1.234567] " and "[    1.234567][    T1] ".
std::string_view without_stamp(std::string_view line)
{
	while (!line.empty() && line.front() == '[') {
		const std::size_t end = line.find(']');
		if (end == std::string_view::npos || line.find_first_not_of("0123456789. TC", 1) != end)
			break;
		line.remove_prefix(end + 1);
	}
	while (!line.empty() && line.front() == ' ')
		line.remove_prefix(1);
	return line;
}

} // namespace

Sign sign_of(std::string_view line)
{
	const std::string_view words = without_stamp(line);

	for (const SignRow &row : sign_rows)
		if (words.starts_with(row.words) && words.find(row.also) != std::string_view::npos)
			return row.sign;
	return Sign::none;
}

void Console::feed(std::string_view bytes)
{
	for (const char byte : bytes) {
		if (byte == '\n')
			end_line();
		else if (byte != '\r' && line_.size() < line_limit)
			// Control characters (SeaBIOS sends some) must not reach
			// the terminal of who reads the tail.
			line_.push_back(byte == '\t' || static_cast<unsigned char>(byte) >= 0x20 ? byte : '?');
	}
}

void Console::finish()
{
	if (!line_.empty())
		end_line();
}

void Console::end_line()
{
	std::string *first = nullptr;

	switch (sign_of(line_)) {
	case Sign::none: break;
	case Sign::splat: first = &splat_; break;
	case Sign::panic: first = &panic_; break;
	case Sign::no_init: first = &no_init_; break;
	}
	if (first != nullptr && first->empty())
		*first = std::string{without_stamp(line_)};
	if (sink_)
		sink_(line_);
	tail_.push_back(std::move(line_));
	line_.clear();
	if (tail_.size() > tail_lines)
		tail_.pop_front();
}

} // namespace matrix::boot
