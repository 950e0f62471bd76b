// SPDX-License-Identifier: GPL-2.0
//
// Boots on this machine, a few at once, each in a process of its own, in the order of
// spread(); with a seed, in that of shuffled().
//
//   LocalEngine engine{2, accelerator, runner};
#pragma once

#include <optional>

#include "matrix/collect/engine.h"
#include "matrix/collect/spread.h"

namespace matrix::collect {

class LocalEngine final : public Engine {
public:
	LocalEngine(unsigned jobs, boot::Accelerator accelerator, GuestRunner &runner, std::optional<std::uint64_t> seed = {})
		: jobs_(jobs), accelerator_(accelerator), runner_(runner), seed_(seed)
	{
	}

	base::Result<bool> run(std::vector<Task> &tasks, const std::vector<std::size_t> &open, const EngineCalls &calls) override
	{
		Workers workers{jobs_};
		const std::vector<std::size_t> order = seed_ ? shuffled(open, *seed_) : spread(open);

		workers.run(
			order.size(), [&](std::size_t i) { return run_task(tasks[order[i]], accelerator_, {}, runner_); },
			[&](const Finished &done) { calls.on_finished({.task = order[done.task], .status = done.status}); },
			[&](std::size_t i) { calls.on_started(order[i]); }, calls.on_tick);
		return workers.interrupted();
	}

private:
	unsigned jobs_;
	boot::Accelerator accelerator_;
	GuestRunner &runner_;
	std::optional<std::uint64_t> seed_;
};

} // namespace matrix::collect
