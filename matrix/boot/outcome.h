// SPDX-License-Identifier: GPL-2.0
//
// How a guest ended, and how that is told from what was seen of it.
//
//   boot::Observation seen;              // filled while the guest runs
//   boot::Verdict verdict = boot::classify(seen);
//   boot::outcome_name(verdict.outcome); // "no-init"
//   verdict.reason;                      // "Kernel panic - not syncing: No working init found."
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace matrix::boot {

enum class Outcome {
	ok,
	panic,          // the kernel said so
	splat,          // oops, BUG or WARN, whatever the command returned
	no_init,        // the kernel found no process 1 that it could start
	hang,           // no byte for a long time
	qemu_failed,    // QEMU did not start, failed or was killed
	command_failed, // all well but the command's status
	lost_result,    // the guest ended without a whole result
	timeout,
	interrupted,
};

// Kebab-case, stable.
std::string_view outcome_name(Outcome outcome);
std::optional<Outcome> outcome_from_name(std::string_view name);

// Why the host ended QEMU itself.
enum class EndedByUs { no, timeout, silence, interrupt };

struct Observation {
	EndedByUs ended_by_us = EndedByUs::no;
	long waited_seconds = 0; // the limit that ran out
	// QEMU
	std::string start_error; // not empty: it never ran
	int wait_status = 0;     // of waitpid()
	std::string qemu_stderr;
	// console
	std::string panic_line;   // the first that was seen; empty: none
	std::string no_init_line;
	std::string splat_line;
	// channel
	bool said_hello = false;
	std::string fault;  // the guest's init gave up and said why
	std::string damage; // what the channel lost; empty: nothing
	std::optional<int> exit_status;
	int signal = 0;
};

struct Verdict {
	Outcome outcome = Outcome::lost_result;
	std::string reason;
};

Verdict classify(const Observation &seen);

} // namespace matrix::boot
