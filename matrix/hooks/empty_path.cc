// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/empty_path.h"

#include <map>

namespace matrix::hooks {

namespace {

using Paths = std::optional<EmptyPath>;

bool is_shorter(const PathCost &one, const PathCost &other) { return one.instructions < other.instructions; }

Paths either(const Paths &one, const Paths &other)
{
	if (!one || !other)
		return one ? one : other;
	return EmptyPath{.shortest = is_shorter(one->shortest, other->shortest) ? one->shortest : other->shortest,
			 .longest = is_shorter(one->longest, other->longest) ? other->longest : one->longest};
}

void add(PathCost &cost, const Step &step, bool calls)
{
	++cost.instructions;
	cost.loads += step.loads;
	cost.pushes += step.pushes;
	cost.calls += calls;
}

// From each address to the end, worked out once. A loop is gone round not at all:
// one that has no callback in it would be the same for every kernel.
class Search {
public:
	Search(const Disassembler &disassembler, std::string_view code, std::uint64_t start, const CalleeKind &callee)
	    : disassembler_(disassembler), code_(code), start_(start), callee_(callee)
	{
	}

	Paths from(std::uint64_t address);

private:
	[[nodiscard]] bool within(std::uint64_t address) const { return address - start_ < code_.size(); }
	[[nodiscard]] Callee kind_of(const Step &step) const { return step.target ? callee_(*step.target) : Callee::thunk; }
	Paths after(const Step &step, std::uint64_t next);
	Paths at_jump(const Step &step, std::uint64_t next);

	const Disassembler &disassembler_;
	std::string_view code_;
	std::uint64_t start_;
	const CalleeKind &callee_;
	std::map<std::uint64_t, Paths> known_;
};

Paths Search::at_jump(const Step &step, std::uint64_t next)
{
	Paths taken;

	if (step.target && within(*step.target))
		taken = from(*step.target);
	else if (step.target && callee_(*step.target) == Callee::function)
		taken = EmptyPath{}; // a return thunk, or another function in this one's place
	return step.conditional ? either(taken, from(next)) : taken;
}

// What comes after this instruction: nothing where that is a callback.
Paths Search::after(const Step &step, std::uint64_t next)
{
	if (step.end)
		return EmptyPath{};
	if (step.trap)
		return {};
	if (step.jump)
		return at_jump(step, next);
	if (step.call && kind_of(step) != Callee::function && kind_of(step) != Callee::no_op)
		return {};
	return from(next);
}

Paths Search::from(std::uint64_t address)
{
	if (!within(address))
		return {};
	const auto [found, is_new] = known_.try_emplace(address);
	if (!is_new)
		return found->second;
	const auto step = disassembler_.step(code_.substr(address - start_), address);
	if (!step)
		return {};
	Paths paths = after(*step, address + step->size);
	if (paths) {
		const bool calls = step->call && kind_of(*step) != Callee::no_op;
		add(paths->shortest, *step, calls);
		add(paths->longest, *step, calls);
	}
	return known_[address] = paths;
}

} // namespace

std::optional<EmptyPath> find_empty_path(const Disassembler &disassembler, std::string_view code, std::uint64_t address,
					 const CalleeKind &callee)
{
	return Search{disassembler, code, address, callee}.from(address);
}

CallSites count_call_sites(const Disassembler &disassembler, std::string_view code, std::uint64_t address,
			   const CalleeKind &callee)
{
	CallSites sites;

	for (std::size_t at = 0; at < code.size();) {
		const auto step = disassembler.step(code.substr(at), address + at);
		if (!step)
			break;
		at += step->size;
		if (!step->call && !step->jump)
			continue;
		if (!step->target) {
			++sites.indirect;
			continue;
		}
		const Callee kind = callee(*step->target);
		sites.direct += kind == Callee::callback;
		sites.indirect += kind == Callee::thunk;
	}
	return sites;
}

} // namespace matrix::hooks
