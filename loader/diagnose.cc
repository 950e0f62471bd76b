// SPDX-License-Identifier: GPL-2.0
#include "loader/diagnose.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string>

#include "loader/disabled_hooks.h"
#include "loader/errors.h"
#include "loader/libbpf_log.h"

namespace loader {

namespace {

// What the verifier of 6.12 says of a hook, whatever the program is
// (bpf_lsm_verify_prog, check_attach_btf_id; the override series uses the same
// words). Anything else is about the program.
enum class HookVerdict { disabled, no_hook, not_sleepable, other };

HookVerdict hook_verdict(std::string_view verifier_log)
{
	if (verifier_log.find("points to disabled hook") != std::string_view::npos)
		return HookVerdict::disabled;
	if (verifier_log.find("points to wrong type name") != std::string_view::npos)
		return HookVerdict::no_hook;
	if (verifier_log.find("is not sleepable") != std::string_view::npos)
		return HookVerdict::not_sleepable;
	return HookVerdict::other;
}

// What stands between two texts on one line; empty when they do not.
std::string between(std::string_view text, std::string_view before, std::string_view after)
{
	const std::size_t start = text.find(before);

	if (start == std::string_view::npos)
		return {};
	std::string_view rest = text.substr(start + before.size());
	rest = rest.substr(0, rest.find('\n'));
	const std::size_t end = rest.find(after);
	return end == std::string_view::npos ? std::string{} : std::string(rest.substr(0, end));
}

// "attach_btf_id 7 points to disabled hook bpf_override_x: REASON": the override
// kernel says why in general, the BPF LSM does not.
std::string disabled_reason(std::string_view hook, std::string_view verifier_log)
{
	if (const auto known = disabled_hook_reason(hook); !known.empty())
		return std::string(known);
	const std::size_t start = verifier_log.find("points to disabled hook");
	if (start == std::string_view::npos)
		return {};
	const std::string_view line = verifier_log.substr(start, verifier_log.substr(start).find('\n'));
	const std::size_t colon = line.find(": ");
	return colon == std::string_view::npos ? std::string{} : std::string(line.substr(colon + 2));
}

bool refused_for_permission(int errnum) { return errnum == EPERM || errnum == EACCES; }

// The mode of lockdown, from "none [integrity] confidentiality".
std::string lockdown_mode(Kernel &kernel)
{
	const auto modes = kernel.read("/sys/kernel/security/lockdown");
	return modes ? between(*modes, "[", "]") : std::string{};
}

base::Error permission_error(Kernel &kernel, std::string_view object)
{
	const auto status = kernel.read("/proc/self/status");
	const auto missing = status ? missing_capabilities(*status) : std::vector<std::string>{};

	if (const std::string mode = lockdown_mode(kernel); missing.empty() && !mode.empty() && mode != "none")
		return locked_down(object, mode);
	return no_permission("load the policy", object, missing);
}

base::Error verdict_error(HookVerdict verdict, const PolicyProgram &program, std::string_view log,
			  const std::vector<std::string> &hooks)
{
	const std::string &hook = program.section.hook;

	switch (verdict) {
	case HookVerdict::disabled: return hook_disabled(program.name, hook, disabled_reason(hook, log));
	case HookVerdict::not_sleepable: return hook_not_sleepable(program.name, hook);
	default: return hook_absent(program.name, hook, hooks);
	}
}

std::vector<std::string> hooks_of(Kernel &kernel, const Target &target)
{
	const auto &btf = kernel.btf();
	return btf ? btf->hooks(target.mechanism) : std::vector<std::string>{};
}

// Reading the kernel's memory is what lockdown=confidentiality takes away: the
// verifier then knows no such helper.
bool lost_a_helper(std::string_view verifier_log)
{
	return verifier_log.find("unknown func bpf_probe_read") != std::string_view::npos ||
	       verifier_log.find("cannot use helper bpf_probe_read") != std::string_view::npos;
}

// Without the JIT programs are interpreted, also those that a trampoline calls, until
// the verifier finds what only machine code has: "JIT is required for calling kernel
// function", "callbacks are not allowed in non-JITed programs".
bool needs_jit(std::string_view verifier_log)
{
	return verifier_log.find("JIT is required ") != std::string_view::npos ||
	       verifier_log.find(" non-JITed programs") != std::string_view::npos;
}

base::Error program_error(Kernel &kernel, const Target &target, const PolicyProgram &program, int errnum, std::string_view log)
{
	// "failed to resolve CO-RE relocation <byte_off> [7] struct file.f_flags_gone (0:0 @ offset 0)"
	if (const std::string field = between(log, "failed to resolve CO-RE relocation ", " ("); !field.empty())
		return relocation_failed(program.name, field);
	if (const HookVerdict verdict = hook_verdict(log); verdict != HookVerdict::other)
		return verdict_error(verdict, program, log, hooks_of(kernel, target));
	if (needs_jit(log))
		return jit_off(program.name, decisive_lines(log));
	const std::string mode = lockdown_mode(kernel);
	if (lost_a_helper(log) && mode == "confidentiality")
		return locked_down(program.name, mode);
	if (refused_for_permission(errnum) && decisive_lines(log).empty())
		return permission_error(kernel, program.name);
	return verifier_refused(program.name, program.section.hook, errnum, decisive_lines(log));
}

base::Error map_error(Kernel &kernel, const PolicyObject &object, const std::string &name, int errnum)
{
	const bpf_map *map = bpf_object__find_map_by_name(object.handle(), name.c_str());

	if (errnum == ENOMEM)
		return out_of_memory(object.name(), name);
	if (map == nullptr || (errnum != EINVAL && errnum != EOPNOTSUPP))
		return map_refused(object.name(), name, errnum);
	const std::uint32_t type = bpf_map__type(map);
	const auto &btf = kernel.btf();
	const std::uint32_t end = btf ? btf->map_types_end().value_or(type + 1) : type + 1;
	if (type < end && kernel.takes_map_type(type))
		return map_refused(object.name(), name, errnum);
	return map_type_unsupported(object.name(), name, type);
}

// What libbpf says of maps and symbols before it comes to programs.
std::optional<base::Error> preparation_error(Kernel &kernel, const PolicyObject &object, int errnum, std::string_view log)
{
	// "libbpf: map 'x': failed to create: Invalid argument(-22)"
	if (const std::string map = between(log, "map '", "': failed to create"); !map.empty()) {
		if (refused_for_permission(errnum))
			return permission_error(kernel, map);
		return map_error(kernel, object, map, errnum);
	}
	// "libbpf: extern (func ksym) 'x': not found in kernel or module BTFs"
	if (const std::string symbol = between(log, "ksym) '", "': not found"); !symbol.empty())
		return symbol_absent(object.name(), symbol);
	if (const std::string symbol = between(log, "ksym) '", "' not found"); !symbol.empty())
		return symbol_absent(object.name(), symbol);
	// "libbpf: prog 'x': failed to find kernel BTF type ID of 'do_gone': -3", of a tracing program
	if (const std::string target = between(log, "failed to find kernel BTF type ID of '", "'"); !target.empty())
		return symbol_absent(object.name(), target);
	return std::nullopt;
}

} // namespace

base::Error trivial_error(Kernel &kernel, const Target &target, const PolicyProgram &program, const Attempt &attempt)
{
	return program_error(kernel, target, program, attempt.errnum, attempt.log);
}

base::Error load_error(Kernel &kernel, const Target &target, const PolicyObject &object, int errnum, std::string_view log)
{
	const std::string name = failed_program(log);
	const auto program = std::ranges::find(object.programs(), name, &PolicyProgram::name);
	const std::string verifier_log = program_log(log, name);

	if (program != object.programs().end() && !verifier_log.empty())
		return program_error(kernel, target, *program, errnum, verifier_log);
	if (const auto error = preparation_error(kernel, object, errnum, log))
		return *error;
	if (refused_for_permission(errnum))
		return permission_error(kernel, object.name());
	if (errnum == ENOMEM)
		return out_of_memory(object.name());
	return object_refused(object.name(), errnum, last_lines(log));
}

base::Error link_error(Kernel &kernel, const PolicyProgram &program, int errnum)
{
	if (refused_for_permission(errnum))
		return permission_error(kernel, program.name);
	if (errnum == EBUSY && ftrace_is_off(kernel))
		return ftrace_off("attach program", program.name);
	if (errnum == EBUSY)
		return hook_busy(program.name, program.section.hook);
	if (errnum == ENOMEM)
		return out_of_memory(program.name);
	if (errnum == ENOENT && at_event(program.section))
		return event_absent(program.name, program.section.hook);
	return link_refused(program.name, program.section.hook, errnum);
}

} // namespace loader
