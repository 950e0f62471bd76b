// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/slurm_engine.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <sstream>

#include <nlohmann/json.hpp>

#include "loader/base/files.h"
#include "matrix/boot/interrupt.h"
#include "matrix/build/digest.h"

namespace matrix::collect {

namespace {

using Clock = std::chrono::steady_clock;
using base::ExitCode;

constexpr unsigned patience = 30; // failures of squeue in a row: a controller that restarts is waited for
constexpr unsigned build_minutes = 240;

tl::unexpected<base::Error> refused(const std::string &id, const std::string &action, const std::string &object, const std::string &reason, const std::string &hint)
{
	return base::fail({.id = id, .code = ExitCode::failed, .action = action, .object = object, .reason = reason, .hint = hint, .errnum = 0});
}

std::string digest_of(const std::vector<Task> &tasks, const std::vector<std::string> &run)
{
	build::Digest digest;

	for (const Task &task : tasks)
		digest.add(task.boot.title()).add(task.kernel()).add(task.file.string());
	for (const std::string &word : run)
		digest.add(word);
	return digest.hex();
}

// For a shell, whatever is in them.
std::string quoted(const std::vector<std::string> &words)
{
	std::string text;

	for (const std::string &word : words) {
		text += text.empty() ? "'" : " '";
		for (const char c : word)
			text += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
		text += "'";
	}
	return text;
}

std::size_t number_after(const std::string &text, const std::string &key, std::size_t otherwise)
{
	const std::size_t at = text.find(key);
	const std::size_t digits = at == std::string::npos ? at : text.find_first_of("0123456789", at + key.size());

	return digits == std::string::npos ? otherwise : std::strtoul(text.c_str() + digits, nullptr, 10);
}

} // namespace

std::string array_spec(const std::vector<std::size_t> &indices)
{
	std::string spec;

	for (std::size_t i = 0; i < indices.size();) {
		std::size_t last = i;
		while (last + 1 < indices.size() && indices[last + 1] == indices[last] + 1)
			last++;
		spec += fmt::format("{}{}{}", spec.empty() ? "" : ",", indices[i], last == i ? "" : fmt::format("-{}", indices[last]));
		i = last + 1;
	}
	return spec;
}

std::vector<QueueEntry> parse_queue(const std::string &text)
{
	std::vector<QueueEntry> entries;
	std::istringstream lines{text};

	for (std::string line; std::getline(lines, line);) {
		std::istringstream words{line};
		QueueEntry entry;
		if (words >> entry.job >> entry.index >> entry.state) {
			words >> entry.node; // none while it waits
			entries.push_back(std::move(entry));
		}
	}
	return entries;
}

base::Result<std::string> SlurmEngine::call(const std::vector<std::string> &argv, const std::string &action)
{
	// Slurm's own settings (SLURM_CONF, SBATCH_PARTITION) are in the caller's environment, and what builds on the nodes go by.
	build::Environment environment = build::clean_environment();
	for (char **entry = environ; *entry != nullptr; entry++) {
		const std::string text = *entry;
		for (const char *prefix : {"SLURM_", "SBATCH_", "HOOKMATRIX_", "KERNEL_SRC=", "CCACHE_", "SCCACHE_", "AWS_", "DISTCC_", "ICECC_"})
			if (text.starts_with(prefix))
				environment[text.substr(0, text.find('='))] = text.substr(text.find('=') + 1);
	}
	const auto done = runner_.run({.argv = argv, .environment = environment, .cwd = layout_.root, .stdin_file = {}, .log = {}, .on_line = {}, .on_tick = {}});
	if (!done)
		return tl::unexpected(done.error());
	if (done->status != 0)
		return refused("slurm-refused", action, argv.front(), fmt::format("status {}: {}", done->status, done->output),
			       "try `sinfo`: does a cluster answer here? --slurm passes words to sbatch");
	return done->output;
}

base::Result<std::string> SlurmEngine::submit(const std::string &name, const std::string &spec, const std::vector<std::string> &more, const std::string &command)
{
	const auto logs = layout_.run_dir() / "slurm";
	std::error_code error;

	std::filesystem::create_directories(logs, error);
	std::vector<std::string> argv{"sbatch", "--parsable", "--requeue", "--job-name=hookmatrix-" + name, "--array=" + spec,
				      "--output=" + (logs / "%A_%a.log").string(), "--chdir=" + layout_.root.string()};
	argv.insert(argv.end(), more.begin(), more.end());
	argv.insert(argv.end(), options_.sbatch.begin(), options_.sbatch.end());
	argv.insert(argv.end(), {"--wrap", command});
	const auto said = call(argv, "submit a job array to");
	if (!said)
		return said;
	// "12", or "12;cluster"; warnings of sbatch come before it.
	std::istringstream lines{*said};
	std::string job;
	for (std::string line; std::getline(lines, line);)
		if (!line.empty() && line.find_first_not_of("0123456789;", 0) != 0)
			job = line.substr(0, line.find(';'));
	if (job.empty() || job.find_first_not_of("0123456789") != std::string::npos)
		return refused("slurm-refused", "submit a job array to", "sbatch", "it does not say the number of the job: " + *said, {});
	return job;
}

// One job for each kernel that the open tasks need and nobody has built.
base::Result<std::string> SlurmEngine::submit_builds(const std::vector<Task> &tasks, const std::vector<std::size_t> &open)
{
	std::vector<std::string> kernels;

	for (const std::size_t index : open)
		if (tasks[index].file.empty() && std::ranges::find(kernels, tasks[index].kernel()) == kernels.end())
			kernels.push_back(tasks[index].kernel());
	if (kernels.empty())
		return std::string{};
	std::string words;
	for (const std::string &kernel : kernels)
		words += " " + kernel;
	auto job = submit("build", fmt::format("0-{}", kernels.size() - 1), {fmt::format("--time={}", build_minutes)},
			  fmt::format("set --{}; shift \"$SLURM_ARRAY_TASK_ID\"; exec {} build --variant \"$1\" --jobs \"${{SLURM_CPUS_ON_NODE:-1}}\"", words,
				      quoted({options_.hookmatrix, "--root", layout_.root.string()})));
	if (job)
		log_ << fmt::format("slurm: job {} builds {} kernels:{}\n", *job, kernels.size(), words) << std::flush;
	return job;
}

std::string SlurmEngine::boot_command(std::size_t base) const
{
	std::vector<std::string> words{options_.hookmatrix, "run"};

	words.insert(words.end(), options_.run.begin(), options_.run.end());
	if (!options_.copies.empty())
		words.insert(words.end(), {"--copy-in", options_.copies});
	return fmt::format("exec {} --boot \"$(({} + SLURM_ARRAY_TASK_ID))\"", quoted(words), base);
}

// The jobs, and of what plan they are.
base::Result<void> SlurmEngine::remember(const std::vector<Task> &tasks) const
{
	nlohmann::json arrays = nlohmann::json::array();

	for (const Array &array : arrays_)
		arrays.push_back({{"job", array.job}, {"base", array.base}});
	const nlohmann::json record{{"plan", digest_of(tasks, options_.run)}, {"builds", builds_}, {"arrays", arrays}};
	return base::write_file_atomically(layout_.run_dir() / "slurm" / "jobs.json", record.dump(1) + "\n");
}

// What an earlier run left in the queue.
base::Result<void> SlurmEngine::adopt(const std::vector<Task> &tasks)
{
	const auto record = nlohmann::json::parse(base::read_file(layout_.run_dir() / "slurm" / "jobs.json").value_or(""), nullptr, false);

	if (!record.is_object() || record.value("plan", "") != digest_of(tasks, options_.run))
		return {};
	std::vector<Array> arrays;
	for (const nlohmann::json &row : record.value("arrays", nlohmann::json::array()))
		if (row.is_object())
			arrays.push_back({.job = row.value("job", ""), .base = row.value("base", std::size_t{0})});
	const auto entries = queue();
	if (!entries)
		return tl::unexpected(entries.error());
	for (const QueueEntry &entry : *entries) {
		const auto array = std::ranges::find(arrays, entry.job, &Array::job);
		if (array != arrays.end() && (entry.state == "PENDING" || entry.state == "RUNNING"))
			submitted_.insert(array->base + entry.index);
	}
	if (submitted_.empty())
		return {};
	arrays_ = std::move(arrays);
	builds_ = record.value("builds", "");
	std::erase_if(waiting_, [this](std::size_t index) { return submitted_.contains(index); });
	log_ << fmt::format("slurm: {} boots of an earlier run are in the queue, and are waited for\n", submitted_.size()) << std::flush;
	return {};
}

// At most as many as one array may have.
base::Result<void> SlurmEngine::submit_next(const std::vector<Task> &tasks)
{
	const std::size_t base = waiting_.front();
	std::vector<std::size_t> indices;
	std::vector<std::string> more{fmt::format("--time={}", options_.minutes)};

	while (!waiting_.empty() && indices.size() < chunk_ && waiting_.front() - base < chunk_) {
		indices.push_back(waiting_.front() - base);
		submitted_.insert(waiting_.front());
		waiting_.pop_front();
	}
	if (!builds_.empty())
		more.push_back("--dependency=afterok:" + builds_);
	if (options_.exclusive)
		more.emplace_back("--exclusive");
	const auto job = submit("boot", array_spec(indices), more, boot_command(base));
	if (!job) {
		for (auto index = indices.rbegin(); index != indices.rend(); ++index) {
			waiting_.push_front(base + *index);
			submitted_.erase(base + *index);
		}
		return tl::unexpected(job.error());
	}
	refusals_ = 0;
	arrays_.push_back({.job = *job, .base = base});
	log_ << fmt::format("slurm: job {} has {} boots\n", *job, indices.size()) << std::flush;
	return remember(tasks);
}

// Of the task's last job.
std::string SlurmEngine::log_of(std::size_t index) const
{
	const auto array = std::ranges::find_if(arrays_.rbegin(), arrays_.rend(), [index](const Array &each) { return each.base <= index; });

	return array == arrays_.rend() ? "none" : (layout_.run_dir() / "slurm" / fmt::format("{}_{}.log", array->job, index - array->base)).string();
}

void SlurmEngine::over(std::vector<Task> &tasks, std::size_t index, const EngineCalls &calls)
{
	(void)find_file(layout_, tasks[index]); // without, there is no result
	const auto result = saved(tasks[index]);
	const auto now = Clock::now();
	const auto gone = gone_.try_emplace(index, now).first;

	if (!result && now - gone->second < options_.settle)
		return;
	if (!result)
		log_ << fmt::format("slurm: {} left no result; the logs of its job: {}\n", tasks[index].boot.title(), log_of(index)) << std::flush;
	submitted_.erase(index);
	gone_.erase(gone);
	if (!running_.contains(index))
		calls.on_started(index);
	running_.erase(index);
	calls.on_finished({.task = index, .status = base::to_int(result && result->ok() ? ExitCode::ok : ExitCode::guest_failed)});
}

base::Result<std::vector<QueueEntry>> SlurmEngine::queue()
{
	const auto said = call({"squeue", "--noheader", "--array", "--me", "--format=%F %K %T %N"}, "ask for the queue of");

	return said ? base::Result<std::vector<QueueEntry>>{parse_queue(*said)} : tl::unexpected(said.error());
}

base::Result<void> SlurmEngine::look(std::vector<Task> &tasks, const EngineCalls &calls)
{
	const auto entries = queue();
	std::set<std::size_t> queued;

	if (!entries && entries.error().id != "interrupted" && ++silent_ < patience)
		return {};
	if (!entries)
		return tl::unexpected(entries.error());
	silent_ = 0;
	bool building = false;
	for (const QueueEntry &entry : *entries) {
		building = building || (entry.job == builds_ && !builds_.empty());
		const auto array = std::ranges::find(arrays_, entry.job, &Array::job);
		if (array == arrays_.end())
			continue;
		const std::size_t index = array->base + entry.index;
		queued.insert(index);
		gone_.erase(index);
		if (entry.state == "RUNNING" && running_.insert(index).second)
			calls.on_started(index);
		// Its node is lost, and Slurm does it again.
		if (entry.state == "PENDING" && running_.erase(index) == 1)
			log_ << fmt::format("slurm: {} is done again: its node was lost\n", tasks[index].boot.title()) << std::flush;
	}
	// Builds that failed leave jobs that can never begin.
	if (!builds_.empty() && !building) {
		const auto unbuilt = std::ranges::find_if(tasks, [](const Task &task) { return !std::filesystem::exists(task.job.kernel); });
		if (unbuilt != tasks.end() && Clock::now() - built_.value_or(Clock::now()) < options_.settle) {
			built_ = built_.value_or(Clock::now());
		} else if (unbuilt != tasks.end()) {
			cancel();
			return refused("kernel-not-built", "build the kernel", unbuilt->kernel(), "its job has ended and the kernel is not there",
				       "its log is " + (layout_.run_dir() / "slurm" / (builds_ + "_*.log")).string());
		}
		if (unbuilt == tasks.end())
			builds_.clear();
	}
	const std::set<std::size_t> before = submitted_;
	for (const std::size_t index : before)
		if (!queued.contains(index))
			over(tasks, index, calls);
	return {};
}

void SlurmEngine::cancel()
{
	std::vector<std::string> argv{"scancel"};

	for (const Array &array : arrays_)
		argv.push_back(array.job);
	if (!builds_.empty())
		argv.push_back(builds_);
	if (argv.size() > 1)
		(void)call(argv, "cancel jobs with");
	std::error_code none;
	std::filesystem::remove(layout_.run_dir() / "slurm" / "jobs.json", none);
}

base::Result<bool> SlurmEngine::run(std::vector<Task> &tasks, const std::vector<std::size_t> &open, const EngineCalls &calls)
{
	const boot::Interrupt interrupt;

	if (open.empty())
		return false;
	const auto config = call({"scontrol", "show", "config"}, "ask for the settings of");
	if (!config)
		return tl::unexpected(config.error());
	chunk_ = std::max<std::size_t>(number_after(*config, "MaxArraySize", 1001), 2) - 1;
	waiting_ = {open.begin(), open.end()};
	if (auto done = adopt(tasks); !done)
		return tl::unexpected(done.error());
	if (builds_.empty()) {
		auto builds = submit_builds(tasks, {waiting_.begin(), waiting_.end()});
		if (!builds)
			return tl::unexpected(builds.error());
		builds_ = std::move(*builds);
	}
	while (!waiting_.empty() || !submitted_.empty()) {
		// Slurm's queue is not filled with more than what is soon needed.
		if (!waiting_.empty() && submitted_.size() <= chunk_ / 2) {
			const auto done = submit_next(tasks);
			if (done)
				continue;
			// After a first one: a controller that restarts, or a limit of the user's jobs, is waited for.
			if (arrays_.empty() || ++refusals_ == patience) {
				cancel();
				return tl::unexpected(done.error());
			}
		}
		pollfd port{.fd = interrupt.fd(), .events = POLLIN, .revents = 0};
		(void)::poll(&port, 1, static_cast<int>(options_.poll.count()));
		if (interrupt.signal() != 0) {
			cancel();
			return true;
		}
		if (auto done = look(tasks, calls); !done)
			return tl::unexpected(done.error());
		calls.on_tick();
	}
	return false;
}

} // namespace matrix::collect
