// SPDX-License-Identifier: GPL-2.0
#include "loader/probe.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>

#include "loader/errors.h"
#include "loader/libbpf_log.h"

namespace loader {

namespace {

// On every kernel since the LSM framework exists, and on every variant.
constexpr std::string_view proof_hook = "file_permission";

std::string trimmed(std::string text)
{
	while (!text.empty() && (text.back() == '\n' || text.back() == '\0'))
		text.pop_back();
	return text;
}

Answer ask_btf(Kernel &kernel)
{
	const auto &btf = kernel.btf();

	if (btf)
		return {"btf", State::yes, "/sys/kernel/btf/vmlinux", {}};
	return {"btf", btf.error().id == "no-btf" ? State::no : State::unknown, {}, btf.error().reason};
}

Answer ask_jit(Kernel &kernel)
{
	const auto setting = kernel.read("/proc/sys/net/core/bpf_jit_enable");

	if (!setting)
		return {"jit", State::unknown, {}, "bpf_jit_enable cannot be read: " + errno_text(setting.error().errnum)};
	if (trimmed(*setting) == "0")
		return {"jit", State::no, {}, "net.core.bpf_jit_enable is 0: programs that call kernel functions or have callbacks do not load, others are interpreted"};
	return {"jit", State::yes, "bpf_jit_enable=" + trimmed(*setting), {}};
}

Answer ask_ftrace(Kernel &kernel)
{
	if (const auto setting = kernel.read("/proc/sys/kernel/ftrace_enabled"); !setting && setting.error().errnum != ENOENT)
		return {"ftrace", State::unknown, {}, "/proc/sys/kernel/ftrace_enabled: " + errno_text(setting.error().errnum)};
	if (ftrace_is_off(kernel))
		return {"ftrace", State::no, {}, "kernel.ftrace_enabled is 0: programs on hooks are not called"};
	return {"ftrace", State::yes, {}, "does not keep programs from being called"};
}

// The running LSMs; a kernel without securityfs mounted cannot tell.
Answer ask_stack(Kernel &kernel)
{
	const auto stack = kernel.read("/sys/kernel/security/lsm");
	if (stack)
		return {"stack", State::yes, trimmed(*stack), {}};
	if (stack.error().errnum != ENOENT)
		return {"stack", State::unknown, {}, "/sys/kernel/security/lsm: " + errno_text(stack.error().errnum)};

	const auto mounts = kernel.read("/proc/self/mounts");
	if (mounts && mounts->find(" /sys/kernel/security securityfs ") != std::string::npos)
		return {"stack", State::no, {}, "this kernel has no LSM framework"};
	const auto filesystems = kernel.read("/proc/filesystems");
	if (filesystems && filesystems->find("\tsecurityfs\n") == std::string::npos)
		return {"stack", State::no, {}, "this kernel has no LSM framework"};
	return {"stack", State::unknown, {}, "securityfs is not mounted on /sys/kernel/security"};
}

Answer ask_capabilities(Kernel &kernel)
{
	const auto status = kernel.read("/proc/self/status");
	if (!status)
		return {"capabilities", State::unknown, {}, "/proc/self/status: " + errno_text(status.error().errnum)};
	const auto missing = missing_capabilities(*status);
	if (missing.empty())
		return {"capabilities", State::yes, "CAP_BPF,CAP_PERFMON", {}};
	return {"capabilities", State::no, {}, fmt::format("the caller lacks {}", fmt::join(missing, " and "))};
}

bool stack_has_bpf(const Answer &stack)
{
	return ("," + stack.value + ",").find(",bpf,") != std::string::npos;
}

// What one row of the mechanism table is on this kernel.
struct Finding {
	Answer answer;
	std::optional<Target> target;
	base::Error error;
};

Finding refused(Kernel &kernel, const MechanismRow &row, const char *step, const Attempt &attempt)
{
	const std::string name(row.name);
	const std::string log = decisive_lines(attempt.log, 2);
	const std::string why = fmt::format("{} failed: {}{}{}", step, errno_text(attempt.errnum), log.empty() ? "" : ": ", log);

	if (attempt.errnum == EPERM || attempt.errnum == EACCES) {
		const auto status = kernel.read("/proc/self/status");
		const auto missing = status ? missing_capabilities(*status) : std::vector<std::string>{};
		return {{name, State::unknown, {}, why}, {},
			no_permission("prove the policy mechanism", row.name, missing)};
	}
	return {{name, State::unknown, {}, why}, {}, mechanism_unknown(why, attempt.errnum)};
}

// Loading and linking succeed on a kernel whose BPF LSM is not in lsm=, where
// no hook is ever called: the stack is part of the proof.
std::optional<Finding> not_in_stack(const MechanismRow &row, const Answer &stack)
{
	const std::string name(row.name);

	if (row.mechanism != Mechanism::bpf_lsm || (stack.state == State::yes && stack_has_bpf(stack)))
		return std::nullopt;
	if (stack.state == State::unknown) {
		const std::string why = "programs load, but whether the hooks run is not known: " + stack.reason;
		return Finding{{name, State::unknown, {}, why}, {}, mechanism_unknown(why, 0)};
	}
	return Finding{{name, State::no, {}, "compiled in, but 'bpf' is not among the running LSMs"}, {},
		       lsm_not_in_stack(stack.value)};
}

Finding examine(Kernel &kernel, const MechanismRow &row, const Answer &stack)
{
	const std::string name(row.name);
	const auto &btf = kernel.btf();
	if (!btf)
		return {{name, State::unknown, {}, "needs the kernel's type information"}, {}, btf.error()};

	const auto absent = [&](std::string why) {
		return Finding{{name, State::no, {}, why}, {}, no_policy_mechanism(why)};
	};
	const auto prog_type = btf->enumerator(row.prog_type);
	const auto attach_type = btf->enumerator(row.attach_type);
	if (!prog_type || !attach_type)
		return absent(fmt::format("this kernel does not know {}", row.prog_type));
	const auto stub = btf->stub(row.mechanism, proof_hook);
	if (!stub)
		return absent(fmt::format("this kernel has no {}* functions ({} is off)", row.stub_prefix, row.config));

	// Before anything is linked: 6.0 to 6.12 without the series take a link, do not
	// call its program, and when it is released ftrace breaks.
	if (ftrace_is_off(kernel))
		return {{name, State::no, {}, "there, but ftrace is switched off, and with it the calls of programs"}, {},
			ftrace_off("use the policy mechanism", row.name)};
	const Attempt program = kernel.load_trivial({*prog_type, *attach_type, *stub, false});
	if (!program.fd)
		return refused(kernel, row, "loading a program", program);
	const Attempt link = kernel.link(program.fd.get(), *attach_type, 0);
	// A hook that holds as many programs as it can is no reason to doubt the mechanism.
	if (!link.fd && link.errnum != E2BIG)
		return refused(kernel, row, "linking a program", link);
	if (auto finding = not_in_stack(row, stack))
		return *finding;
	return {{name, State::yes, fmt::format("{} hooks", btf->hooks(row.mechanism).size()),
		 link.fd ? "a program was loaded and linked" : "a program was loaded; the hook holds as many as it can"},
		Target{row.mechanism, *prog_type, *attach_type}, {}};
}

// The error that says most, when no mechanism was proven.
base::Error summary(const std::vector<Finding> &findings)
{
	std::string why;

	for (const Finding &finding : findings) {
		if (finding.error.id != "no-policy-mechanism")
			return finding.error;
		why += fmt::format("{}{}: {}", why.empty() ? "" : "; ", finding.answer.name, finding.answer.reason);
	}
	return no_policy_mechanism(why);
}

} // namespace

std::string_view state_name(State state)
{
	switch (state) {
	case State::yes: return "yes";
	case State::no: return "no";
	case State::unknown: break;
	}
	return "unknown";
}

ProbeReport probe(Kernel &kernel)
{
	ProbeReport report;
	std::vector<Finding> findings;
	const Answer stack = ask_stack(kernel);

	for (const MechanismRow &row : mechanism_table()) {
		findings.push_back(examine(kernel, row, stack));
		report.answers.push_back(findings.back().answer);
		if (!report.target)
			report.target = findings.back().target;
	}
	if (!report.target)
		report.error = summary(findings);
	report.answers.push_back(ask_btf(kernel));
	report.answers.push_back(ask_jit(kernel));
	report.answers.push_back(ask_ftrace(kernel));
	report.answers.push_back(stack);
	report.answers.push_back(ask_capabilities(kernel));
	return report;
}

std::string to_text(const ProbeReport &report)
{
	std::string text;

	if (report.target)
		text = fmt::format("policy mechanism: {}\n", report.target->row().name);
	else
		text = fmt::format("policy mechanism: none usable [{}]: {}\n", report.error.id, report.error.reason);
	for (const Answer &answer : report.answers) {
		text += fmt::format("  {:<16} {:<8} {}", answer.name, state_name(answer.state), answer.value);
		if (!answer.reason.empty())
			text += fmt::format("{}{}", answer.value.empty() ? "" : "; ", answer.reason);
		text += '\n';
	}
	if (!report.target && !report.error.hint.empty())
		text += fmt::format("next: {}\n", report.error.hint);
	return text;
}

nlohmann::json to_json(const ProbeReport &report)
{
	nlohmann::json json{{"schema_version", 1}, {"program", "hookload"}};

	json["mechanism"] = report.target ? nlohmann::json(report.target->row().name) : nlohmann::json(nullptr);
	json["error"] = nullptr;
	if (!report.target)
		json["error"] = {{"id", report.error.id}, {"reason", report.error.reason}, {"next", report.error.hint}};
	json["answers"] = nlohmann::json::array();
	for (const Answer &answer : report.answers)
		json["answers"].push_back({{"name", answer.name}, {"state", state_name(answer.state)},
					   {"value", answer.value}, {"reason", answer.reason}});
	return json;
}

} // namespace loader
