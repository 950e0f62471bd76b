// SPDX-License-Identifier: GPL-2.0
//
// Failures on request, where the kernel has them (kconfig-fragments/debug.config;
// Documentation/fault-injection/ of the kernel).
//
//   if (Faults::prepare()) {                 // once: what can fail, and quietly
//           FailNth nth;                     // of this thread
//           nth.arm(7);                      // the 7th allocation from now on fails
//           call();
//           bool hit = nth.disarm();         // or there were less than 7
//   }
//   make_me_fail(true);                      // of all allocations of this process, a few fail
#pragma once

#include "loader/base/fd.h"

namespace torture {

namespace faults {

// False when this kernel has no fault injection.
bool prepare();

// A probe on the function that decides whether an allocation fails, for the
// processes that asked for it (make_me_fail).
bool arm_function();
void disarm_function();

// Whether the allocations of this process may fail at random.
void make_me_fail(bool yes);

} // namespace faults

class FailNth {
public:
	FailNth();
	[[nodiscard]] bool usable() const { return static_cast<bool>(file_); }
	void arm(unsigned nth);
	bool disarm();

private:
	base::Fd file_;
};

} // namespace torture
