// SPDX-License-Identifier: GPL-2.0
//
// Boots on an existing Slurm cluster: kernels that are not built as one job array, boots as
// further ones that depend on it. Jobs of an earlier run of the same plan are waited for, not
// submitted again. Slurm places them, limits their time and does them again
// when a node is lost; what a boot leaves is a file in the folder that all nodes share.
//
//   SlurmEngine engine{layout, runner, {.set = "default", .accelerator = "tcg", .exclusive = false}, std::cerr};
//   auto done = collect(layout, set, options, engine, std::cerr);
#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "matrix/build/process.h"
#include "matrix/collect/engine.h"

namespace matrix::collect {

struct SlurmOptions {
	std::vector<std::string> run;   // the words of `hookmatrix run` that say what is run: --set, --filter, --accelerator
	std::vector<std::string> sbatch; // further words for sbatch: --partition=…
	std::string copies;             // a folder of each node for copies of kernels; empty: they are read where they lie
	bool exclusive = false;         // timed: nothing runs beside it
	unsigned minutes = 60;          // limit of one boot
	std::string hookmatrix;         // our own program, by a path that holds on the nodes
	std::chrono::milliseconds poll{2000};
	std::chrono::seconds settle{20}; // for which a result may come late: network file systems
};

// "0,3,5-9" of ascending numbers.
std::string array_spec(const std::vector<std::size_t> &indices);

// One line of `squeue --noheader --array --format "%F %K %T %N"`.
struct QueueEntry {
	std::string job;
	std::size_t index = 0;
	std::string state; // PENDING, RUNNING, COMPLETING, …
	std::string node;
};
std::vector<QueueEntry> parse_queue(const std::string &text);

class SlurmEngine final : public Engine {
public:
	SlurmEngine(const Layout &layout, build::ProcessRunner &runner, SlurmOptions options, std::ostream &log)
		: layout_(layout), runner_(runner), options_(std::move(options)), log_(log)
	{
	}

	[[nodiscard]] bool builds() const override { return true; }
	base::Result<bool> run(std::vector<Task> &tasks, const std::vector<std::size_t> &open, const EngineCalls &calls) override;

private:
	struct Array {
		std::string job;
		std::size_t base = 0; // the task of array index 0
	};

	base::Result<std::vector<QueueEntry>> queue();
	base::Result<std::string> call(const std::vector<std::string> &argv, const std::string &action);
	base::Result<std::string> submit(const std::string &name, const std::string &spec, const std::vector<std::string> &more, const std::string &command);
	base::Result<std::string> submit_builds(const std::vector<Task> &tasks, const std::vector<std::size_t> &open);
	base::Result<void> submit_next(const std::vector<Task> &tasks);
	base::Result<void> remember(const std::vector<Task> &tasks) const;
	base::Result<void> adopt(const std::vector<Task> &tasks);
	base::Result<void> look(std::vector<Task> &tasks, const EngineCalls &calls);
	void over(std::vector<Task> &tasks, std::size_t index, const EngineCalls &calls);
	void cancel();
	[[nodiscard]] std::string log_of(std::size_t index) const;
	[[nodiscard]] std::string boot_command(std::size_t base) const;

	const Layout &layout_;
	build::ProcessRunner &runner_;
	SlurmOptions options_;
	std::ostream &log_;

	std::size_t chunk_ = 1000;
	std::string builds_;               // the array of builds, or empty
	std::vector<Array> arrays_;
	std::deque<std::size_t> waiting_; // not yet submitted
	std::set<std::size_t> submitted_;  // and not over
	std::set<std::size_t> running_;
	std::map<std::size_t, std::chrono::steady_clock::time_point> gone_; // left the queue, no result yet
	std::optional<std::chrono::steady_clock::time_point> built_; // the builds left the queue, and a kernel is not seen yet
	unsigned refusals_ = 0;            // times in a row that sbatch did
	unsigned silent_ = 0;              // times in a row that squeue failed
};

} // namespace matrix::collect
