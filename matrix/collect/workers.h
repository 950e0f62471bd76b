// SPDX-License-Identifier: GPL-2.0
//
// Runs tasks in processes of their own, a few at a time. A process, because
// what ends a guest on Ctrl-C is a signal handler of the whole process, and
// because a task that crashes must not take the others with it. A task hands
// its result over as a file.
//
//   collect::Workers workers{2};
//   workers.run(tasks.size(), [&](std::size_t i) { return tasks[i].run_and_save(); },
//               [&](const collect::Finished &done) { progress.finished(done.task, done.status); });
//   if (workers.interrupted()) return base::to_int(base::ExitCode::interrupted);
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <map>

namespace matrix::collect {

struct Finished {
	std::size_t task = 0;
	int status = 0; // what the task returned; 128 + signal when it was killed
};

class Workers {
public:
	explicit Workers(unsigned jobs) : jobs_(jobs == 0 ? 1 : jobs) {}

	// `on_tick` is called about twice a second while waiting. SIGINT and
	// SIGTERM are passed on; no further task is started after one.
	void run(std::size_t tasks, const std::function<int(std::size_t)> &task,
		 const std::function<void(const Finished &)> &on_finished,
		 const std::function<void(std::size_t)> &on_started = {}, const std::function<void()> &on_tick = {});

	[[nodiscard]] bool interrupted() const { return interrupted_; }

private:
	void start(std::size_t index, const std::function<int(std::size_t)> &task);
	[[nodiscard]] bool reap(Finished &done);
	void pass_on(int signal) const;

	unsigned jobs_;
	bool interrupted_ = false;
	std::map<pid_t, std::size_t> running_;
};

} // namespace matrix::collect
