// SPDX-License-Identifier: GPL-2.0
#include "loader/attach.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <nlohmann/json.hpp>

#include "loader/errors.h"
#include "loader/libbpf_log.h"

namespace loader {

namespace {

// What the verifier of 6.12 says of a hook, whatever the program is
// (bpf_lsm_verify_prog, check_attach_btf_id; the override series uses the same
// words). Anything else is about the program.
enum class HookVerdict { attachable, disabled, no_hook, not_sleepable, other };

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

// "attach_btf_id 7 points to disabled hook bpf_override_x: REASON": the override
// kernel says why, the BPF LSM does not.
std::string disabled_reason(std::string_view verifier_log)
{
	const std::size_t start = verifier_log.find("points to disabled hook");
	if (start == std::string_view::npos)
		return {};
	const std::string_view line = verifier_log.substr(start, verifier_log.substr(start).find('\n'));
	const std::size_t colon = line.find(": ");
	return colon == std::string_view::npos ? std::string{} : std::string(line.substr(colon + 2));
}

bool refused_for_permission(int errnum) { return errnum == EPERM || errnum == EACCES; }

base::Error permission_error(Kernel &kernel, std::string_view object)
{
	const auto status = kernel.read("/proc/self/status");
	return no_permission("load the policy", object,
			     status ? missing_capabilities(*status) : std::vector<std::string>{});
}

base::Error verdict_error(HookVerdict verdict, const PolicyProgram &program, std::string_view log,
			  const std::vector<std::string> &hooks)
{
	const std::string &hook = program.section.hook;

	switch (verdict) {
	case HookVerdict::disabled: return hook_disabled(program.name, hook, disabled_reason(log));
	case HookVerdict::not_sleepable: return hook_not_sleepable(program.name, hook);
	default: return hook_absent(program.name, hook, hooks);
	}
}

struct Decision {
	bool attach = false;
	base::Error error; // why not
};

Decision decide(Kernel &kernel, const Target &target, const KernelBtf &btf, const PolicyProgram &program, bool prove)
{
	const std::string &hook = program.section.hook;
	const auto stub = btf.stub(target.mechanism, hook);

	if (!stub)
		return {false, hook_absent(program.name, hook, btf.hooks(target.mechanism))};
	if (!prove)
		return {true, {}};

	const Attempt attempt =
		kernel.load_trivial({target.prog_type, target.attach_type, *stub, program.section.sleepable});
	if (attempt.fd)
		return {true, {}};
	const HookVerdict verdict = hook_verdict(attempt.log);
	if (verdict != HookVerdict::other)
		return {false, verdict_error(verdict, program, attempt.log, btf.hooks(target.mechanism))};
	if (refused_for_permission(attempt.errnum))
		return {false, permission_error(kernel, program.name)};
	return {false, verifier_refused(program.name, hook, attempt.errnum, decisive_lines(attempt.log))};
}

bool may_be_left_out(const base::Error &error) { return error.id == "hook-absent" || error.id == "hook-disabled"; }

base::Result<void> map_program(const Target &target, const PolicyProgram &program)
{
	// Changing the type makes libbpf forget the section's meaning, so that
	// sleeping has to be said again, and the target too.
	bpf_program__set_type(program.handle, static_cast<bpf_prog_type>(target.prog_type));
	bpf_program__set_expected_attach_type(program.handle, static_cast<bpf_attach_type>(target.attach_type));
	if (program.section.sleepable)
		bpf_program__set_flags(program.handle, bpf_program__flags(program.handle) | BPF_F_SLEEPABLE);

	// For BPF_LSM_MAC libbpf adds the prefix by itself.
	const std::string function = target.mechanism == Mechanism::bpf_lsm
		? program.section.hook
		: stub_name(target.row(), program.section.hook);
	const int error = bpf_program__set_attach_target(program.handle, 0, function.c_str());
	if (error != 0)
		return base::fail(object_refused(program.name, -error, "its attach target was not found"));
	return {};
}

base::Error load_error(Kernel &kernel, const Target &target, const PolicyObject &object, int errnum, const std::string &log)
{
	const std::string name = failed_program(log);
	const auto program = std::ranges::find(object.programs(), name, &PolicyProgram::name);
	const std::string verifier_log = program_log(log, name);

	if (program != object.programs().end()) {
		const HookVerdict verdict = hook_verdict(verifier_log);
		if (verdict != HookVerdict::other)
			return verdict_error(verdict, *program, verifier_log, kernel.btf()->hooks(target.mechanism));
		if (!decisive_lines(verifier_log).empty())
			return verifier_refused(name, program->section.hook, errnum, decisive_lines(verifier_log));
	}
	if (refused_for_permission(errnum))
		return permission_error(kernel, object.name());
	return object_refused(object.name(), errnum, last_lines(log));
}

base::Result<std::vector<Link>> link_all(Kernel &kernel, const Target &target, const PolicyObject &object,
					 const std::vector<ProgramStatus> &programs)
{
	std::vector<Link> links;

	for (std::size_t i = 0; i < programs.size(); i++) {
		if (!programs[i].attached)
			continue;
		Attempt attempt = kernel.link(bpf_program__fd(object.programs()[i].handle), target.attach_type);
		if (!attempt.fd)
			return base::fail(link_refused(programs[i].program, programs[i].hook, attempt.errnum));
		links.push_back({programs[i].program, std::move(attempt.fd)});
	}
	return links;
}

} // namespace

base::Result<std::vector<ProgramStatus>> plan(Kernel &kernel, const Target &target,
					      const std::vector<PolicyProgram> &programs, const AttachOptions &options)
{
	const auto &btf = kernel.btf();
	if (!btf)
		return tl::unexpected(btf.error());

	std::vector<ProgramStatus> statuses;
	for (const PolicyProgram &program : programs) {
		// A hook that the kernel disables shows only in a real load. It is
		// asked for where the answer decides; else the object's own load tells.
		const bool may_skip = options.skip_missing || program.section.optional;
		Decision decision = decide(kernel, target, *btf, program, may_skip);
		if (!decision.attach && !(may_skip && may_be_left_out(decision.error)))
			return base::fail(decision.error);
		statuses.push_back({program.name, program.section.hook, decision.attach,
				    decision.attach ? "" : decision.error.id + ": " + decision.error.reason});
	}
	return statuses;
}

base::Result<std::vector<ProgramStatus>> load(Kernel &kernel, const Target &target, const PolicyObject &object,
					      const AttachOptions &options)
{
	LibbpfLog log(options.verbose);
	auto programs = plan(kernel, target, object.programs(), options);
	if (!programs)
		return tl::unexpected(programs.error());

	for (std::size_t i = 0; i < programs->size(); i++) {
		const PolicyProgram &program = object.programs()[i];
		bpf_program__set_autoload(program.handle, (*programs)[i].attached);
		if (!(*programs)[i].attached)
			continue;
		if (auto mapped = map_program(target, program); !mapped)
			return tl::unexpected(mapped.error());
	}
	if (const int error = bpf_object__load(object.handle()); error != 0)
		return base::fail(load_error(kernel, target, object, -error, log.text()));
	return programs;
}

base::Result<AttachedPolicy> attach(Kernel &kernel, const Target &target, PolicyObject object,
				    const AttachOptions &options)
{
	auto programs = load(kernel, target, object, options);
	if (!programs)
		return tl::unexpected(programs.error());
	auto links = link_all(kernel, target, object, *programs);
	if (!links)
		return tl::unexpected(links.error());
	return AttachedPolicy(target.mechanism, std::move(object), *std::move(programs), *std::move(links));
}

nlohmann::json report_json(const AttachedPolicy &policy)
{
	nlohmann::json programs = nlohmann::json::array();

	for (const ProgramStatus &status : policy.programs())
		programs.push_back({{"program", status.program}, {"hook", status.hook},
				    {"status", status.attached ? "attached" : "skipped"}, {"reason", status.reason}});
	return {{"schema_version", 1},
		{"mechanism", mechanism_row(policy.mechanism()).name},
		{"policy", policy.object().name()},
		{"attached", policy.links().size()},
		{"programs", std::move(programs)}};
}

} // namespace loader
