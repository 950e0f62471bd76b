// SPDX-License-Identifier: GPL-2.0
//
// hookalloc --times N OBJECT: a program refuses one process in a hook that is
// asked while an object is made, N times; then for the next such hook. The
// caller gets the errno each time, and the kernel has as many objects and as
// much memory as before. On a kernel with KASAN and kmemleak (override-debug)
// these look on, and kmemleak is asked in the end. Status 1 when a line says so.
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "tests/guest/alloc/extra_triggers.h"
#include "tests/guest/alloc/measure.h"
#include "tests/guest/conformance/absent.h"
#include "tests/guest/conformance/programs.h"
#include "tests/guest/conformance/report.h"
#include "tests/guest/torture/aftermath.h"

namespace alloc {

namespace {

using conformance::Programs;
using conformance::Trigger;

// Hooks that are asked when an object has been allocated, or right before it is
// used for the first time: the caller has to undo what it has done.
constexpr std::array<std::string_view, 28> hooks{
	"file_alloc_security", "backing_file_alloc", "file_open", "inode_alloc_security", "inode_init_security",
	"inode_init_security_anon", "kernfs_init_security", "sb_alloc_security", "sb_kern_mount", "bdev_alloc_security",
	"task_alloc", "cred_prepare", "cred_alloc_blank", "bprm_creds_for_exec", "bprm_check_security", "sk_alloc_security",
	"socket_post_create", "socket_socketpair", "msg_msg_alloc_security", "msg_queue_alloc_security", "shm_alloc_security",
	"sem_alloc_security", "key_alloc", "bpf_map_create", "bpf_prog_load", "bpf_token_create", "perf_event_alloc",
	"userns_create",
};

// The first refusals fill caches: slabs, folders, what is allocated once.
constexpr unsigned warm_ups = 100;
constexpr unsigned rounds = 3;
constexpr unsigned settle_tries = 100;
constexpr useconds_t settle_us = 200'000;

// In memory that both processes have.
struct Orders {
	volatile unsigned wanted = 0; // how many refusals the process is to have had
	volatile unsigned had = 0;
	volatile int wrong = -1; // an errno that is not the one of the trigger's row
};

Orders *shared_orders()
{
	static void *const memory = ::mmap(nullptr, sizeof(Orders), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return static_cast<Orders *>(memory);
}

[[noreturn]] void be_refused(const Trigger &trigger)
{
	Orders &orders = *shared_orders();
	char folder[] = "/tmp/alloc.XXXXXX";

	::prctl(PR_SET_PDEATHSIG, SIGKILL);
	conformance::must(::mkdtemp(folder) != nullptr && ::chdir(folder) == 0, "an empty folder");
	if (trigger.prepare != nullptr)
		trigger.prepare();
	conformance::shared_report()->ready = true;
	for (;;) {
		while (orders.had == orders.wanted)
			::usleep(conformance::glance_us);
		const int error = trigger.act();
		if (error != trigger.refused)
			orders.wrong = error;
		orders.had = orders.had + 1;
	}
}

class Refused {
public:
	explicit Refused(const Trigger &trigger)
	{
		*conformance::shared_report() = {};
		*shared_orders() = {};
		std::fflush(nullptr);
		pid_ = ::fork();
		if (pid_ == 0)
			be_refused(trigger);
	}
	Refused(const Refused &) = delete;
	Refused &operator=(const Refused &) = delete;
	~Refused()
	{
		if (pid_ > 0 && !ended_)
			::kill(pid_, SIGKILL), ::waitpid(pid_, nullptr, 0);
	}

	// False when the process has ended instead.
	bool wait_until_ready()
	{
		return wait([] { return static_cast<bool>(conformance::shared_report()->ready); });
	}
	bool have(unsigned refusals)
	{
		shared_orders()->wanted = refusals;
		return wait([refusals] { return shared_orders()->had == refusals; });
	}
	[[nodiscard]] pid_t pid() const { return pid_; }

private:
	template <class Done> bool wait(Done done)
	{
		while (pid_ > 0 && !done() && !ended_) {
			::usleep(conformance::glance_us);
			ended_ = ::waitpid(pid_, nullptr, WNOHANG) == pid_;
		}
		return !ended_ && pid_ > 0;
	}

	pid_t pid_ = -1;
	bool ended_ = false;
};

// What is freed after a grace period is waited for.
std::string what_grew(const Measure &before, unsigned refusals)
{
	std::string grown;

	for (unsigned tries = 0; tries < settle_tries; tries++) {
		grown = Measure::take().grown_since(before, refusals);
		if (grown.empty())
			return {};
		::usleep(settle_us);
	}
	return grown;
}

// Empty when all is as it was.
std::string check(Programs &programs, const Trigger &trigger, unsigned times)
{
	if (!programs.attached(trigger.hook))
		return "no program could be attached";
	Refused process{trigger};
	if (!process.wait_until_ready())
		return std::string{conformance::shared_report()->step} + ": " + std::strerror(conformance::shared_report()->error);
	programs.watch(process.pid(), trigger.hook);
	if (!process.have(warm_ups))
		return "the process ended";
	// Once around, so that measuring itself is warm.
	Measure::take();
	// What leaks does so each time; caches fill once, those of the first hook most.
	std::string grown = "nothing yet";
	for (unsigned round = 1; round <= rounds && !grown.empty(); round++) {
		const Measure before = Measure::take();
		if (!process.have(warm_ups + round * times))
			return "the process ended";
		grown = what_grew(before, times);
	}
	const unsigned calls = programs.calls(trigger.hook);
	programs.watch(0, "");
	if (shared_orders()->wrong >= 0)
		return std::string{"it gave "} + (shared_orders()->wrong == 0 ? "success" : ::strerrorname_np(shared_orders()->wrong));
	if (calls < times)
		return "the hook was asked " + std::to_string(calls) + " times";
	return grown;
}

std::vector<Trigger> triggers_of(std::string_view hook)
{
	std::vector<Trigger> all = conformance::all_triggers();
	std::vector<Trigger> wanted;

	all.insert(all.end(), extra_triggers().begin(), extra_triggers().end());
	for (const Trigger &trigger : all)
		if (hook == trigger.hook)
			wanted.push_back(trigger);
	return wanted;
}

int run(const std::string &object, unsigned times)
{
	const auto sentinels = torture::Sentinels::read();
	auto programs = Programs::attach(object.c_str());
	unsigned failures = 0;

	if (!programs) {
		std::fprintf(stderr, "hookalloc: %s\n", programs.error().to_string().c_str());
		return base::to_int(programs.error().code);
	}
	Measure::sees_leaks(times); // the first fills caches
	Measure::settle();
	if (!Measure::sees_leaks(times)) {
		std::printf("FAIL   %u messages that stay are not seen\n", times);
		failures++;
	}
	unsigned asked = 0;
	for (const std::string_view hook : hooks) {
		if (const std::string why = conformance::why_no_hook(*programs, hook); !why.empty()) {
			std::printf("-      %s: no such hook here: %s\n", std::string{hook}.c_str(), why.c_str());
			continue;
		}
		asked++;
		const std::vector<Trigger> triggers = triggers_of(hook);
		if (triggers.empty())
			std::printf("FAIL   %s: it has no trigger\n", std::string{hook}.c_str());
		failures += triggers.empty();
		for (const Trigger &trigger : triggers) {
			const std::string failure = check(*programs, trigger, times);
			failures += !failure.empty();
			std::printf("%-6s %s: %u refusals of %s: %s\n", failure.empty() ? "ok" : "FAIL", trigger.hook, times,
				    trigger.call, failure.empty() ? "nothing left" : failure.c_str());
			std::fflush(stdout);
		}
	}
	const std::string leaks = torture::scan_for_leaks();
	failures += !leaks.empty();
	std::printf("kmemleak: %s\n", !sentinels.kmemleak ? "not in this kernel" : leaks.empty() ? "silent" : leaks.c_str());
	std::printf("%u hooks, %u failures\n", asked, failures);
	return failures == 0 ? 0 : 1;
}

} // namespace

} // namespace alloc

int main(int argc, char **argv)
{
	CLI::App app{"Refuses the making of objects and looks whether anything of them stays", "hookalloc"};
	std::string object;
	unsigned times = 1000;

	app.add_option("--times", times, "refusals for each hook")->check(CLI::Range(1000u, 1000000u))->capture_default_str();
	app.add_option("OBJECT", object, "each_hook.bpf.o")->required();
	try {
		app.parse(argc, argv);
	} catch (const CLI::ParseError &error) {
		return app.exit(error) == 0 ? 0 : base::to_int(base::ExitCode::usage);
	}
	return alloc::run(object, times);
}
