// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/torture/workers.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <cstring>

#include "bench/workload.h"
#include "tests/guest/torture/counted.h"
#include "tests/guest/torture/counts.h"
#include "tests/guest/torture/faults.h"
#include "tests/guest/torture/victim.h"

namespace torture {

namespace {

bool stopped() { return Counts::shared().stop; }

void sleep_ms(unsigned ms) { ::usleep(ms * 1000); }

double now()
{
	struct timespec time {};

	::clock_gettime(CLOCK_MONOTONIC, &time);
	return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// In a process of its own, as hookbench does: a workload's files and sockets go
// with it.
[[noreturn]] void run_workload(const bench::WorkloadRow &row, double seconds)
{
	Counts &counts = Counts::shared();
	std::uint64_t calls = 0;

	::prctl(PR_SET_PDEATHSIG, SIGKILL);
	{
		const auto workload = row.make();
		if (auto ready = workload->set_up(); !ready) {
			++counts.workload_failures;
			trouble("workload %s: %s", std::string{row.name}.c_str(), ready.error().to_string().c_str());
			::_exit(0);
		}
		for (const double end = now() + seconds; now() < end && !stopped(); calls++) {
			errno = 0;
			if (workload->once())
				continue;
			++counts.workload_failures;
			trouble("workload %s: call %llu failed: %s", std::string{row.name}.c_str(),
				static_cast<unsigned long long>(calls), std::strerror(errno));
			break;
		}
	}
	counts.workload_calls += calls;
	::_exit(0);
}

// In a process of its own, too.
bool can_be_set_up(const std::string &name)
{
	std::fflush(stdout);
	const pid_t pid = ::fork();
	if (pid == 0) {
		bool ready = false;
		{
			const auto workload = bench::find_workload(name)->make();
			const auto done = workload->set_up();
			ready = done.has_value();
			if (!ready)
				std::printf("workload %s is left out: %s\n", name.c_str(), done.error().to_string().c_str());
		}
		std::fflush(stdout);
		::_exit(ready ? 0 : 1);
	}
	int status = 0;
	return pid > 0 && ::waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// One workload after the other. Programs of the run refuse `victims` only, so
// none of these calls may fail. With rests, which are not for the workloads: code
// is patched by asking each processor to come by, several times for each
// program, and those that QEMU runs in turns come late when all are busy. So
// now all are, now some, now none.
void run_workloads(World &world, Random &random)
{
	const std::vector<std::string> &names = world.workloads;

	while (!stopped()) {
		const bench::WorkloadRow &row = *bench::find_workload(names[random.between(0, static_cast<unsigned>(names.size()) - 1)]);
		const double seconds = random.between(10, 200) * 1e-3;
		const pid_t pid = ::fork();
		if (pid == 0)
			run_workload(row, seconds);
		int status = 0;
		if (pid < 0 || ::waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
			trouble("the process of workload %s: %s", std::string{row.name}.c_str(),
				pid < 0 ? std::strerror(errno) : "it was killed");
		sleep_ms(random.between(0, 600));
	}
}

// Two kinds of trampoline image, with and without run times: both are built
// while programs run.
void toggle_statistics(World &, Random &random)
{
	constexpr const char *path = "/proc/sys/kernel/bpf_stats_enabled";

	for (bool on = true; !stopped(); on = !on) {
		const base::Fd file{::open(path, O_WRONLY | O_CLOEXEC)};
		if (file && ::write(file.get(), on ? "1" : "0", 1) == 1)
			++Counts::shared().toggles;
		sleep_ms(random.between(1, 60));
	}
	const base::Fd file{::open(path, O_WRONLY | O_CLOEXEC)};
	[[maybe_unused]] const ssize_t put = ::write(file.get(), "0", 1);
}

void look_around(World &, Random &random)
{
	while (!stopped()) {
		{
			const OthersLinks mine{OthersLinks::Use::take};
			Counts::shared().looks += look_at_links();
		}
		// Walks all trampolines, one after the other, as they come and go.
		if (const base::Fd state{::open(hook_states, O_RDONLY | O_CLOEXEC)}) {
			std::array<char, 1 << 16> text;
			while (::read(state.get(), text.data(), text.size()) > 0)
				continue;
		}
		sleep_ms(random.between(1, 100));
	}
}

void arm_faults(World &, Random &random)
{
	while (!stopped()) {
		if (faults::arm_function())
			++Counts::shared().armed;
		sleep_ms(random.between(50, 500));
		faults::disarm_function();
		sleep_ms(random.between(500, 3000));
	}
}

constexpr std::array workers{
	WorkerRow{"workloads", true, false, run_workloads},
	WorkerRow{"victims", false, false, run_victims},
	WorkerRow{"statistics", false, false, toggle_statistics},
	WorkerRow{"observer", false, false, look_around},
	WorkerRow{"faults", false, true, arm_faults},
};

void bind_to(unsigned cpu)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	::sched_setaffinity(0, sizeof(one), &one);
}

} // namespace

std::span<const WorkerRow> worker_table() { return workers; }

std::vector<std::string> workloads_here()
{
	std::vector<std::string> names = bench::usual_workloads();

	std::erase_if(names, [](const std::string &name) { return !can_be_set_up(name); });
	return names;
}

pid_t start_worker(World &world, const WorkerRow &row, unsigned cpu)
{
	const pid_t pid = ::fork();

	if (pid != 0)
		return pid;
	::prctl(PR_SET_PDEATHSIG, SIGKILL);
	// Sessions wait for grace periods more than they run: when they do, they go first.
	::setpriority(PRIO_PROCESS, 0, 10);
	if (row.on_each_cpu)
		bind_to(cpu);
	// Apart from the numbers of sessions.
	Random random{world.seed, (std::uint64_t{1} << 63) + static_cast<std::uint64_t>(&row - workers.data()) * 1000 + cpu};
	row.run(world, random);
	::_exit(0);
}

} // namespace torture
