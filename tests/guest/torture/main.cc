// SPDX-License-Identifier: GPL-2.0
//
// hooktorture: attaches programs to all hooks and detaches them, from many
// processes, while others work, are refused, look on, and allocations fail.
//
//   hooktorture --cycles 10000 --seconds 3600 --output /results/torture.json /policies/noop_all.bpf.o
//
// Status: 0 when afterwards all is as before, 1 when it is not or the cycles
// were not done in time, 2 usage, 8 no mechanism. docs/torture.md has the rest.
#include <signal.h>
#include <sys/random.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "loader/base/exit_codes.h"
#include "loader/base/files.h"
#include "tests/guest/torture/aftermath.h"
#include "tests/guest/torture/counts.h"
#include "tests/guest/torture/faults.h"
#include "tests/guest/torture/report.h"
#include "tests/guest/torture/session.h"
#include "tests/guest/torture/workers.h"

namespace torture {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

struct Options {
	std::uint64_t cycles = 1000;
	unsigned seconds = 600;
	unsigned loaders = 16;
	std::uint64_t seed = 0;
	bool need_faults = false;
	bool alone = false;
	std::string only;
	std::string output;
	std::vector<std::string> objects;
};

constexpr seconds progress_every{10};
// A session that takes longer than the larger of these hangs: a time, and four times what
// the largest session needs at the pace of this run. Sixteen at a time on a debug kernel
// make two attachments a second in all, and one may have 256 to make.
constexpr seconds session_limit{2700};
constexpr unsigned largest_session = 256;
constexpr std::chrono::hours long_after{24};
constexpr unsigned longest_life_ms = 1500;

struct Life {
	Clock::time_point start;
	milliseconds life; // of one that is killed
	bool is_murder = false;
	const char *name = "";
};

// Starts sessions and kills one in three of them at a random moment.
class Director {
public:
	Director(World &world, const Options &options, RunFacts &facts)
		: world_(world), options_(options), facts_(facts), random_(world.seed, ~std::uint64_t{0})
	{
		sigset_t child;

		::sigemptyset(&child);
		::sigaddset(&child, SIGCHLD);
		::sigprocmask(SIG_BLOCK, &child, nullptr);
	}

	void run()
	{
		if (!options_.alone)
			start_workers();
		while (!done()) {
			while (sessions_.size() < options_.loaders)
				start_one();
			wait_a_little();
			kill_the_due();
			say_progress();
		}
		stop_all();
	}

private:
	[[nodiscard]] seconds elapsed() const { return std::chrono::duration_cast<seconds>(Clock::now() - start_); }

	[[nodiscard]] bool done() const
	{
		return (Counts::shared().attached >= options_.cycles && introduced_ == session_table().size()) || elapsed() >= seconds{options_.seconds};
	}

	void start_workers()
	{
		for (const WorkerRow &row : worker_table()) {
			if (row.needs_faults && !world_.faults)
				continue;
			for (unsigned cpu = 0; cpu < (row.on_each_cpu ? facts_.cpus : 1); cpu++)
				workers_.insert(start_worker(world_, row, cpu));
		}
	}

	// Each kind once, in order of the table, then by chance.
	const SessionRow &next_kind()
	{
		const auto table = session_table();

		while (introduced_ < table.size())
			if (const SessionRow &row = table[introduced_++]; is_wanted(world_, row))
				return row;
		return draw_session(world_, random_);
	}

	void start_one()
	{
		const SessionRow &row = next_kind();
		const bool murder = introduced_ == session_table().size() && random_.one_in(3);
		const milliseconds life{murder ? random_.between(0, longest_life_ms) : 0};
		const pid_t pid = start_session(world_, row, ++number_);

		if (pid < 0)
			return trouble("no process for a session");
		sessions_[pid] = {Clock::now(), life, murder, row.name};
	}

