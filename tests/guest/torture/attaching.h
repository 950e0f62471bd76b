// SPDX-License-Identifier: GPL-2.0
//
// Programs as a session loads, attaches and detaches them, each call noted.
//
//   Session session{world, random};
//   Program program = session.load(session.any_plan());
//   if (session.attach(program) == 0)
//           Session::detach(program);
#pragma once

#include <vector>

#include "tests/guest/torture/counts.h"
#include "tests/guest/torture/session.h"

namespace torture {

struct Program {
	Plan plan;
	base::Fd program;
	base::Fd link; // attached while there is one
};

// Whether a call may end so. In fair weather: the hook is full, by our own programs or by
// others'; or this program is linked already. In foul weather: no memory, which the kernel
// calls EINVAL at one allocation of a load and ENOTSUPP where the JIT compiler has none, of
// a tracing program as of any other.
bool is_expected(Call call, Weather weather, int error);

// Counts the call, and is trouble where this error is none that may be.
void take_note(Call call, Weather weather, int error, const Plan &plan);

class Session {
public:
	Session(World &world, Random &random) : world_(world), random_(random) {}

	Plan any_plan() { return plan_on(random_.pick(world_.kernel.hooks())); }
	Plan plan_on(const Hook &hook);
	// Without a program on failure.
	Program load(const Plan &plan);
	// 0, or an errno.
	int attach(Program &program);
	static void detach(Program &program);
	std::vector<Program> load_some(const std::vector<Hook> &hooks, unsigned count);

private:
	World &world_;
	Random &random_;
};

} // namespace torture
