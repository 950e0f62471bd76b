// SPDX-License-Identifier: GPL-2.0
#include "matrix/trace/events.h"

#include <array>

#include "matrix/hooks/disassembly.h"
#include "matrix/trace/event.h"

namespace matrix::trace {

namespace {

constexpr unsigned line_bits = 6;

constexpr std::array registers{"rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "r8",
			       "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};

Kind kind_of(const hooks::Step &step, bool thunk)
{
	return {.call = step.call && step.target, .indirect_call = step.call && !step.target, .retpoline = thunk, .ret = step.returns,
		.conditional = step.jump && step.conditional, .jump = step.jump && !step.conditional && step.target.has_value(),
		.load = step.reads, .store = step.writes};
}

} // namespace

std::set<std::uint64_t> thunks_of(const hooks::Vmlinux &kernel)
{
	std::set<std::uint64_t> thunks;

	for (const char *family : {"__x86_indirect_thunk_", "__x86_indirect_call_thunk_", "__x86_indirect_jump_thunk_"})
		for (const char *name : registers)
			if (const auto thunk = kernel.symbol(std::string{family} + name))
				thunks.insert(thunk->address);
	return thunks;
}

base::Result<std::vector<Kind>> decode_sites(const std::vector<Site> &sites, const std::set<std::uint64_t> &thunks)
{
	const auto disassembler = hooks::Disassembler::open();
	std::vector<Kind> kinds;

	if (!disassembler)
		return tl::unexpected(disassembler.error());
	kinds.reserve(sites.size());
	for (const Site &site : sites) {
		const auto step = disassembler->step(site.code, site.address);
		kinds.push_back(step ? kind_of(*step, thunks.count(site.address) != 0) : Kind{});
	}
	return kinds;
}

EventSamples count_events(const Windows &trace, const Part &part, const std::vector<Kind> &kinds)
{
	EventSamples samples;

	for (std::size_t i = 0; i < part.count; ++i) {
		std::map<std::string, double> sum;
		std::set<std::uint64_t> lines;
		for (const EventRow &row : event_table())
			sum.emplace(row.name, 0); // also where nothing of the kernel ran
		for (const Runs &runs : trace.windows[part.first + i]) {
			const Kind &kind = kinds[runs.site];
			const Site &site = trace.sites[runs.site];
			sum["kernel-instructions"] += runs.count;
			sum["calls"] += kind.call * runs.count;
			sum["indirect-calls"] += kind.indirect_call * runs.count;
			sum["retpolines"] += kind.retpoline * runs.count;
			sum["returns"] += kind.ret * runs.count;
			sum["conditional-jumps"] += kind.conditional * runs.count;
			sum["taken-jumps"] += kind.conditional * (runs.count - runs.straight);
			sum["not-taken-jumps"] += kind.conditional * runs.straight;
			sum["jumps"] += kind.jump * runs.count;
			sum["loads"] += kind.load * runs.count;
			sum["stores"] += kind.store * runs.count;
			lines.insert(site.address >> line_bits);
			lines.insert((site.address + (site.code.empty() ? 0 : site.code.size() - 1)) >> line_bits);
		}
		sum["code-lines"] = static_cast<double>(lines.size());
		sum["data-lines"] = trace.data_lines[part.first + i];
		for (const auto &[name, value] : sum)
			samples[name].push_back(value);
	}
	return samples;
}

} // namespace matrix::trace
