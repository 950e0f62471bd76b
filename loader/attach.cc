// SPDX-License-Identifier: GPL-2.0
#include "loader/attach.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>

#include "loader/base/files.h"
#include "loader/diagnose.h"
#include "loader/errors.h"
#include "loader/event_link.h"
#include "loader/keep.h"
#include "loader/libbpf_log.h"
#include "loader/params/apply.h"

namespace loader {

namespace {

struct Decision {
	bool attach = false;
	base::Error error; // why not
};

Decision decide(Kernel &kernel, const Target &target, const KernelBtf &btf, const PolicyProgram &program, bool prove)
{
	const std::string &hook = program.section.hook;

	if (at_event(program.section) && !event_exists(kernel, program.section))
		return {false, event_absent(program.name, hook)};
	if (looks_on(program.section))
		return {true, {}};
	if (program.section.family == SectionFamily::lsm_cgroup && target.mechanism != Mechanism::bpf_lsm)
		return {false, cgroup_unsupported(program.name)};
	const auto stub = btf.stub(target.mechanism, hook);
	if (!stub)
		return {false, hook_absent(program.name, hook, btf.hooks(target.mechanism))};
	if (!prove)
		return {true, {}};

	const Attempt attempt =
		kernel.load_trivial({target.prog_type, target.attach_type, *stub, program.section.sleepable});
	if (attempt.fd)
		return {true, {}};
	return {false, trivial_error(kernel, target, program, attempt)};
}

bool may_be_left_out(const base::Error &error)
{
	return error.id == "hook-absent" || error.id == "hook-disabled" || error.id == "cgroup-unsupported" ||
	       error.id == "event-absent";
}

bool may_skip(const PolicyProgram &program, const AttachOptions &options)
{
	return options.skip_missing || program.section.optional;
}

ProgramStatus left_out(const PolicyProgram &program, const base::Error &why)
{
	return {program.name, program.section.hook, false, why.id + ": " + why.reason};
}

base::Result<void> map_program(Kernel &kernel, const Target &target, const PolicyProgram &program)
{
	// Of programs that look on and those of a cgroup libbpf knows all from the section.
	if (looks_on(program.section) || program.section.family == SectionFamily::lsm_cgroup)
		return {};
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
	if (const int errnum = kernel.set_target(program.handle, function); errnum != 0)
		return base::fail(object_refused(program.name, errnum, "its attach target was not found"));
	return {};
}

// All that is said to libbpf before it loads.
base::Result<void> prepare(Kernel &kernel, const Target &target, const PolicyObject &object, const std::vector<ProgramStatus> &programs,
			   const AttachOptions &options)
{
	for (std::size_t i = 0; i < programs.size(); i++) {
		const PolicyProgram &program = object.programs()[i];
		bpf_program__set_autoload(program.handle, programs[i].attached);
		if (!programs[i].attached)
			continue;
		if (auto mapped = map_program(kernel, target, program); !mapped)
			return mapped;
	}
	if (options.values != nullptr)
		if (auto set = params::set_globals(object.handle(), *options.values); !set)
			return set;
	if (options.kept != nullptr)
		return take_over(object.handle(), *options.kept);
	return {};
}

base::Result<base::Fd> open_cgroup(const std::string &path)
{
	base::Fd folder{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};

	if (!folder)
		return base::fail_errno(errno, {.id = "cgroup-unreadable", .code = base::ExitCode::bad_input, .action = "open the cgroup",
						.object = path, .reason = {}, .hint = "give the folder of a cgroup, as in /sys/fs/cgroup",
						.errnum = 0});
	return folder;
}

base::Result<Link> link_one(Kernel &kernel, const Target &target, const PolicyProgram &program, const AttachOptions &options)
{
	const int fd = bpf_program__fd(program.handle);
	Attempt attempt;

	switch (program.section.family) {
	case SectionFamily::lsm_cgroup: {
		if (options.cgroup.empty())
			return base::fail(cgroup_needed(program.name));
		const auto cgroup = open_cgroup(options.cgroup);
		if (!cgroup)
			return tl::unexpected(cgroup.error());
		attempt = kernel.link(fd, bpf_program__expected_attach_type(program.handle), cgroup->get());
		break;
	}
	case SectionFamily::tracing:
		attempt = kernel.link(fd, bpf_program__expected_attach_type(program.handle), 0);
		break;
	case SectionFamily::raw_tracepoint:
	case SectionFamily::tracepoint:
	case SectionFamily::probe:
	case SectionFamily::return_probe: attempt = kernel.link_event(fd, program.section); break;
	case SectionFamily::lsm:
	case SectionFamily::override_return: attempt = kernel.link(fd, target.attach_type, 0); break;
	}
	if (!attempt.fd)
		return base::fail(link_error(kernel, program, attempt.errnum));
	return Link{program.name, std::move(attempt.fd)};
}

base::Result<std::vector<Link>> link_all(Kernel &kernel, const Target &target, const PolicyObject &object,
					 const std::vector<ProgramStatus> &programs, const AttachOptions &options)
{
	std::vector<Link> links;

	for (std::size_t i = 0; i < programs.size(); i++) {
		if (!programs[i].attached)
			continue;
		auto link = link_one(kernel, target, object.programs()[i], options);
		if (!link)
			return tl::unexpected(link.error());
		links.push_back(*std::move(link));
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
		if (!options.only.empty() && options.only != program.name) {
			statuses.push_back({program.name, program.section.hook, false, "not asked for"});
			continue;
		}
		// A hook that the kernel disables shows only in a real load. It is
		// asked for where the answer decides; else the object's own load tells.
		const bool skip = may_skip(program, options);
		Decision decision = decide(kernel, target, *btf, program, skip);
		if (!decision.attach && !(skip && may_be_left_out(decision.error)))
			return base::fail(decision.error);
		statuses.push_back(decision.attach ? ProgramStatus{program.name, program.section.hook, true, ""}
						   : left_out(program, decision.error));
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

	if (auto prepared = prepare(kernel, target, object, *programs, options); !prepared)
		return tl::unexpected(prepared.error());
	if (const int errnum = kernel.load_object(object.handle()); errnum != 0) {
		if (!options.log.empty())
			if (auto written = base::write_file_atomically(options.log, log.text()); !written)
				return tl::unexpected(written.error());
		return base::fail(load_error(kernel, target, object, errnum, log.text()));
	}
	return programs;
}

base::Result<AttachedPolicy> attach(Kernel &kernel, const Target &target, PolicyObject object,
				    const AttachOptions &options)
{
	Stopwatch watch;
	Spent spent = options.spent;
	auto programs = load(kernel, target, object, options);
	if (!programs)
		return tl::unexpected(programs.error());
	// Before the first program runs.
	if (options.values != nullptr)
		if (auto filled = params::fill_maps(kernel, object.handle(), *options.values); !filled)
			return tl::unexpected(filled.error());
	spent.load = watch.lap();
	auto links = link_all(kernel, target, object, *programs, options);
	if (!links)
		return tl::unexpected(links.error());
	spent.attach = watch.lap();
	return AttachedPolicy(target.mechanism, std::move(object), *std::move(programs), *std::move(links), spent);
}

nlohmann::json report_json(const AttachedPolicy &policy)
{
	const auto lap = [](const Lap &one) { return nlohmann::json{{"clock_ns", one.clock_ns}, {"cpu_ns", one.cpu_ns}}; };
	const Spent &spent = policy.spent();
	nlohmann::json programs = nlohmann::json::array();

	for (const ProgramStatus &status : policy.programs())
		programs.push_back({{"program", status.program}, {"hook", status.hook},
				    {"status", status.attached ? "attached" : "skipped"}, {"reason", status.reason}});
	return {{"schema_version", 1},
		{"mechanism", mechanism_row(policy.mechanism()).name},
		{"policy", policy.object().name()},
		{"attached", policy.links().size()},
		{"programs", std::move(programs)},
		{"spent", {{"open", lap(spent.open)}, {"probe", lap(spent.probe)}, {"load", lap(spent.load)}, {"attach", lap(spent.attach)}}}};
}

} // namespace loader
