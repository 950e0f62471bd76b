// SPDX-License-Identifier: GPL-2.0
#include "matrix/explain/calls.h"

#include <map>

#include <fmt/format.h>

namespace matrix::explain {

namespace {

// Where a system call begins, whatever ran before.
bool is_root(const Place &place) { return place.entry && place.function.starts_with("entry_SYSCALL"); }

bool is_interrupt(const Place &place) { return place.entry && place.function.starts_with("asm_"); }

class Walk {
public:
	void step(const Place &place)
	{
		if (stack_.empty() || is_root(place))
			begin(place);
		else if (is_interrupt(place) || (previous_->call && (place.entry || place.function != top().function)))
			push(place);
		else if (place.function != top().function)
			change(place);
		else if (returned_to_itself(place))
			stack_.pop_back();
		++top().self;
		previous_ = &place;
	}
	std::vector<Call> take() { return std::move(calls_); }

private:
	Call &top() { return calls_[stack_.back()]; }

	void open(const Place &place)
	{
		calls_.push_back({.function = place.function, .depth = static_cast<unsigned>(stack_.size()), .self = 0});
		stack_.push_back(calls_.size() - 1);
	}
	void begin(const Place &place)
	{
		stack_.clear();
		open(place);
	}
	void push(const Place &place) { open(place); }

	// A function that called itself, or a part of it that has its name, goes on.
	[[nodiscard]] bool returned_to_itself(const Place &place) const
	{
		return previous_->ret && !previous_->thunk && !place.entry && stack_.size() > 1 &&
		       calls_[stack_[stack_.size() - 2]].function == place.function;
	}

	// Neither called nor in the function that ran: a return, a jump, or the end of an
	// interrupt. A function on the way here goes on; any other one takes the place of
	// the one that jumped to it.
	void change(const Place &place)
	{
		const bool landing = previous_->ret && previous_->thunk;

		if (!landing && !place.entry && back_to(place.function))
			return;
		stack_.pop_back();
		open(place);
	}
	bool back_to(const std::string &function)
	{
		for (std::size_t i = stack_.size() - 1; i-- > 0;) {
			if (calls_[stack_[i]].function == function) {
				stack_.resize(i + 1);
				return true;
			}
		}
		return false;
	}

	std::vector<Call> calls_;
	std::vector<std::size_t> stack_;
	const Place *previous_ = nullptr;
};

} // namespace

std::vector<Call> calls_of(const trace::Order &order, const std::vector<Place> &places)
{
	Walk walk;

	for (const std::uint32_t site : order)
		walk.step(places[site]);
	return walk.take();
}

std::string folded(const std::vector<Call> &calls)
{
	std::map<std::string, std::uint64_t> ways;
	std::vector<std::string> names;
	std::string text;

	for (const Call &call : calls) {
		names.resize(call.depth);
		names.push_back(call.function);
		std::string way;
		for (const std::string &name : names)
			way += (way.empty() ? "" : ";") + name;
		ways[way] += call.self;
	}
	for (const auto &[way, instructions] : ways)
		text += fmt::format("{} {}\n", way, instructions);
	return text;
}

} // namespace matrix::explain
