// SPDX-License-Identifier: GPL-2.0
//
// bpf(2) as the torture run uses it: system calls without a library around
// them, so that an injected failure hits the kernel's path and no probe of
// libbpf's, and so that each errno is seen.
//
//   auto kernel = Kernel::find();                        // mechanism, hooks, what each takes
//   const Hook &hook = random.pick(kernel->hooks());
//   Attempt program = kernel->load({.kind = Kind::cookie, .hook = &hook, .cookie = 7});
//   Attempt link = kernel->link(program.fd.get(), plan); // closed: detached
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "loader/kernel.h"
#include "loader/probe.h"

namespace torture {

using loader::Attempt;

// A line for each hook: its name, its state (idle, keyed, attached), its programs.
inline constexpr const char *hook_states = "/sys/kernel/security/bpf_hooks";

struct Hook {
	std::string name;
	std::uint32_t stub = 0; // BTF id of its function
	bool can_refuse = false;
	bool sleepable = false; // takes sleepable programs, too
};

enum class Kind {
	noop,
	cookie, // counts in `State::wrong_cookies` when it is not called with its own
	deny,   // refuses what the group `victims` does
	count,  // refuses what one process does, and counts it
	fentry, // tracing programs on the same function: another kind of trampoline
	fexit,
};

// The group of the processes that programs refuse.
inline constexpr unsigned victims = 4242;
inline constexpr int denial = 117; // EUCLEAN, which no workload meets otherwise

// What programs count, in the memory of a map.
struct State {
	std::uint64_t wrong_cookies;
	std::uint64_t denials;
};

struct Plan {
	Kind kind = Kind::noop;
	const Hook *hook = nullptr;
	bool sleepable = false;
	std::uint64_t cookie = 0;
	// Of Kind::count: whom it refuses, and a map of create_counter().
	int process = 0;
	int counter = -1;
};

class Kernel {
public:
	// Loads one program of each sort on each hook, to learn what it takes.
	static base::Result<Kernel> find();

	[[nodiscard]] Attempt load(const Plan &plan) const;
	[[nodiscard]] Attempt link(int program, const Plan &plan) const;
	[[nodiscard]] static Attempt create_map();
	// One std::uint64_t, to be mapped.
	[[nodiscard]] static Attempt create_counter();
	// As programs see it; -1 and nullptr once closed.
	[[nodiscard]] const volatile State *state() const { return state_; }
	void close_state();

	[[nodiscard]] const std::vector<Hook> &hooks() const { return hooks_; }
	[[nodiscard]] const loader::Target &target() const { return target_; }
	[[nodiscard]] loader::RunningKernel &running() { return *running_; }

private:
	Kernel() = default;
	base::Result<void> open_state();
	void find_hooks();

	loader::Target target_;
	std::unique_ptr<loader::RunningKernel> running_;
	std::vector<Hook> hooks_;
	base::Fd state_map_;
	volatile State *state_ = nullptr;
};

// Objects that the kernel has, by walking their ids.
struct Objects {
	long programs = 0;
	long maps = 0;
	long links = 0;

	[[nodiscard]] bool none() const { return programs == 0 && maps == 0 && links == 0; }
};

Objects count_objects();

// One line for each map: its id, type and name.
std::string describe_maps();

// Takes a descriptor of each link and asks for its facts: who looks at a link
// while its owner closes it is the one who frees it. Returns how many there were.
unsigned look_at_links();

} // namespace torture
