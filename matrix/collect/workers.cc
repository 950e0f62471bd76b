// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/workers.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>

#include "matrix/boot/interrupt.h"

namespace matrix::collect {

namespace {

constexpr int tick_ms = 500;
constexpr int poll_ms = 20; // how late the end of a task may be seen

} // namespace

void Workers::start(std::size_t index, const std::function<int(std::size_t)> &task)
{
	// What is still in a buffer would be printed by both.
	std::fflush(nullptr);
	const pid_t child = ::fork();
	if (child == 0) {
		// A process group of its own: Ctrl-C reaches it through pass_on()
		// and so exactly once.
		::setpgid(0, 0);
		std::signal(SIGINT, SIG_DFL);
		std::signal(SIGTERM, SIG_DFL);
		const int status = task(index);
		std::fflush(nullptr);
		::_exit(status);
	}
	if (child > 0)
		running_[child] = index;
}

bool Workers::reap(Finished &done)
{
	for (auto row = running_.begin(); row != running_.end(); ++row) {
		int status = 0;
		const pid_t got = ::waitpid(row->first, &status, WNOHANG);
		if (got == 0 || (got < 0 && errno == EINTR))
			continue;
		done.task = row->second;
		done.status = got < 0 ? 1 : WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
		running_.erase(row);
		return true;
	}
	return false;
}

void Workers::pass_on(int signal) const
{
	for (const auto &[child, index] : running_)
		::kill(child, signal);
}

void Workers::run(std::size_t tasks, const std::function<int(std::size_t)> &task,
		  const std::function<void(const Finished &)> &on_finished,
		  const std::function<void(std::size_t)> &on_started, const std::function<void()> &on_tick)
{
	const boot::Interrupt interrupt;
	std::size_t next = 0;
	int waited = 0;

	while (!running_.empty() || (next < tasks && !interrupted_)) {
		while (!interrupted_ && next < tasks && running_.size() < jobs_) {
			const std::size_t before = running_.size();
			start(next, task);
			if (running_.size() == before)
				on_finished({.task = next, .status = 1});
			else if (on_started)
				on_started(next);
			++next;
		}
		pollfd port{.fd = interrupt.fd(), .events = POLLIN, .revents = 0};
		(void)::poll(&port, 1, poll_ms);
		if (!interrupted_ && interrupt.signal() != 0) {
			interrupted_ = true;
			pass_on(SIGTERM);
		}
		for (Finished done; reap(done);)
			on_finished(done);
		waited += poll_ms;
		if (waited >= tick_ms && on_tick) {
			waited = 0;
			on_tick();
		}
	}
}

} // namespace matrix::collect
