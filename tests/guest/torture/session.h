// SPDX-License-Identifier: GPL-2.0
//
// A session is one process that attaches programs to hooks and detaches them,
// until it is done, killed or ends with everything still attached. What kinds of
// session there are: the table in session.cc.
//
//   const SessionRow &row = draw_session(world, random);
//   pid_t pid = start_session(world, row, number);   // child; counts in Counts::shared()
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tests/guest/torture/kernel.h"
#include "tests/guest/torture/random.h"

namespace torture {

// What every process of a run knows.
struct World {
	Kernel &kernel;
	std::uint64_t seed = 0;
	bool faults = false;              // this kernel injects failures on request
	std::vector<std::string> objects; // policies with a program on each hook
	std::vector<std::string> workloads = {}; // that this kernel has (workers.h)
	std::string only; // a kind of session: no other is started; empty: all
};

struct SessionRow {
	const char *name;
	unsigned weight; // how often it is drawn
	bool needs_faults;
	void (*run)(World &world, Random &random);
};

std::span<const SessionRow> session_table();
// Whether this world has sessions of that kind.
bool is_wanted(const World &world, const SessionRow &row);
const SessionRow &draw_session(const World &world, Random &random);

// -1: no process.
pid_t start_session(World &world, const SessionRow &row, std::uint64_t number);

} // namespace torture