	void wait_a_little()
	{
		const struct timespec tick {.tv_sec = 0, .tv_nsec = 5'000'000};
		sigset_t child;

		::sigemptyset(&child);
		::sigaddset(&child, SIGCHLD);
		::sigtimedwait(&child, nullptr, &tick);
		reap(0);
	}

	void reap(int options)
	{
		int status = 0;

		for (pid_t pid = 0; (pid = ::waitpid(-1, &status, options | WNOHANG)) > 0;) {
			if (workers_.erase(pid) > 0) {
				if (!Counts::shared().stop)
					trouble("a worker ended with status %d", status);
				continue;
			}
			const auto session = sessions_.find(pid);
			if (session == sessions_.end())
				continue;
			if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && session->second.is_murder)
				++Counts::shared().kills;
			else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
				trouble("a session (%s) ended with status %d", session->second.name, status);
			sessions_.erase(session);
		}
	}

	[[nodiscard]] milliseconds patience() const
	{
		const std::uint64_t attached = std::max<std::uint64_t>(Counts::shared().attached, 1);

		return std::max<milliseconds>(session_limit, 4 * largest_session * options_.loaders * elapsed() / attached);
	}

	void kill_the_due()
	{
		const auto now = Clock::now();

		for (auto &[pid, life] : sessions_) {
			if (now - life.start < (life.is_murder ? life.life : patience()))
				continue;
			if (!life.is_murder)
				trouble("a session (%s) hangs", life.name);
			::kill(pid, SIGKILL);
			life = {now, long_after, true, life.name};
		}
	}

	void say_progress()
	{
		if (Clock::now() - said_ < progress_every)
			return;
		said_ = Clock::now();
		facts_.seconds = static_cast<unsigned>(elapsed().count());
		std::fputs(progress_line(Counts::shared(), facts_).c_str(), stdout);
		std::fflush(stdout);
	}

	// The workers by themselves, so that they clean up; the sessions as ever.
	void stop_all()
	{
		Counts::shared().stop = true;
		for (auto &[pid, life] : sessions_) {
			life = {Clock::now(), long_after, true, life.name};
			::kill(pid, SIGKILL);
		}
		const auto limit = Clock::now() + session_limit;
		while ((!sessions_.empty() || !workers_.empty()) && Clock::now() < limit)
			wait_a_little();
		for (const auto &[pid, life] : sessions_)
			trouble("a session (%s) does not end when it is killed", life.name);
		for (const pid_t pid : workers_) {
			trouble("a worker does not stop");
			::kill(pid, SIGKILL);
		}
		facts_.seconds = static_cast<unsigned>(elapsed().count());
	}

	World &world_;
	const Options &options_;
	RunFacts &facts_;
	Random random_;
	std::uint64_t number_ = 0;
	std::size_t introduced_ = 0;
	std::map<pid_t, Life> sessions_;
	std::set<pid_t> workers_;
	Clock::time_point start_ = Clock::now();
	Clock::time_point said_ = start_;
};

RunFacts facts_of(const World &world, const Options &options)
{
	utsname system{};

	::uname(&system);
	return {.seed = world.seed,
		.wanted_cycles = options.cycles,
		.seconds = 0,
		.hooks = world.kernel.hooks().size(),
		.cpus = ::sysconf(_SC_NPROCESSORS_ONLN),
		.faults = world.faults,
		.mechanism = std::string{world.kernel.target().row().name},
		.kernel = system.release};
}

void judge(const World &world, const Options &options)
{
	const Counts &counts = Counts::shared();
	const volatile State &state = *world.kernel.state();

	std::printf("refused by programs: %llu\n", static_cast<unsigned long long>(state.denials));
	if (state.wrong_cookies != 0)
		trouble("%llu calls with another program's cookie", static_cast<unsigned long long>(state.wrong_cookies));
	if (counts.attached < options.cycles)
		trouble("%llu of %llu attachments in %u seconds", static_cast<unsigned long long>(counts.attached),
			static_cast<unsigned long long>(options.cycles), options.seconds);
	// What a run is to have done; a run that did not do it proves nothing.
	if (!options.alone && (counts.workload_calls == 0 || counts.triggers == 0 || counts.toggles == 0 || counts.looks == 0 ||
	    state.denials == 0))
		trouble("a worker did nothing");
	if (world.only.empty() && counts.counted == 0)
		trouble("no session counted its calls");
	if (counts.kills == 0)
		trouble("no session was killed");
	if (world.faults && (counts.faults == 0 || counts.detach_faults == 0 || (!options.alone && counts.armed == 0)))
		trouble("no fault was injected");
}

