// SPDX-License-Identifier: GPL-2.0
#include "loader/errors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cerrno>
#include <system_error>

#include "loader/hook_history.h"
#include "loader/nearest.h"

namespace loader {

using base::Error;
using base::ExitCode;

namespace {

constexpr const char *section_hint = "policy programs stand in sections lsm/HOOK, lsm.s/HOOK, lsm_cgroup/HOOK, override/HOOK or "
				     "override.s/HOOK; beside them those that look on: fentry, fexit, fmod_ret, tp_btf, iter, "
				     "raw_tp, tp, kprobe, kretprobe";

Error make(const char *id, ExitCode code, std::string_view action, std::string_view object, std::string reason,
	   std::string hint, int errnum = 0)
{
	return Error{.id = id, .code = code, .action = std::string(action), .object = std::string(object),
		     .reason = std::move(reason), .hint = std::move(hint), .errnum = errnum};
}

} // namespace

std::string errno_text(int errnum) { return std::generic_category().message(errnum); }

Error object_not_bpf(std::string_view object, std::string_view why)
{
	return make("object-not-bpf", ExitCode::bad_input, "read the policy object", object, std::string(why),
		    "give a file that `clang -target bpf -g -O2 -c` made");
}

Error object_truncated(std::string_view object, std::string_view why)
{
	return make("object-truncated", ExitCode::bad_input, "read the policy object", object, std::string(why),
		    "the file is damaged or was not written to its end: compile or copy it again");
}

Error object_damaged(std::string_view object, std::string_view why)
{
	return make("object-damaged", ExitCode::bad_input, "read the policy object", object, std::string(why),
		    "the file is damaged, or not of a compiler: compile or copy it again");
}

Error object_wrong_machine(std::string_view object, std::string_view why)
{
	return make("object-wrong-machine", ExitCode::bad_input, "read the policy object", object, std::string(why),
		    "compile it with `clang -target bpf`");
}

Error object_wrong_type(std::string_view object, std::string_view program, std::string_view section)
{
	return make("object-wrong-type", ExitCode::bad_input, "use the policy object", object,
		    fmt::format("program '{}' in section '{}' is neither a policy program nor one that can stand beside it", program, section),
		    section_hint);
}

Error object_without_policy(std::string_view object)
{
	return make("object-wrong-type", ExitCode::bad_input, "use the policy object", object,
		    "it holds no policy program",
		    section_hint);
}

Error object_refused(std::string_view object, int errnum, std::string_view log)
{
	std::string reason = errno_text(errnum);
	if (!log.empty())
		reason += fmt::format("\n{}", log);
	return make("object-refused", ExitCode::attach_refused, "load the policy object", object, std::move(reason),
		    "run again with --log FILE for libbpf's full log", errnum);
}

Error no_btf(std::string_view why, int errnum)
{
	return make("no-btf", ExitCode::no_mechanism, "read the kernel's type information", "/sys/kernel/btf/vmlinux",
		    std::string(why), "boot a kernel with CONFIG_DEBUG_INFO_BTF=y, with sysfs mounted on /sys", errnum);
}

Error no_policy_mechanism(std::string_view why)
{
	return make("no-policy-mechanism", ExitCode::no_mechanism, "find a policy mechanism in this kernel", "",
		    std::string(why), "boot a kernel with CONFIG_BPF_OVERRIDE_RETURN=y or CONFIG_BPF_LSM=y");
}

Error lsm_not_in_stack(std::string_view stack)
{
	return make("lsm-not-in-stack", ExitCode::no_mechanism, "use the BPF LSM of this kernel", "",
		    fmt::format("it is compiled in, but 'bpf' is not among the running LSMs ({}): programs would load and "
				"never be called", stack),
		    "boot with 'bpf' added to lsm= on the kernel command line");
}

Error ftrace_off(std::string_view action, std::string_view object)
{
	return make("ftrace-off", ExitCode::no_mechanism, action, object,
		    "kernel.ftrace_enabled is 0: no program on a hook is called, and ftrace may break when one is attached or detached",
		    "sysctl kernel.ftrace_enabled=1");
}

Error mechanism_unknown(std::string_view why, int errnum)
{
	return make("mechanism-unknown", ExitCode::failed, "tell which policy mechanism this kernel has", "",
		    std::string(why), "see `hookload --verbose probe`", errnum);
}

Error no_permission(std::string_view action, std::string_view object, const std::vector<std::string> &missing)
{
	std::string reason = missing.empty()
		? "the kernel refuses although the caller holds CAP_BPF and CAP_PERFMON: a lockdown mode or another policy"
		: fmt::format("the caller lacks {}", fmt::join(missing, " and "));
	std::string hint = missing.empty() ? "look at /sys/kernel/security/lockdown and at the kernel log"
					   : "run it as root, or with CAP_BPF and CAP_PERFMON (or CAP_SYS_ADMIN)";

	return make("no-permission", ExitCode::no_permission, action, object, std::move(reason), std::move(hint), 1);
}

Error hook_absent(std::string_view program, std::string_view hook, const std::vector<std::string> &hooks)
{
	const auto near = nearest_names(hook, hooks, 3);
	const std::string history = hook_history_sentence(hook);
	std::string reason = fmt::format("this kernel has no hook '{}'", hook);

	if (!history.empty())
		reason += fmt::format(" ({})", history);
	if (!near.empty())
		reason += fmt::format("; nearest: {}", fmt::join(near, ", "));
	return make("hook-absent", ExitCode::attach_refused, "attach program", program, std::move(reason),
		    "correct the section's name, or leave such programs out with --skip-missing");
}

Error hook_disabled(std::string_view program, std::string_view hook, std::string_view why)
{
	return make("hook-disabled", ExitCode::attach_refused, "attach program", program,
		    fmt::format("this kernel does not let BPF programs attach to hook '{}'{}{}", hook,
				why.empty() ? "" : ": ", why),
		    "leave such programs out with --skip-missing");
}

Error hook_not_sleepable(std::string_view program, std::string_view hook)
{
	return make("hook-not-sleepable", ExitCode::attach_refused, "attach program", program,
		    fmt::format("hook '{}' is called where a program must not sleep", hook),
		    "use section lsm/ instead of lsm.s/");
}

Error verifier_refused(std::string_view program, std::string_view hook, int errnum, std::string_view lines)
{
	std::string reason = fmt::format("the verifier refused it on hook '{}': {}", hook, errno_text(errnum));
	if (!lines.empty())
		reason += fmt::format("\n{}", lines);
	return make("verifier-refused", ExitCode::attach_refused, "attach program", program, std::move(reason),
		    "run again with --log FILE for the verifier's full log", errnum);
}

Error event_absent(std::string_view program, std::string_view event)
{
	return make("event-absent", ExitCode::attach_refused, "attach program", program,
		    fmt::format("this kernel has no tracepoint or function '{}' to be seen", event),
		    "look into /sys/kernel/tracing/available_events or available_filter_functions; where that is empty, "
		    "`mount -t tracefs none /sys/kernel/tracing`; probes need CONFIG_KPROBE_EVENTS", ENOENT);
}

Error link_refused(std::string_view program, std::string_view hook, int errnum)
{
	return make("link-refused", ExitCode::attach_refused, "attach program", program,
		    fmt::format("the kernel refused the link to hook '{}': {}", hook, errno_text(errnum)),
		    errnum == E2BIG ? "as many programs are attached to this hook as it can hold" : "", errnum);
}

Error locked_down(std::string_view object, std::string_view mode)
{
	return make("locked-down", ExitCode::no_permission, "load the policy", object,
		    fmt::format("the kernel is in lockdown mode '{}', in which it keeps this from programs", mode),
		    "boot without lockdown=, or use a program that does not read kernel memory by helpers", EPERM);
}

Error relocation_failed(std::string_view program, std::string_view field)
{
	return make("relocation-failed", ExitCode::attach_refused, "fit the program to this kernel's types:", program,
		    fmt::format("this kernel has no match for {}", field),
		    "guard the access with bpf_core_field_exists(), or use a kernel that has the field");
}

Error map_refused(std::string_view object, std::string_view map, int errnum)
{
	std::string reason = fmt::format("the kernel refused its map '{}': {}", map, errno_text(errnum));
	std::string hint = errnum == EINVAL || errnum == EOPNOTSUPP ? "this kernel has the map's type; its flags, or the sizes of its keys and values, it may not take"
								    : "make the map smaller";

	return make("map-refused", ExitCode::attach_refused, "load the policy object", object, std::move(reason), std::move(hint),
		    errnum);
}

Error map_type_unsupported(std::string_view object, std::string_view map, unsigned type)
{
	return make("map-type-unsupported", ExitCode::attach_refused, "load the policy object", object,
		    fmt::format("this kernel has no maps of the type of '{}' ({})", map, type),
		    "take another type of map, or a kernel that has it: enum bpf_map_type in its uapi/linux/bpf.h, and its configuration", EINVAL);
}

Error map_not_filled(std::string_view map, int errnum)
{
	return make("map-not-filled", ExitCode::attach_refused, "put the parameters into the map", map, errno_text(errnum),
		    errnum == E2BIG ? "the map is full: give fewer entries" : "", errnum);
}

Error symbol_absent(std::string_view object, std::string_view symbol)
{
	return make("symbol-absent", ExitCode::attach_refused, "load the policy object", object,
		    fmt::format("this kernel has no function, variable or type '{}' that programs can name", symbol),
		    "declare it __weak and look before use, or use a kernel that has it");
}

Error jit_off(std::string_view program, std::string_view lines)
{
	std::string reason = "net.core.bpf_jit_enable is 0, and the interpreter does not have what the program needs";

	if (!lines.empty())
		reason += fmt::format("\n{}", lines);
	return make("jit-off", ExitCode::no_mechanism, "attach program", program, std::move(reason),
		    "sysctl net.core.bpf_jit_enable=1");
}

Error hook_busy(std::string_view program, std::string_view hook)
{
	return make("hook-busy", ExitCode::attach_refused, "attach program", program,
		    fmt::format("'{}' is held by something that excludes BPF programs", hook),
		    "a module or a live patch took the function for itself (see lsmod, /sys/kernel/livepatch); try again when it is gone", EBUSY);
}

// RLIMIT_MEMLOCK, which it was before 5.11, no kernel asks that has one of the mechanisms here.
Error out_of_memory(std::string_view object, std::string_view map)
{
	std::string reason = map.empty() ? errno_text(ENOMEM) : fmt::format("there was no memory for its map '{}': {}", map, errno_text(ENOMEM));

	return make("out-of-memory", ExitCode::attach_refused, "load the policy", object, std::move(reason),
		    fmt::format("{}give the caller's cgroup more memory: BPF objects count for its memory.max (see memory.events), and not for ulimit -l",
				map.empty() ? "" : "make the map smaller, or "),
		    ENOMEM);
}

Error cgroup_unsupported(std::string_view program)
{
	return make("cgroup-unsupported", ExitCode::attach_refused, "attach program", program,
		    "programs of a cgroup (lsm_cgroup/) need CONFIG_BPF_LSM and CONFIG_CGROUP_BPF, and this kernel has override hooks",
		    "compare bpf_get_current_cgroup_id() in a program of section lsm/, or leave such programs out with --skip-missing");
}

Error cgroup_needed(std::string_view program)
{
	return make("cgroup-needed", ExitCode::usage, "attach program", program,
		    "it is one of a cgroup (lsm_cgroup/), and no cgroup was named", "name its folder with --cgroup");
}

Error pin_exists(std::string_view path)
{
	return make("pin-exists", ExitCode::attach_refused, "pin the policy at", path, "a policy of this name is loaded",
		    "unload it first, or choose another --name", EEXIST);
}

Error pin_not_bpffs(std::string_view path)
{
	return make("pin-not-bpffs", ExitCode::bad_input, "pin the policy at", path, "this is not on a BPF file system",
		    "mount -t bpf bpf /sys/fs/bpf");
}

Error pin_missing(std::string_view path)
{
	return make("pin-missing", ExitCode::bad_input, "find the loaded policy", path, "nothing is pinned there",
		    "`hookload status` lists the loaded policies", ENOENT);
}

Error events_none(std::string_view pins, std::string_view why)
{
	return make("events-none", ExitCode::bad_input, "read events of the policy in", pins, std::string(why),
		    "docs/policies/ says which policies report; loader/bpf/policy.h says how one does");
}

Error statistics_refused(int errnum)
{
	return make("statistics-refused", errnum == EPERM ? ExitCode::no_permission : ExitCode::failed, "switch on the statistics of programs", "",
		    errno_text(errnum), errnum == EPERM ? "run it as root, or with CAP_SYS_ADMIN" : "", errnum);
}

Error pin_locked(std::string_view path)
{
	return make("pin-locked", ExitCode::failed, "lock the folder of policies", path, "another hookload works on it",
		    "try again when it has ended: `fuser` on the folder shows which", EBUSY);
}

Error pin_bad_name(std::string_view name)
{
	return make("policy-name", ExitCode::usage, "use the policy name", name, "a name is not empty and has no '.' and no '/'",
		    "choose another --name");
}

Error keep_mismatch(std::string_view map, std::string_view what)
{
	return make("keep-mismatch", ExitCode::attach_refused, "go on with the map", map,
		    fmt::format("its {} differs between the loaded policy and the new one", what),
		    "rename the map in the new policy to begin with an empty one, or unload the old policy first");
}

Error pin_failed(std::string_view action, std::string_view path, int errnum)
{
	return make("pin-failed", errnum == EPERM || errnum == EACCES ? ExitCode::no_permission : ExitCode::failed, action,
		    path, errno_text(errnum), "", errnum);
}

} // namespace loader
