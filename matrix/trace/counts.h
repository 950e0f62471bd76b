// SPDX-License-Identifier: GPL-2.0
//
// From the windows of a boot to counts per operation: how many instructions ran
// in each function, and how often each gate was passed.
//
//   std::vector<trace::Place> places;                       // of each site, from the kernel's symbols
//   auto parts = trace::split(windows, {"getppid", "pipe"}); // which windows are whose samples
//   trace::Counts counts = trace::count(windows, parts->at(1), places);
//   counts.gates["file_permission"];                        // 2
#pragma once

#include <map>
#include <string>
#include <vector>

#include "matrix/trace/windows.h"

namespace matrix::trace {

// What an address is.
struct Place {
	std::string function; // "foo", also for its parts foo.cold and foo.constprop.0; "?" outside of vmlinux
	std::string hook;     // that this instruction is a gate of; empty: no gate
};

// The samples of one workload.
struct Part {
	std::string workload;
	std::size_t first = 0; // window
	std::size_t count = 0;
};

// hookbench ran these workloads in the order of its table, with so many samples or,
// where that is 0, its own numbers of them. Fails with `windows-differ` when there are more or fewer windows
// than that makes.
base::Result<std::vector<Part>> split(const Windows &trace, const std::vector<std::string> &workloads, unsigned samples = 0);

// Medians over the samples. A gate is passed whether or not what stands behind it
// would have called a program: IS_PRIVATE() and the like are asked after the gate.
struct Counts {
	std::map<std::string, double> functions;      // instructions
	std::map<std::string, double> gates;          // passed, by hook
	std::map<std::string, double> gates_in;       // passed, by function
	double all_gates = 0;
};

Counts count(const Windows &trace, const Part &part, const std::vector<Place> &places);

} // namespace matrix::trace
