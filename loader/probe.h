// SPDX-License-Identifier: GPL-2.0
//
// What this kernel is for a policy. Each answer is yes, no or unknown, with the
// reason; "unknown" is never taken for "no". The mechanism is proven by loading
// and linking a real program, which is dropped again.
//
//   loader::RunningKernel kernel;
//   auto found = loader::probe(kernel);
//   if (!found.target) return found.error;  // no-policy-mechanism, …
//   load_for(found.target->prog_type);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "loader/kernel.h"
#include "loader/mechanism.h"

namespace loader {

enum class State { yes, no, unknown };

std::string_view state_name(State state);

struct Answer {
	std::string name; // "btf", "jit", "stack", "capabilities", "override-return", "bpf-lsm"
	State state = State::unknown;
	std::string value; // what a yes found: "bpf,selinux"
	std::string reason;
};

// The mechanism in this kernel's own numbers.
struct Target {
	Mechanism mechanism = Mechanism::bpf_lsm;
	std::uint32_t prog_type = 0;
	std::uint32_t attach_type = 0;

	[[nodiscard]] const MechanismRow &row() const { return mechanism_row(mechanism); }
};

struct ProbeReport {
	std::optional<Target> target; // set when a mechanism was proven
	base::Error error;	      // meaningful without a target
	std::vector<Answer> answers;
};

ProbeReport probe(Kernel &kernel);

std::string to_text(const ProbeReport &report);
nlohmann::json to_json(const ProbeReport &report);

} // namespace loader
