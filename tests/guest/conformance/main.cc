// SPDX-License-Identifier: GPL-2.0
//
// hookconform OBJECT: for each hook with a trigger, is the system call let
// through while the program on that hook allows, and refused when it refuses?
// Every other hook has a program that allows. One line per trigger; the table
// that a kernel gets is the same on all that pass. With an object that looks at
// arguments, also one per pointer that was NULL. Status 1 when a line says so.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <set>
#include <string>
#include <vector>

#include "tests/guest/conformance/absent.h"
#include "tests/guest/conformance/arguments.h"
#include "tests/guest/conformance/programs.h"
#include "tests/guest/conformance/report.h"
#include "tests/guest/conformance/trigger.h"
#include "tests/guest/conformance/without_trigger.h"

namespace conformance {

namespace {

[[noreturn]] void run_trigger(const Trigger &trigger)
{
	Report &report = *shared_report();
	char folder[] = "/tmp/conform.XXXXXX";

	::prctl(PR_SET_PDEATHSIG, SIGKILL);
	::alarm(60);
	must(::mkdtemp(folder) != nullptr && ::chdir(folder) == 0, "an empty folder");
	if (trigger.prepare != nullptr)
		trigger.prepare();
	report.ready = true;
	while (!report.go)
		::usleep(glance_us);
	errno = 0;
	report.error = trigger.act();
	report.done = true;
	::_exit(0);
}

// The errno of the call, 0 for success; a text when it did not come to that.
struct Outcome {
	int error = 0;
	unsigned calls = 0;
	std::string trouble;
};

// Hooks without a verdict that a trigger came by.
using Told = std::set<std::string>;

Outcome run(Programs &programs, const Trigger &trigger, bool refuse, Told &told)
{
	Report *const report = shared_report();
	int status = 0;
	bool ended = false;

	if (report == nullptr)
		return {.error = 0, .calls = 0, .trouble = "no memory to share"};
	*report = {};
	std::fflush(nullptr);
	const pid_t pid = ::fork();
	if (pid == 0)
		run_trigger(trigger);
	while (pid > 0 && !report->ready && !ended) {
		::usleep(glance_us);
		ended = ::waitpid(pid, &status, WNOHANG) == pid;
	}
	if (report->ready) {
		programs.watch(pid, refuse ? trigger.hook : "");
		report->go = true;
	}
	if (pid > 0 && !ended)
		::waitpid(pid, &status, 0);
	const unsigned calls = programs.calls(trigger.hook);
	for (const std::string &hook : programs.hooks())
		if (!Programs::returns_int(hook) && programs.calls(hook) > 0)
			told.insert(hook);
	programs.watch(0, "");
	if (report->step[0] != '\0')
		return {.error = 0, .calls = 0, .trouble = std::string{report->step} + ": " + std::strerror(report->error)};
	if (!report->ready || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return {.error = 0, .calls = 0, .trouble = "it ended with status " + std::to_string(status)};
	// After an execve(2) that succeeds there is nobody to report.
	return {.error = report->done ? report->error : 0, .calls = calls, .trouble = {}};
}

const char *name_of(int error) { return error == 0 ? "success" : ::strerrorname_np(error); }

// Empty when the trigger does what its row says.
std::string check(Programs &programs, const Trigger &trigger, Told &told)
{
	if (!programs.attached(trigger.hook))
		return "no program could be attached";
	const Outcome allowed = run(programs, trigger, false, told);
	if (!allowed.trouble.empty())
		return "allowed: " + allowed.trouble;
	if (allowed.error != trigger.allowed)
		return std::string{"allowed, it gave "} + name_of(allowed.error);
	if (allowed.calls == 0)
		return "the call does not get to the hook";
	const Outcome refused = run(programs, trigger, true, told);
	if (!refused.trouble.empty())
		return "refused: " + refused.trouble;
	if (refused.error != trigger.refused)
		return std::string{"refused, it gave "} + name_of(refused.error);
	return {};
}

// Hooks that take a program and have no trigger of their own: they were told, or
// there is a reason.
unsigned list_the_rest(const Programs &programs, const std::vector<Trigger> &triggers, const Told &told)
{
	unsigned failures = 0;

	for (const std::string &hook : programs.hooks()) {
		const bool known = std::any_of(triggers.begin(), triggers.end(),
					       [&hook](const Trigger &row) { return hook == row.hook; });
		if (known)
			continue;
		if (told.contains(hook)) {
			std::printf("ok     %s: told by the triggers above\n", hook.c_str());
			continue;
		}
		const std::string_view why = why_without_trigger(hook);
		failures += why.empty();
		std::printf("%-6s %s: attached, no trigger: %s\n", why.empty() ? "FAIL" : "-", hook.c_str(),
			    why.empty() ? "and no reason" : std::string{why}.c_str());
	}
	return failures;
}

int conform(const char *object)
{
	auto programs = Programs::attach(object);
	Told told;
	unsigned asked = 0;
	unsigned failures = 0;

	if (!programs) {
		std::fprintf(stderr, "hookconform: %s\n", programs.error().to_string().c_str());
		return base::to_int(programs.error().code);
	}
	const std::vector<Trigger> triggers = all_triggers();
	for (const Trigger &trigger : triggers) {
		if (const std::string why = why_no_hook(*programs, trigger.hook); !why.empty()) {
			std::printf("-      %s: %s: no such hook here: %s\n", trigger.hook, trigger.call, why.c_str());
			continue;
		}
		++asked;
		const std::string failure = check(*programs, trigger, told);
		failures += !failure.empty();
		std::printf("%-6s %s: %s: %s\n", failure.empty() ? "ok" : "FAIL", trigger.hook, trigger.call,
			    failure.empty() ? name_of(trigger.refused) : failure.c_str());
	}
	failures += list_the_rest(*programs, triggers, told);
	failures += list_null_arguments(*programs);
	std::printf("%u triggers, %zu hooks told, %zu hooks with a program, %u failures\n", asked, told.size(),
		    programs->hooks().size(), failures);
	return failures == 0 ? 0 : 1;
}

} // namespace

} // namespace conformance

int main(int argc, char **argv)
{
	if (argc != 2) {
		std::fprintf(stderr, "usage: hookconform OBJECT\n");
		return 2;
	}
	return conformance::conform(argv[1]);
}
