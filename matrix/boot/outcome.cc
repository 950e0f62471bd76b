// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/outcome.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <array>
#include <cstring>

namespace matrix::boot {

namespace {

struct OutcomeRow {
	Outcome outcome;
	std::string_view name;
};

constexpr std::array outcome_rows{
	OutcomeRow{Outcome::ok, "ok"},
	OutcomeRow{Outcome::panic, "panic"},
	OutcomeRow{Outcome::splat, "splat"},
	OutcomeRow{Outcome::no_init, "no-init"},
	OutcomeRow{Outcome::hang, "hang"},
	OutcomeRow{Outcome::qemu_failed, "qemu-failed"},
	OutcomeRow{Outcome::command_failed, "command-failed"},
	OutcomeRow{Outcome::lost_result, "lost-result"},
	OutcomeRow{Outcome::timeout, "timeout"},
	OutcomeRow{Outcome::interrupted, "interrupted"},
};

std::string first_line(const std::string &text) { return text.substr(0, text.find('\n')); }

std::string qemu_end(const Observation &seen)
{
	std::string text;

	if (WIFSIGNALED(seen.wait_status))
		text = fmt::format("QEMU was killed by signal {} ({})", WTERMSIG(seen.wait_status),
				   ::strsignal(WTERMSIG(seen.wait_status)));
	else
		text = fmt::format("QEMU ended with status {}", WEXITSTATUS(seen.wait_status));
	if (!seen.qemu_stderr.empty())
		text += ": " + first_line(seen.qemu_stderr);
	return text;
}

std::string with_splat(const Observation &seen, std::string text)
{
	return seen.splat_line.empty() ? text : text + "; before that: " + seen.splat_line;
}

Verdict ended_by_us(const Observation &seen)
{
	if (seen.ended_by_us == EndedByUs::timeout)
		return {Outcome::timeout,
			with_splat(seen, fmt::format("not done after {} seconds", seen.waited_seconds))};
	return {Outcome::hang,
		with_splat(seen, fmt::format("no output for {} seconds{}", seen.waited_seconds,
					     seen.said_hello ? ", the command was running" : ", no command was started"))};
}

Verdict without_result(const Observation &seen)
{
	if (!seen.fault.empty())
		return {Outcome::lost_result, "the guest's init gave up: " + first_line(seen.fault)};
	if (!seen.damage.empty())
		return {Outcome::lost_result, seen.damage};
	return {Outcome::lost_result, seen.said_hello ? "the guest ended while the command was running"
						      : "the guest ended before its init said anything"};
}

} // namespace

std::string_view outcome_name(Outcome outcome)
{
	for (const OutcomeRow &row : outcome_rows)
		if (row.outcome == outcome)
			return row.name;
	return "lost-result";
}

std::optional<Outcome> outcome_from_name(std::string_view name)
{
	for (const OutcomeRow &row : outcome_rows)
		if (row.name == name)
			return row.outcome;
	return std::nullopt;
}

// The order is the point: causes before what follows from them. A panicking
// kernel also loses its result; a guest that we killed also left QEMU with a
// signal.
Verdict classify(const Observation &seen)
{
	if (!seen.start_error.empty())
		return {Outcome::qemu_failed, seen.start_error};
	if (seen.ended_by_us == EndedByUs::interrupt)
		return {Outcome::interrupted, "interrupted"};
	if (!seen.no_init_line.empty())
		return {Outcome::no_init, seen.no_init_line};
	if (!seen.panic_line.empty())
		return {Outcome::panic, with_splat(seen, seen.panic_line)};
	if (seen.ended_by_us != EndedByUs::no)
		return ended_by_us(seen);
	if (seen.wait_status != 0)
		return {Outcome::qemu_failed, qemu_end(seen)};
	if (!seen.splat_line.empty())
		return {Outcome::splat, seen.splat_line};
	if (!seen.exit_status || !seen.damage.empty() || !seen.fault.empty())
		return without_result(seen);
	if (seen.signal != 0)
		return {Outcome::command_failed,
			fmt::format("the command was killed by signal {} ({})", seen.signal, ::strsignal(seen.signal))};
	if (*seen.exit_status != 0)
		return {Outcome::command_failed, fmt::format("the command returned {}", *seen.exit_status)};
	return {Outcome::ok, ""};
}

} // namespace matrix::boot
