// SPDX-License-Identifier: GPL-2.0
//
// One boot of a run: what is to be booted, where its result is kept, and doing it.
//
//   auto tasks = make_tasks(layout, set, accelerator);
//   if (auto before = saved(tasks[0]); before && before->ok()) take_over(*before);
//   int status = run_task(tasks[0], accelerator, {}, runner);   // in a process of its own
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "matrix/collect/boot_result.h"
#include "matrix/collect/key.h"
#include "matrix/collect/runner.h"

namespace matrix::collect {

struct Task {
	plan::PlannedBoot boot;
	boot::GuestJob job;
	std::filesystem::path file; // where its result is kept; empty: not known yet, as its kernel is not built

	[[nodiscard]] std::string kernel() const { return job.kernel.parent_path().filename().string(); }
};

// Those of the set's plan, in its order. A kernel that is not built is an error, unless `unbuilt` allows it.
base::Result<std::vector<Task>> make_tasks(const Layout &layout, const plan::Set &set, boot::Accelerator accelerator, bool unbuilt = false);

// One of them, without its file.
Task make_task(const Layout &layout, const plan::Set &set, const plan::PlannedBoot &planned, boot::Accelerator accelerator);

// Gives the task its file, where its kernel is built by now.
base::Result<void> find_file(const Layout &layout, Task &task);

std::optional<BootResult> saved(const Task &task);

// On another machine: its name goes into the result, and the kernel is copied into `copies`
// (empty: it is not) under its checksum, so that it is read from there.
struct Elsewhere {
	std::string node;
	std::filesystem::path copies;
};

// Boots and saves. A boot that fails is done once more, and says so. An exit code.
int run_task(const Task &task, boot::Accelerator accelerator, const Elsewhere &elsewhere, GuestRunner &runner);

// FOLDER/SHA-256-NAME with the file's content, copied there where it is not; the copy is read back and compared.
base::Result<std::filesystem::path> copied_in(const std::filesystem::path &file, const std::filesystem::path &folder);

} // namespace matrix::collect
