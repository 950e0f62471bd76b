// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/torture/attaching.h"

#include <cerrno>
#include <cstring>

namespace torture {

namespace {

constexpr int not_supported = 524; // ENOTSUPP, which is the kernel's own

} // namespace

bool is_expected(Call call, Weather weather, int error)
{
	if (error == 0)
		return true;
	if (call == Call::link_create && (error == E2BIG || error == EBUSY))
		return true;
	return weather == Weather::foul && (error == ENOMEM || (call == Call::prog_load && (error == EINVAL || error == not_supported)));
}

void take_note(Call call, Weather weather, int error, const Plan &plan)
{
	Counts &counts = Counts::shared();

	counts.record(call, weather, error);
	if (call == Call::link_create && error == 0)
		++counts.attached;
	if (!is_expected(call, weather, error))
		trouble("%s on %s, kind %d%s: %s", std::string{call_name(call)}.c_str(),
			plan.hook == nullptr ? "-" : plan.hook->name.c_str(), static_cast<int>(plan.kind),
			weather == Weather::foul ? ", with a fault" : "", std::strerror(error));
}

Plan Session::plan_on(const Hook &hook)
{
	// Tracing programs less often: they are not what this is about.
	static const std::vector<Kind> often{Kind::noop,   Kind::noop, Kind::cookie, Kind::cookie,
					     Kind::cookie, Kind::deny, Kind::deny,   Kind::fentry, Kind::fexit};
	Plan plan{.kind = random_.pick(often), .hook = &hook};

	if (plan.kind == Kind::deny && !hook.can_refuse)
		plan.kind = Kind::noop;
	const bool tracing = plan.kind == Kind::fentry || plan.kind == Kind::fexit;
	plan.sleepable = hook.sleepable && !tracing && random_.one_in(3);
	plan.cookie = plan.kind == Kind::cookie ? random_.word() | 1U : random_.one_in(2) ? random_.word() : 0;
	return plan;
}

Program Session::load(const Plan &plan)
{
	Attempt got = world_.kernel.load(plan);

	take_note(Call::prog_load, Weather::fair, got.errnum, plan);
	return {plan, std::move(got.fd), base::Fd{}};
}

int Session::attach(Program &program)
{
	Attempt got = world_.kernel.link(program.program.get(), program.plan);

	take_note(Call::link_create, Weather::fair, got.errnum, program.plan);
	if (got.fd && program.link)
		trouble("a program was attached to %s twice", program.plan.hook->name.c_str());
	if (got.fd)
		program.link = std::move(got.fd);
	return got.errnum;
}

void Session::detach(Program &program)
{
	if (program.link)
		++Counts::shared().closed;
	program.link.reset();
}

std::vector<Program> Session::load_some(const std::vector<Hook> &hooks, unsigned count)
{
	std::vector<Program> programs;

	for (unsigned i = 0; i < count; i++)
		if (Program program = load(plan_on(random_.pick(hooks))); program.program)
			programs.push_back(std::move(program));
	return programs;
}

} // namespace torture
