// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/policy.h"

#include <fmt/format.h>

#include "loader/disabled_hooks.h"
#include "loader/hook_history.h"
#include "loader/object.h"

namespace matrix::advise {

namespace {

bool has_hook(const Release &kernel, const loader::HookHistory &history)
{
	return history.update == kernel || (!kernel.before(history.first) && !history.last.before(kernel));
}

// Why both roads refuse it.
std::string problem_of(const loader::PolicyProgram &program, const Release &kernel)
{
	const std::string &hook = program.section.hook;
	const loader::HookHistory *history = loader::find_hook_history(hook);

	if (history == nullptr)
		return fmt::format("program {}: no release since 5.7 has a hook {}", program.name, hook);
	if (!has_hook(kernel, *history))
		return fmt::format("program {}: {} has no hook {} ({})", program.name, kernel.to_string(), hook, loader::hook_history_sentence(hook));
	if (const auto reason = loader::disabled_hook_reason(hook); !reason.empty())
		return fmt::format("program {}: both roads refuse programs on {}: {}", program.name, hook, reason);
	return {};
}

} // namespace

base::Result<PolicyFit> policy_fit(const std::filesystem::path &path, const Release &kernel)
{
	const auto object = loader::PolicyObject::open(path);
	PolicyFit fit;

	if (!object)
		return tl::unexpected(object.error());
	fit.name = object->name();
	fit.programs = object->programs().size();
	for (const loader::PolicyProgram &program : object->programs())
		if (std::string problem = problem_of(program, kernel); !problem.empty())
			fit.problems.push_back(std::move(problem));
		else if (program.section.family == loader::SectionFamily::lsm_cgroup)
			fit.needs_framework.push_back(fmt::format("program {} (lsm_cgroup/{}) is one of a cgroup, which the override kernel does not have",
								  program.name, program.section.hook));
	return fit;
}

} // namespace matrix::advise
