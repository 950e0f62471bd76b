// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/conformance/programs.h"

#include <bpf/libbpf.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>

#include "loader/kernel.h"
#include "loader/probe.h"
#include "tests/guest/conformance/hook_list.h"

namespace conformance {

namespace {

constexpr std::array<std::string_view, hook_count> hook_names{
#define LSM_HOOK(RET, DEFAULT, NAME, ...) #NAME,
#include "lsm_hook_defs.h"
#undef LSM_HOOK
};

constexpr std::array<std::string_view, hook_count> hook_types{
#define LSM_HOOK(RET, DEFAULT, NAME, ...) #RET,
#include "lsm_hook_defs.h"
#undef LSM_HOOK
};

// hook_count for a name that is none.
std::size_t number_of(std::string_view hook)
{
	return static_cast<std::size_t>(std::find(hook_names.begin(), hook_names.end(), hook) - hook_names.begin());
}

} // namespace

Programs::Programs(loader::AttachedPolicy policy, conformance_state *state)
	: policy_(std::make_unique<loader::AttachedPolicy>(std::move(policy))), state_(state)
{
	for (const loader::ProgramStatus &program : policy_->programs())
		if (program.attached)
			hooks_.push_back(program.hook);
}

base::Result<Programs> Programs::attach(const char *object)
{
	loader::RunningKernel kernel;
	const loader::ProbeReport found = loader::probe(kernel);

	if (!found.target)
		return base::fail(found.error);
	auto policy = loader::PolicyObject::open(object);
	if (!policy)
		return tl::unexpected(policy.error());
	loader::AttachOptions options;
	options.skip_missing = true;
	auto attached = loader::attach(kernel, *found.target, std::move(*policy), options);
	if (!attached)
		return tl::unexpected(attached.error());
	const bpf_map *map = bpf_object__find_map_by_name(attached->object().handle(), ".data.state");
	const bool whole = map != nullptr && bpf_map__value_size(map) >= sizeof(conformance_state);
	// The map's own memory, shared with the programs; kept until the test ends.
	void *memory = !whole ? MAP_FAILED
			      : ::mmap(nullptr, bpf_map__value_size(map), PROT_READ | PROT_WRITE, MAP_SHARED, bpf_map__fd(map), 0);
	if (memory == MAP_FAILED)
		return base::fail({.id = "state-missing", .code = base::ExitCode::bad_input, .action = "find the state of",
				   .object = object, .reason = "it has no map .data.state of the expected size",
				   .hint = "build programs and test from one tree", .errnum = 0});
	return Programs{std::move(*attached), static_cast<conformance_state *>(memory)};
}

void Programs::watch(pid_t process, std::string_view refused)
{
	volatile conformance_state &state = *state_;

	state.process = 0;
	for (volatile unsigned &calls : state.calls)
		calls = 0;
	state.refused = static_cast<unsigned>(number_of(refused));
	state.process = static_cast<unsigned>(process);
}

unsigned Programs::calls(std::string_view hook) const
{
	const std::size_t number = number_of(hook);
	const volatile conformance_state &state = *state_;

	return number < hook_count ? state.calls[number] : 0;
}

std::optional<unsigned> Programs::zero_arguments(std::string_view hook) const
{
	const std::size_t number = number_of(hook);
	const volatile conformance_state &state = *state_;

	if (number >= hook_count || state.arguments == 0)
		return {};
	return state.zeros[number];
}

bool Programs::returns_int(std::string_view hook)
{
	const std::size_t number = number_of(hook);

	return number < hook_count && hook_types[number] == "int";
}

bool Programs::attached(std::string_view hook) const
{
	return std::find(hooks_.begin(), hooks_.end(), hook) != hooks_.end();
}

} // namespace conformance
