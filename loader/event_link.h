// SPDX-License-Identifier: GPL-2.0
//
// Links of programs at tracepoints and probes, which may stand beside a policy. By the
// system calls: a link of libbpf's at a perf event ends with its owner, pinned or not.
//
//   Attempt attempt = loader::link_event(kernel, prog_fd, *parse_section("tp/syscalls/sys_enter_execve"));
//   if (!attempt.fd) explain(attempt.errnum); // ENOENT: there is no such event
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "loader/kernel.h"
#include "loader/mechanism.h"

namespace loader {

// The kernel is asked, by Kernel::read(), for the numbers of events.
Attempt link_event(Kernel &kernel, int prog_fd, const HookSection &event);

// Asked without touching the event. Where the kernel does not tell, taken to be there:
// link_event() will say.
bool event_exists(Kernel &kernel, const HookSection &event);

// "function+0x10" or "function+16": nullopt where it is neither.
struct ProbePoint {
	std::string function;
	std::uint64_t offset = 0;
};
std::optional<ProbePoint> parse_probe_point(std::string_view text);

} // namespace loader
