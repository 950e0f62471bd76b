// SPDX-License-Identifier: GPL-2.0
//
// Every failure of the loader that has a name, as a constructor of its error:
// id, exit code, sentence and next step stand in one place (errors.cc).
//
//   if (!id)
//           return base::fail(loader::hook_absent("noop_x", "file_opne", hooks));
//   // error[hook-absent]: cannot attach program 'noop_x': this kernel has no
//   // hook 'file_opne'; nearest: file_open
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "loader/mechanism.h"

namespace loader {

// "No such file or directory": what strerror says, without its static buffer.
std::string errno_text(int errnum);

// Objects
base::Error object_not_bpf(std::string_view object, std::string_view why);
base::Error object_truncated(std::string_view object, std::string_view why);
base::Error object_damaged(std::string_view object, std::string_view why);
base::Error object_wrong_machine(std::string_view object, std::string_view why);
base::Error object_wrong_type(std::string_view object, std::string_view program, std::string_view section);
base::Error object_without_policy(std::string_view object);
base::Error object_refused(std::string_view object, int errnum, std::string_view log);

// Kernels
base::Error no_btf(std::string_view why, int errnum);
base::Error no_policy_mechanism(std::string_view why);
base::Error lsm_not_in_stack(std::string_view stack);
base::Error ftrace_off(std::string_view action, std::string_view object);
base::Error mechanism_unknown(std::string_view why, int errnum);
// `missing` names capabilities; empty: all are held and something else refuses.
base::Error no_permission(std::string_view action, std::string_view object, const std::vector<std::string> &missing);

// Programs
base::Error hook_absent(std::string_view program, std::string_view hook, const std::vector<std::string> &hooks);
// `why` is the kernel's own reason; only the override kernel gives one.
base::Error hook_disabled(std::string_view program, std::string_view hook, std::string_view why);
base::Error hook_not_sleepable(std::string_view program, std::string_view hook);
base::Error verifier_refused(std::string_view program, std::string_view hook, int errnum, std::string_view lines);
base::Error event_absent(std::string_view program, std::string_view event);
base::Error link_refused(std::string_view program, std::string_view hook, int errnum);

// Reasons that are not about one hook
// `mode` is the word of /sys/kernel/security/lockdown.
base::Error locked_down(std::string_view object, std::string_view mode);
// `field`: libbpf's words for what it looked for, "<byte_off> [7] struct file.f_gone".
base::Error relocation_failed(std::string_view program, std::string_view field);
base::Error map_refused(std::string_view object, std::string_view map, int errnum);
base::Error map_type_unsupported(std::string_view object, std::string_view map, unsigned type);
base::Error map_not_filled(std::string_view map, int errnum);
base::Error symbol_absent(std::string_view object, std::string_view symbol);
base::Error jit_off(std::string_view program, std::string_view lines);
base::Error hook_busy(std::string_view program, std::string_view hook);
// `map`: for which of its maps; empty: for something else.
base::Error out_of_memory(std::string_view object, std::string_view map = {});
base::Error cgroup_unsupported(std::string_view program);
base::Error cgroup_needed(std::string_view program);

// Pins
base::Error pin_exists(std::string_view path);
base::Error pin_not_bpffs(std::string_view path);
base::Error pin_missing(std::string_view path);
// Watching
base::Error events_none(std::string_view pins, std::string_view why);
base::Error statistics_refused(int errnum);

// More of pins
base::Error pin_locked(std::string_view path);
base::Error pin_bad_name(std::string_view name);
base::Error keep_mismatch(std::string_view map, std::string_view what);
base::Error pin_failed(std::string_view action, std::string_view path, int errnum);

} // namespace loader
