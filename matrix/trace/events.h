// SPDX-License-Identifier: GPL-2.0
//
// From the windows of a boot to events per operation: each instruction that ran
// is decoded once, as QEMU translated it, patched code and that of BPF's JIT too.
//
//   auto kinds = trace::decode_sites(windows->sites, trace::thunks_of(kernel));
//   for (const trace::Part &part : *trace::split(*windows, workloads))
//           trace::EventSamples samples = trace::count_events(*windows, part, *kinds);
//   samples.at("retpolines");   // one number for each sample
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "matrix/hooks/vmlinux.h"
#include "matrix/trace/counts.h"

namespace matrix::trace {

// What one run of an instruction counts for.
struct Kind {
	bool call = false;
	bool indirect_call = false; // not by way of a thunk
	bool retpoline = false; // the first instruction of a thunk
	bool ret = false;
	bool conditional = false;
	bool jump = false;
	bool load = false;
	bool store = false;
};

// Where the thunks of retpolines begin: one for each register, and those that keep
// count of the depth of calls.
std::set<std::uint64_t> thunks_of(const hooks::Vmlinux &kernel);

// Fails where capstone cannot be had. A site that does not decode is an
// instruction and no more.
base::Result<std::vector<Kind>> decode_sites(const std::vector<Site> &sites, const std::set<std::uint64_t> &thunks);

// By the names of event_table(), in the order of the samples.
using EventSamples = std::map<std::string, std::vector<double>>;

EventSamples count_events(const Windows &trace, const Part &part, const std::vector<Kind> &kinds);

} // namespace matrix::trace
