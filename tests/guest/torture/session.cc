// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/torture/session.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>

#include "loader/attach.h"
#include "tests/guest/torture/attaching.h"
#include "tests/guest/torture/counted.h"
#include "tests/guest/torture/counts.h"
#include "tests/guest/torture/faults.h"

namespace torture {

namespace {

// BPF_MAX_TRAMP_LINKS of the kernel: what fits on one function.
constexpr unsigned most_on_a_hook = 38;

[[noreturn]] void end_session()
{
	++Counts::shared().sessions;
	::_exit(0);
}

// What is attached goes with the process.
void end_as_it_is(Random &random)
{
	if (random.one_in(2))
		end_session();
}

// One program on and off, again and again: the key and the first and last
// program of a trampoline.
void run_single(World &world, Random &random)
{
	Session session{world, random};
	Program program = session.load(session.any_plan());

	for (unsigned rounds = random.between(1, 3); program.program && rounds > 0; rounds--) {
		if (session.attach(program) == 0 && random.one_in(3))
			session.attach(program); // it is linked: EBUSY
		Session::detach(program);
	}
}

// Several programs on a few hooks, in any order. A few only: the last program of
// a hook is taken off with a grace period of RCU tasks, half a second in which
// nobody else can.
void run_mixed(World &world, Random &random)
{
	Session session{world, random};
	const std::vector<Hook> hooks{random.pick(world.kernel.hooks()), random.pick(world.kernel.hooks())};
	std::vector<Program> programs = session.load_some(hooks, random.between(4, 16));
	const Attempt map = Kernel::create_map();

	take_note(Call::map_create, Weather::fair, map.errnum, {});
	if (programs.empty())
		return;
	for (unsigned steps = random.between(10, 80); steps > 0; steps--) {
		Program &program = programs[random.between(0, static_cast<unsigned>(programs.size()) - 1)];
		if (program.link)
			Session::detach(program);
		else
			session.attach(program);
	}
	end_as_it_is(random);
}

// As many programs as fit on one hook, and a few more; then off in another order.
void run_stack(World &world, Random &random)
{
	Session session{world, random};
	const Hook &hook = random.pick(world.kernel.hooks());
	std::vector<Program> programs;

	for (unsigned i = 0; i < most_on_a_hook + 2; i++)
		if (Program program = session.load(session.plan_on(hook)); program.program)
			programs.push_back(std::move(program));
	for (unsigned rounds = random.between(1, 2); rounds > 0; rounds--) {
		unsigned attached = 0;
		for (Program &program : programs)
			attached += !program.link && session.attach(program) == 0;
		if (attached > most_on_a_hook)
			trouble("%u programs fit on %s", attached, hook.name.c_str());
		for (Program &program : programs)
			if (random.between(0, 9) < 8)
				Session::detach(program);
	}
	end_as_it_is(random);
}

int errno_of(const base::Error &error) { return error.errnum != 0 ? error.errnum : Counts::no_errno; }

// A policy with a program on each hook, by the loader.
void attach_object(World &world, Random &random, Weather weather)
{
	Counts &counts = Counts::shared();
	loader::AttachOptions how;
	int error = 0;

	how.skip_missing = true;
	try {
		auto object = loader::PolicyObject::open(random.pick(world.objects));
		if (!object) {
			error = errno_of(object.error());
		} else if (auto attached = loader::attach(world.kernel.running(), world.kernel.target(), std::move(*object), how)) {
			counts.attached += attached->links().size();
			::usleep(random.between(0, 20000));
			counts.closed += attached->links().size();
		} else {
			error = errno_of(attached.error());
			// Under faults libbpf has answers of its own.
			if (weather == Weather::fair && !is_expected(Call::link_create, weather, error))
				trouble("%s", attached.error().to_string().c_str());
		}
	} catch (const std::bad_alloc &) {
		error = ENOMEM;
	}
	counts.record(Call::object_attach, weather, error);
}

void run_object(World &world, Random &random) { attach_object(world, random, Weather::fair); }

// The same while one of its allocations in fifty fails. What the loader makes
// of that is its errno; that nothing stays is looked at in the end.
void run_object_in_foul_weather(World &world, Random &random)
{
	faults::make_me_fail(true);
	attach_object(world, random, Weather::foul);
	faults::make_me_fail(false);
}

// Makes `call` with its nth allocation failing, then without: a failure must
// leave nothing that is in the way. False when there is no nth allocation.
template <class Make> bool fail_once(FailNth &nth, unsigned number, Call call, const Plan &plan, Make make)
{
	Counts &counts = Counts::shared();

	nth.arm(number);
	Attempt got = make();
	const bool hit = nth.disarm();
	take_note(call, hit ? Weather::foul : Weather::fair, got.errnum, plan);
	got.fd.reset();
	if (!hit)
		return false;
	++counts.faults;
	Attempt again = make();
	take_note(call, Weather::fair, again.errnum, plan);
	counts.recoveries += again.errnum == 0;
	if (call == Call::link_create && again.fd)
		++counts.closed;
	return true;
}

// Detaches with the nth allocation failing: the program is off all the same. False
// when there is no nth allocation.
bool fail_to_detach(FailNth &nth, unsigned number, Session &session, Program &program)
{
	if (session.attach(program) != 0)
		return false;
	nth.arm(number);
	Session::detach(program);
	const bool hit = nth.disarm();
	Counts::shared().detach_faults += hit;
	return hit;
}

// One call after the other fails at one allocation after the other.
void run_faults(World &world, Random &random)
{
	Session session{world, random};
	Program program = session.load(session.any_plan());
	FailNth nth;
	// In two of three runs the hook has a program already, as image and key are
	// then changed and not made.
	Program anchor = session.load({.kind = Kind::noop, .hook = program.plan.hook});
	const unsigned first = random.between(1, 60);

	if (!program.program || !anchor.program)
		return;
	if (!random.one_in(3))
		session.attach(anchor);
	const Plan &plan = program.plan;
	for (unsigned n = first; n < first + 8; n++)
		if (!fail_once(nth, n, Call::link_create, plan, [&] { return world.kernel.link(program.program.get(), plan); }))
			break;
	const unsigned second = random.between(1, 40);
	for (unsigned n = second; n < second + 3; n++)
		if (!fail_once(nth, n, Call::prog_load, plan, [&] { return world.kernel.load(plan); }))
			break;
	for (unsigned n = 1; n < 8; n++)
		if (!fail_to_detach(nth, n, session, program))
			break;
	for (unsigned n = 1; n < 30; n++)
		if (!fail_once(nth, n, Call::map_create, {}, [] { return Kernel::create_map(); }))
			break;
}

constexpr std::array sessions{
	SessionRow{"single", 10, false, run_single},
	SessionRow{"mixed", 25, false, run_mixed},
	SessionRow{"stack", 25, false, run_stack},
	SessionRow{"object", 4, false, run_object},
	SessionRow{"counted", 15, false, run_counted},
	SessionRow{"faults", 20, true, run_faults},
	SessionRow{"object in foul weather", 4, true, run_object_in_foul_weather},
};

} // namespace

std::span<const SessionRow> session_table() { return sessions; }

bool is_wanted(const World &world, const SessionRow &row)
{
	return (world.faults || !row.needs_faults) && (world.only.empty() || world.only == row.name);
}

const SessionRow &draw_session(const World &world, Random &random)
{
	unsigned whole = 0;

	for (const SessionRow &row : sessions)
		whole += is_wanted(world, row) ? row.weight : 0;
	unsigned drawn = random.between(1, whole);
	for (const SessionRow &row : sessions) {
		if (!is_wanted(world, row))
			continue;
		if (drawn <= row.weight)
			return row;
		drawn -= row.weight;
	}
	return sessions.front();
}

pid_t start_session(World &world, const SessionRow &row, std::uint64_t number)
{
	const pid_t pid = ::fork();

	if (pid != 0)
		return pid;
	::prctl(PR_SET_PDEATHSIG, SIGKILL);
	Random random{world.seed, number};
	row.run(world, random);
	end_session();
}

} // namespace torture