int complain(const base::Error &error)
{
	std::fprintf(stderr, "hooktorture: %s\n", error.to_string().c_str());
	return base::to_int(error.code);
}

int torture(const Options &options)
{
	Counts::shared(); // before there is a second process
	const Sentinels before = Sentinels::read();
	auto kernel = Kernel::find();
	if (!kernel)
		return complain(kernel.error());
	World world{.kernel = *kernel, .seed = options.seed, .faults = faults::prepare(), .objects = options.objects,
		    .workloads = workloads_here(), .only = options.only};
	if (options.need_faults && !world.faults)
		return complain({.id = "no-faults", .code = base::ExitCode::no_mechanism, .action = "inject failures", .object = {},
				 .reason = "this kernel has no fault injection", .hint = "boot override-debug", .errnum = 0});
	if (world.seed == 0 && ::getrandom(&world.seed, sizeof(world.seed), 0) < 0)
		return complain({.id = "no-seed", .code = base::ExitCode::failed, .action = "draw a seed", .object = {},
				 .reason = "getrandom failed", .hint = "give one with --seed", .errnum = errno});
	RunFacts facts = facts_of(world, options);
	std::printf("seed %llu; %zu hooks; lockdep %s, kmemleak %s, faults %s\n", static_cast<unsigned long long>(world.seed),
		    facts.hooks, before.lockdep ? "on" : "absent", before.kmemleak ? "on" : "absent",
		    world.faults ? "on" : "absent");
	std::fflush(stdout);
	Director{world, options, facts}.run();
	judge(world, options);
	kernel->close_state();
	const Aftermath after = look_at_aftermath(before);
	std::fputs(summary(Counts::shared(), after, facts).c_str(), stdout);
	if (!options.output.empty())
		if (auto done = base::write_file_atomically(options.output, report_json(Counts::shared(), after, facts).dump(2) + "\n");
		    !done)
			return complain(done.error());
	return after.clean ? 0 : 1;
}

std::vector<std::string> session_names()
{
	std::vector<std::string> names;

	for (const SessionRow &row : session_table())
		names.emplace_back(row.name);
	return names;
}

} // namespace

} // namespace torture

int main(int argc, char **argv)
{
	torture::Options options;
	CLI::App app{"Attaches programs to all hooks and detaches them while everything else goes on", "hooktorture"};

	app.add_option("--cycles", options.cycles, "attachments to make")->capture_default_str();
	app.add_option("--seconds", options.seconds, "give up after these")->capture_default_str();
	app.add_option("--loaders", options.loaders, "loaders at a time")->check(CLI::Range(1u, 64u))->capture_default_str();
	app.add_option("--seed", options.seed, "of all chance; 0: drawn and printed")->capture_default_str();
	app.add_flag("--need-faults", options.need_faults, "fail on a kernel that cannot inject failures");
	app.add_option("--only", options.only, "one kind of loader and no other")
		->check(CLI::IsMember(torture::session_names()));
	app.add_flag("--alone", options.alone, "nothing but loaders");
	app.add_option("--output", options.output, "file for the counts, as JSON");
	app.add_option("OBJECT", options.objects, "policies with a program on each hook")->required();
	try {
		app.parse(argc, argv);
	} catch (const CLI::ParseError &error) {
		return app.exit(error) == 0 ? 0 : base::to_int(base::ExitCode::usage);
	}
	return torture::torture(options);
}
