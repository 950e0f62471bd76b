// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/task.h"

#include <unistd.h>

#include <chrono>
#include <iostream>

#include "loader/base/files.h"
#include "matrix/build/digest.h"
#include "matrix/collect/traced.h"

namespace matrix::collect {

namespace {

namespace fs = std::filesystem;

// Boots the node's copy of the kernel; what is read of the kernel beside that lies where it was built.
class CopiedKernel final : public GuestRunner {
public:
	CopiedKernel(GuestRunner &runner, fs::path kernel) : runner_(runner), kernel_(std::move(kernel)) {}
	base::Result<boot::GuestReport> run(const boot::GuestJob &job) override
	{
		boot::GuestJob copied = job;

		copied.kernel = kernel_;
		return runner_.run(copied);
	}

private:
	GuestRunner &runner_;
	fs::path kernel_;
};

// Nothing when it was interrupted.
std::optional<BootResult> boot_once(const Task &task, boot::Accelerator accelerator, GuestRunner &runner)
{
	const auto report = run_traced(task.boot, task.job, runner);

	if (report && report->outcome == boot::Outcome::interrupted)
		return std::nullopt;
	return make_result(task.boot, accelerator, report);
}

// What a node that was lost had begun to copy. A copy takes seconds: one of a day ago is
// nobody's any more.
void remove_abandoned(const fs::path &copy)
{
	const auto abandoned = fs::file_time_type::clock::now() - std::chrono::hours{24};
	std::error_code error;

	for (fs::directory_iterator file{copy.parent_path(), error}, end; !error && file != end; file.increment(error)) {
		std::error_code gone; // another node removes it, too
		if (file->path().filename().string().starts_with(copy.filename().string() + ".") && file->last_write_time(gone) < abandoned && !gone)
			fs::remove(file->path(), gone);
	}
}

} // namespace

base::Result<std::vector<Task>> make_tasks(const Layout &layout, const plan::Set &set, boot::Accelerator accelerator, bool unbuilt)
{
	std::vector<Task> tasks;
	InputHashes hashes;
	std::error_code missing;

	for (const plan::PlannedBoot &planned : plan::make_plan(set)) {
		Task task = make_task(layout, set, planned, accelerator);
		if (unbuilt && !fs::exists(task.job.kernel, missing)) {
			tasks.push_back(std::move(task));
			continue;
		}
		const auto key = boot_key(hashes, layout, task.job, planned);
		if (!key)
			return tl::unexpected(key.error());
		task.file = layout.run_dir() / (*key + ".json");
		tasks.push_back(std::move(task));
	}
	return tasks;
}

Task make_task(const Layout &layout, const plan::Set &set, const plan::PlannedBoot &planned, boot::Accelerator accelerator)
{
	return {.boot = planned, .job = plan::guest_job(layout, set, planned, accelerator), .file = {}};
}

base::Result<void> find_file(const Layout &layout, Task &task)
{
	InputHashes hashes;

	if (!task.file.empty())
		return {};
	const auto key = boot_key(hashes, layout, task.job, task.boot);
	if (!key)
		return tl::unexpected(key.error());
	task.file = layout.run_dir() / (*key + ".json");
	return {};
}

std::optional<BootResult> saved(const Task &task)
{
	const auto text = base::read_file(task.file);

	return text ? from_json(*text) : std::nullopt;
}

base::Result<fs::path> copied_in(const fs::path &file, const fs::path &folder)
{
	const auto fail = [&](const std::string &reason) {
		return base::fail({.id = "not-copied-in", .code = base::ExitCode::failed, .action = "copy in " + file.string() + " to", .object = folder.string(),
				   .reason = reason, .hint = {}, .errnum = 0});
	};
	const auto sum = build::sha256_file(file);
	std::error_code error;

	if (!sum)
		return tl::unexpected(sum.error());
	const fs::path copy = folder / (*sum + "-" + file.filename().string());
	remove_abandoned(copy);
	if (const auto there = build::sha256_file(copy); there && *there == *sum)
		return copy;
	// Of one process of one node: the folder may be shared.
	const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
	const fs::path partial = copy.string() + "." + std::to_string(::getpid()) + "." + std::to_string(now);
	fs::create_directories(folder, error);
	if (!fs::copy_file(file, partial, fs::copy_options::overwrite_existing, error))
		return fail(error.message());
	const auto written = build::sha256_file(partial);
	const bool whole = written && *written == *sum;
	if (whole)
		fs::rename(partial, copy, error);
	if (!whole || error) {
		const std::string reason = whole ? error.message() : "the copy has another checksum";
		fs::remove(partial, error);
		return fail(reason);
	}
	return copy;
}

int run_task(const Task &task, boot::Accelerator accelerator, const Elsewhere &elsewhere, GuestRunner &runner)
{
	const auto start = std::chrono::steady_clock::now();
	const auto started = std::chrono::system_clock::now().time_since_epoch();
	const auto kernel = elsewhere.copies.empty() ? base::Result<fs::path>{task.job.kernel} : copied_in(task.job.kernel, elsewhere.copies);

	if (!kernel) {
		std::cerr << kernel.error().to_string() << '\n';
		return base::to_int(kernel.error().code);
	}
	CopiedKernel copied{runner, *kernel};
	auto result = boot_once(task, accelerator, copied);
	if (result && !result->ok()) {
		const std::string reason = result->reason;
		result = boot_once(task, accelerator, copied);
		if (result)
			result->first_failure = reason;
	}
	if (!result)
		return base::to_int(base::ExitCode::interrupted);
	result->node = elsewhere.node;
	result->started_us = std::chrono::duration_cast<std::chrono::microseconds>(started).count();
	result->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
	const auto done = base::write_file_atomically(task.file, to_json(*result).dump() + "\n");
	if (!done) {
		std::cerr << done.error().to_string() << '\n';
		return base::to_int(done.error().code);
	}
	return base::to_int(result->ok() ? base::ExitCode::ok : base::ExitCode::guest_failed);
}

} // namespace matrix::collect
