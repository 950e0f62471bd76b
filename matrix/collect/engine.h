// SPDX-License-Identifier: GPL-2.0
//
// Who runs the boots of a run: this machine (local_engine.h) or a cluster (slurm_engine.h).
// What a boot leaves is its file; an engine says only that one is over.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "matrix/collect/task.h"
#include "matrix/collect/workers.h"

namespace matrix::collect {

struct EngineCalls {
	std::function<void(std::size_t task)> on_started;
	std::function<void(const Finished &)> on_finished; // Finished::task is an index of the run's tasks
	std::function<void()> on_tick;                     // now and then, while waiting
};

class Engine {
public:
	virtual ~Engine() = default;
	// Kernels that are not built are built by it.
	[[nodiscard]] virtual bool builds() const { return false; }
	// Runs those of the tasks whose indices are in `open`. True: it was interrupted, and what is over is kept.
	virtual base::Result<bool> run(std::vector<Task> &tasks, const std::vector<std::size_t> &open, const EngineCalls &calls) = 0;
};

} // namespace matrix::collect
