// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/torture/counted.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "tests/guest/torture/attaching.h"

namespace torture {

namespace {

constexpr int who_process = 1; // IOPRIO_WHO_PROCESS: its header is no C++

// A call that asks its hook once, and succeeds when nobody refuses.
struct ExactCall {
	const char *hook;
	bool (*call)(int file); // a pipe's end
};

constexpr std::array exact_calls{
	ExactCall{"task_getpgid", [](int) { return ::getpgid(::getpid()) >= 0; }},
	ExactCall{"task_getsid", [](int) { return ::getsid(::getpid()) >= 0; }},
	ExactCall{"task_getscheduler", [](int) { return ::sched_getscheduler(0) >= 0; }},
	ExactCall{"task_getioprio", [](int) { return ::syscall(SYS_ioprio_get, who_process, ::getpid()) >= 0; }},
	ExactCall{"file_fcntl", [](int file) { return ::fcntl(file, F_GETFD) >= 0; }},
	ExactCall{"inode_getattr",
		  [](int file) {
			  struct stat facts {};
			  return ::fstat(file, &facts) == 0;
		  }},
};

class Counter {
public:
	explicit Counter(const Attempt &map)
	{
		if (!map.fd)
			return;
		void *memory = ::mmap(nullptr, sizeof(std::uint64_t), PROT_READ, MAP_SHARED, map.fd.get(), 0);
		value_ = memory == MAP_FAILED ? nullptr : static_cast<const volatile std::uint64_t *>(memory);
	}

	explicit operator bool() const { return value_ != nullptr; }
	[[nodiscard]] std::uint64_t value() const { return *value_; }

private:
	const volatile std::uint64_t *value_ = nullptr; // until the process ends
};

// Programs of all kinds on and off the hook, until it is killed.
[[noreturn]] void be_neighbour(World &world, Random random, const Hook &hook)
{
	::prctl(PR_SET_PDEATHSIG, SIGKILL);
	Session session{world, random};
	std::vector<Program> programs = session.load_some({hook}, 4);

	while (!programs.empty()) {
		Program &program = programs[random.between(0, static_cast<unsigned>(programs.size()) - 1)];
		if (program.link)
			Session::detach(program);
		else
			session.attach(program);
	}
	for (;;)
		::pause();
}

// Makes so many calls. Each asks the program once and is refused, or, `attached` being
// false, does neither.
bool count_calls(const ExactCall &exact, const Counter &counter, int file, unsigned calls, bool attached)
{
	const std::uint64_t before = counter.value();
	unsigned refused = 0, otherwise = 0;

	for (unsigned i = 0; i < calls; i++) {
		errno = 0;
		if (!exact.call(file))
			(errno == denial ? refused : otherwise)++;
	}
	const std::uint64_t asked = counter.value() - before;
	const unsigned expected = attached ? calls : 0;
	Counts::shared().counted += calls;
	if (asked == expected && refused == expected && otherwise == 0)
		return true;
	trouble("%s: %u calls with a program %s: it was asked %llu times, %u were refused, %u failed otherwise", exact.hook, calls,
		attached ? "attached" : "that was detached", static_cast<unsigned long long>(asked), refused, otherwise);
	return false;
}

// On, off and off again: what was detached and closed stays away.
bool count_round(Session &session, Program &program, const ExactCall &exact, const Counter &counter, int file, Random &random)
{
	const auto some = [&random] { return random.between(20, 200); };

	if (!count_calls(exact, counter, file, some(), false))
		return false;
	if (session.attach(program) != 0)
		return true; // the hook is full
	if (!count_calls(exact, counter, file, some(), true))
		return false;
	const OthersLinks none{OthersLinks::Use::need_none};
	Session::detach(program);
	return count_calls(exact, counter, file, some(), false);
}

} // namespace

OthersLinks::OthersLinks(Use use) : lock_(::open("/tmp/others-links", O_RDWR | O_CREAT | O_CLOEXEC, 0600))
{
	int locked = -1;

	while (lock_ && (locked = ::flock(lock_.get(), use == Use::take ? LOCK_EX : LOCK_SH)) != 0 && errno == EINTR)
		continue;
	if (locked != 0)
		trouble("the lock for links of others: %s", std::strerror(errno));
}

void run_counted(World &world, Random &random)
{
	const ExactCall &exact = exact_calls[random.between(0, exact_calls.size() - 1)];
	const auto &hooks = world.kernel.hooks();
	const auto hook = std::find_if(hooks.begin(), hooks.end(), [&](const Hook &each) { return each.name == exact.hook && each.can_refuse; });
	Session session{world, random};
	const Attempt map = Kernel::create_counter();
	const Counter counter{map};
	int ends[2];

	if (hook == hooks.end())
		return;
	take_note(Call::map_create, Weather::fair, map.errnum, {});
	if (!counter || ::pipe2(ends, O_CLOEXEC) != 0)
		return trouble("a session that counts: %s", std::strerror(errno));
	Program program = session.load({.kind = Kind::count, .hook = &*hook, .sleepable = hook->sleepable && random.one_in(3),
					.cookie = 0, .process = ::getpid(), .counter = map.fd.get()});
	const Random of_neighbour{random.word(), 1};
	const pid_t neighbour = ::fork();
	if (neighbour == 0)
		be_neighbour(world, of_neighbour, *hook);
	if (neighbour < 0)
		return trouble("no process beside a session that counts");
	for (unsigned rounds = random.between(1, 4); program.program && rounds > 0; rounds--)
		if (!count_round(session, program, exact, counter, ends[0], random))
			break;
	::kill(neighbour, SIGKILL);
	::waitpid(neighbour, nullptr, 0);
}

} // namespace torture
