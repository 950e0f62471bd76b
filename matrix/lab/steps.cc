// SPDX-License-Identifier: GPL-2.0
#include "matrix/lab/steps.h"

#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <unordered_map>

#include "matrix/hooks/disassembly.h"
#include "matrix/trace/events.h"

namespace matrix::lab {

namespace {

tl::unexpected<base::Error> refused(const std::string &action, int errnum)
{
	return base::fail_errno(errnum, {.id = "ptrace-refused", .code = base::ExitCode::failed, .action = action,
					 .object = "a sequence of instructions", .reason = {},
					 .hint = "allow ptrace(2) of one's own children, or leave the events out", .errnum = 0});
}

// A child that waits for ptrace, then runs the sequence.
class Stepped {
public:
	explicit Stepped(const Mechanism &mechanism)
	{
		// Made before, as every instruction of the child is a step.
		const unsigned char *const by = bits(mechanism.bits, 0);

		pid_ = ::fork();
		if (pid_ != 0)
			return;
		if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0)
			::_exit(1);
		(void)::raise(SIGSTOP);
		mechanism.many(1, by);
		::_exit(0);
	}
	~Stepped()
	{
		if (pid_ > 0 && !ended_) {
			(void)::kill(pid_, SIGKILL);
			(void)::waitpid(pid_, nullptr, 0);
		}
	}
	Stepped(const Stepped &) = delete;
	Stepped &operator=(const Stepped &) = delete;

	[[nodiscard]] bool started() const { return pid_ > 0; }
	// Waits until it stands; false: it has ended.
	bool stands()
	{
		int status = 0;

		if (::waitpid(pid_, &status, 0) != pid_ || !WIFSTOPPED(status))
			ended_ = true;
		return !ended_;
	}
	[[nodiscard]] std::uint64_t address() const
	{
		user_regs_struct registers{};

		return ::ptrace(PTRACE_GETREGS, pid_, nullptr, &registers) == 0 ? registers.rip : 0;
	}
	bool step() { return ::ptrace(PTRACE_SINGLESTEP, pid_, nullptr, nullptr) == 0 && stands(); }

private:
	pid_t pid_ = -1;
	bool ended_ = false;
};

// Takes down what ran, as the plugin does in a guest.
class Recorder {
public:
	void ran(std::uint64_t address)
	{
		const auto [at, added] = known_.try_emplace(address, trace_.sites.size());

		if (added) {
			const auto *bytes = reinterpret_cast<const char *>(address); // the child is a copy of this process
			trace_.sites.push_back({.address = address, .code = {bytes, hooks::longest_instruction}});
			runs_.push_back({.site = static_cast<std::uint32_t>(at->second)});
		}
		// The instruction before it did not jump.
		if (address == end_of_before_)
			++runs_[before_].straight;
		++runs_[at->second].count;
		end_of_before_ = 0;
	}
	// Where the instruction that just ran ends in memory.
	void ended_at(std::uint64_t address, std::size_t size)
	{
		before_ = known_.at(address);
		end_of_before_ = address + size;
	}
	[[nodiscard]] trace::Site &site(std::uint64_t address) { return trace_.sites[known_.at(address)]; }

	trace::Windows finish()
	{
		trace_.windows.push_back(runs_);
		trace_.data_lines.push_back(0); // no address of data is known
		return std::move(trace_);
	}

private:
	trace::Windows trace_;
	trace::Window runs_;
	std::unordered_map<std::uint64_t, std::size_t> known_;
	std::size_t before_ = 0;
	std::uint64_t end_of_before_ = 0;
};

bool is_of_the_lab(std::uint64_t address)
{
	const auto first = reinterpret_cast<std::uint64_t>(code().data());

	return address >= first && address < first + code().size();
}

base::Result<Events> events_of(const Mechanism &mechanism)
{
	const auto disassembler = hooks::Disassembler::open();
	if (!disassembler)
		return tl::unexpected(disassembler.error());
	Stepped child{mechanism};
	if (!child.started())
		return refused("start a child for", errno);
	if (!child.stands())
		return refused("follow", EPERM);

	Recorder recorder;
	bool inside = false;
	for (std::uint64_t at = child.address();; at = child.address()) {
		if (is_of_the_lab(at)) {
			inside = true;
			recorder.ran(at);
			trace::Site &site = recorder.site(at);
			if (const auto step = disassembler->step(site.code, at)) {
				site.code.resize(step->size);
				recorder.ended_at(at, step->size);
			}
		} else if (inside) {
			break;
		}
		if (!child.step())
			return refused("step through", errno == 0 ? ECHILD : errno);
	}

	const trace::Windows windows = recorder.finish();
	const auto kinds = trace::decode_sites(windows.sites, {reinterpret_cast<std::uint64_t>(retpoline_thunk())});
	if (!kinds)
		return tl::unexpected(kinds.error());
	Events events;
	for (const auto &[name, samples] : trace::count_events(windows, {.workload = std::string{mechanism.name}, .first = 0, .count = 1}, *kinds))
		events[name] = samples.front();
	return events;
}

} // namespace

base::Result<Events> count_events(const Mechanism &mechanism)
{
	auto events = events_of(mechanism);
	const auto empty = events_of(nothing());

	if (!events || !empty)
		return events ? empty : events;
	for (auto &[name, count] : *events)
		count = (count - empty->at(name)) / (copies * mechanism.in_a_copy);
	// Lines do not come with each execution, and no address of data is known.
	events->erase("code-lines");
	events->erase("data-lines");
	return events;
}

} // namespace matrix::lab
