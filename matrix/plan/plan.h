// SPDX-License-Identifier: GPL-2.0
//
// The boots that a set asks for, and what each of them is to do. One boot
// serves one variant, dispatch, stack and scenario, because a kernel on which a
// policy was loaded once is not the same afterwards; its workloads and counters
// are its cells.
//
//   std::vector<plan::PlannedBoot> boots = plan::make_plan(set);
//   boot::GuestJob job = plan::guest_job(layout, set, boots[0], boot::Accelerator::tcg_icount);
//   boot::planned_command(job);                  // what `hookmatrix plan` prints
#pragma once

#include <string>
#include <vector>

#include "matrix/boot/guest.h"
#include "matrix/layout.h"
#include "matrix/plan/set.h"

namespace matrix::plan {

struct PlannedBoot {
	std::string variant;
	std::string dispatch;
	std::string stack;
	std::string scenario;
	std::vector<std::string> workloads = {}; // what is counted in it
	std::vector<std::string> counters = {};  // empty: those that the accelerator serves
	unsigned samples = 0;                    // 0: hookbench's numbers
	unsigned boot = 1; // 1, 2, …: the same cells, booted again
	std::string part = {}; // what it counts, where another boot of the plan is called the same

	// "bpf-lsm selinux,bpf noop-1", with " #2" from the second boot on, and its part
	[[nodiscard]] std::string title() const;
};

// In the order in which they are run, each once, however many groups have it. A/A pairs are not run one after the
// other: what drifts on the host would then hit both alike.
std::vector<PlannedBoot> make_plan(const Set &set);

// What is left open depends on who counts: under icount no PMU exists.
std::vector<std::string> counters_of(const PlannedBoot &boot, boot::Accelerator accelerator);
// Those of the counters that are no counters of hookbench: they are counted in its samples of
// instructions.
std::vector<std::string> events_of(const PlannedBoot &boot);
// Those of the group, else those of the set, else all.
std::vector<std::string> workloads_of(const Set &set, const Group &group);

// Boots with the stack, its policies loaded, and the command of the job run as it is.
void add_stack(const Layout &layout, const std::string &stack, boot::GuestJob &job);

boot::GuestJob guest_job(const Layout &layout, const Set &set, const PlannedBoot &boot, boot::Accelerator accelerator);

} // namespace matrix::plan
