// SPDX-License-Identifier: GPL-2.0
#include "matrix/trace/event.h"

#include <algorithm>
#include <array>

namespace matrix::trace {

namespace {

constexpr std::array rows{
	EventRow{"kernel-instructions", "instructions/op", "instructions of the kernel: those of user space are not among them"},
	EventRow{"calls", "calls/op", "direct calls, those of retpolines among them"},
	EventRow{"indirect-calls", "calls/op", "indirect calls without a thunk"},
	EventRow{"retpolines", "retpolines/op", "indirect calls and jumps, each by way of a thunk: a return that no CPU predicts"},
	EventRow{"returns", "returns/op", "returns to a caller, those of retpolines among them"},
	EventRow{"conditional-jumps", "jumps/op", "conditional jumps, taken or not"},
	EventRow{"taken-jumps", "jumps/op", "conditional jumps that are taken"},
	EventRow{"not-taken-jumps", "jumps/op", "conditional jumps that are not"},
	EventRow{"jumps", "jumps/op", "unconditional direct jumps, patched ones among them"},
	EventRow{"loads", "loads/op", "instructions that read memory, the stack among it"},
	EventRow{"stores", "stores/op", "instructions that write memory, the stack among it"},
	EventRow{"code-lines", "lines/op", "different 64-byte lines of code that are run"},
	EventRow{"data-lines", "lines/op", "different 64-byte lines of data that are read or written, the stack among them; also a matter of where objects lie"},
};

} // namespace

std::span<const EventRow> event_table() { return rows; }

const EventRow *find_event(std::string_view name)
{
	const auto *found = std::find_if(rows.begin(), rows.end(), [&](const EventRow &row) { return row.name == name; });

	return found == rows.end() ? nullptr : found;
}

} // namespace matrix::trace
