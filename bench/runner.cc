// SPDX-License-Identifier: GPL-2.0
#include "bench/runner.h"

#include <fcntl.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <csignal>
#include <cstring>

#include "bench/context.h"
#include "loader/base/fd.h"
#include "loader/base/files.h"

namespace bench {

namespace {

constexpr std::size_t result_limit = std::size_t{64} << 20;
constexpr int child_result_fd = 3;

struct Child {
	pid_t pid = -1;
	base::Fd output;
};

// In the child, between fork and exec.
[[noreturn]] void become_cell(const std::string &program, std::array<std::string, 6> &words, int output)
{
	std::array<char *, 7> argv{};

	for (std::size_t i = 0; i < words.size(); ++i)
		argv[i] = words[i].data();
	// The addresses of the stack and of the mappings decide how many page
	// tables a process has, and so what a fork of it costs.
	(void)::personality(ADDR_NO_RANDOMIZE);
	if (output != child_result_fd)
		(void)::dup2(output, child_result_fd);
	else
		(void)::fcntl(output, F_SETFD, 0);
	std::array<char *, 1> environment{nullptr};
	::execve(program.c_str(), argv.data(), environment.data());
	::_exit(127);
}

base::Result<Child> start(const std::string &program, std::array<std::string, 6> words)
{
	const base::Error context{.id = "cell-start", .code = base::ExitCode::failed, .action = "start a process for",
				  .object = words[2], .reason = {}, .hint = {}, .errnum = 0};
	int fds[2];

	if (::pipe2(fds, O_CLOEXEC) != 0)
		return base::fail_errno(errno, context);
	Child child{.pid = -1, .output = base::Fd{fds[0]}};
	const base::Fd write_end{fds[1]};

	child.pid = ::fork();
	if (child.pid < 0)
		return base::fail_errno(errno, context);
	if (child.pid == 0)
		become_cell(program, words, write_end.get());
	return child;
}

std::string drain(const base::Fd &fd)
{
	std::string text;
	std::array<char, 1 << 14> buffer{};

	while (text.size() < result_limit) {
		const ssize_t got = ::read(fd.get(), buffer.data(), buffer.size());
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		text.append(buffer.data(), static_cast<std::size_t>(got));
	}
	return text;
}

std::string ending(int status)
{
	if (WIFSIGNALED(status))
		return std::string{"the process of this workload was killed by SIG"} + ::sigabbrev_np(WTERMSIG(status));
	return "the process of this workload ended with status " + std::to_string(WEXITSTATUS(status)) +
	       " and without a result";
}

nlohmann::json failed(const WorkloadRow &workload, const CounterRow &counter, std::string reason)
{
	Measurement measurement;

	measurement.reason = std::move(reason);
	return to_json(workload, counter, measurement);
}

// Known before a process is made for it.
nlohmann::json skipped(const WorkloadRow &workload, const CounterRow &counter, std::string_view source,
		       const std::string &reason)
{
	Measurement measurement;

	measurement.status = Status::skipped;
	measurement.reason = reason;
	measurement.source = source;
	return to_json(workload, counter, measurement);
}

bool wanted(const std::vector<std::string> &names, std::string_view name)
{
	return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

bool parse(const std::string &text, unsigned &value)
{
	const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);

	return error == std::errc{} && end == text.data() + text.size();
}

} // namespace

std::string cpu_model()
{
	const auto text = base::read_file("/proc/cpuinfo");
	const std::size_t at = text ? text->find("model name") : std::string::npos;

	if (at == std::string::npos)
		return "unknown";
	const std::size_t colon = text->find(": ", at);
	const std::size_t end = text->find('\n', at);
	return colon == std::string::npos || colon > end ? "unknown" : text->substr(colon + 2, end - colon - 2);
}

nlohmann::json number(double value)
{
	// 2^53: above it a double is not exact anyway.
	if (std::nearbyint(value) == value && std::fabs(value) < 9007199254740992.0)
		return static_cast<std::int64_t>(value);
	return value;
}

nlohmann::json to_json(const WorkloadRow &workload, const CounterRow &counter, const Measurement &measurement)
{
	nlohmann::json samples = nlohmann::json::array();

	for (const double sample : measurement.samples)
		samples.push_back(number(sample));
	nlohmann::json row{{"workload", workload.name},
			   {"counter", counter.name},
			   {"unit", counter.unit},
			   {"status", to_string(measurement.status)},
			   {"reason", measurement.reason},
			   {"source", measurement.source},
			   {"overhead", number(measurement.overhead)},
			   {"batch", measurement.batch},
			   {"samples", std::move(samples)}};
	if (measurement.cpu)
		row["cpu"] = *measurement.cpu;
	if (measurement.randomized)
		row["randomized"] = *measurement.randomized;
	return row;
}

nlohmann::json Runner::run_cell(const WorkloadRow &workload, const CounterRow &counter) const
{
	const std::unique_ptr<Counter> probe = counter.make({.icount = options_.icount});

	if (const auto usable = probe->open(); !usable)
		return skipped(workload, counter, probe->source(), usable.error().reason);
	auto child = start(program_, {"hookbench", std::string{cell_argument}, std::string{workload.name},
				      std::string{counter.name}, options_.icount ? "1" : "0",
				      std::to_string(options_.samples)});
	if (!child)
		return failed(workload, counter, child.error().to_string());

	const std::string text = drain(child->output);
	int status = 0;
	while (::waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		;
	nlohmann::json result = nlohmann::json::parse(text, nullptr, false);
	if (!result.is_object())
		return failed(workload, counter, ending(status));
	return result;
}

nlohmann::json Runner::run(const std::vector<std::string> &workloads, const std::vector<std::string> &counters) const
{
	const Session session{options_};
	nlohmann::json results = nlohmann::json::array();
	const std::vector<std::string> names = workloads.empty() ? usual_workloads() : workloads;

	for (const WorkloadRow &workload : workload_table()) {
		for (const CounterRow &counter : counter_table()) {
			if (wanted(names, workload.name) && wanted(counters, counter.name))
				results.push_back(run_cell(workload, counter));
		}
	}
	nlohmann::json context = session.context(results);
	return {{"schema_version", results_schema_version},
		{"program", "hookbench"},
		{"context", std::move(context)},
		{"results", std::move(results)}};
}

int run_cell(const std::vector<std::string> &arguments, int result_fd)
{
	const WorkloadRow *workload = arguments.size() == 4 ? find_workload(arguments[0]) : nullptr;
	const CounterRow *counter = workload != nullptr ? find_counter(arguments[1]) : nullptr;
	unsigned icount = 0;
	unsigned samples = 0;

	if (counter == nullptr || !parse(arguments[2], icount) || !parse(arguments[3], samples))
		return base::to_int(base::ExitCode::usage);
	// The children of a workload shall not hold the pipe open.
	(void)::fcntl(result_fd, F_SETFD, FD_CLOEXEC);
	Measurement got = measure({.workload = *workload, .counter = *counter,
				   .options = {.icount = icount != 0}, .samples = samples});
	if (icount == 0)
		got.randomized = (::personality(0xffffffff) & ADDR_NO_RANDOMIZE) == 0;
	const std::string text = to_json(*workload, *counter, got).dump();
	std::size_t put = 0;
	while (put < text.size()) {
		const ssize_t count = ::write(result_fd, text.data() + put, text.size() - put);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return base::to_int(base::ExitCode::failed);
		put += static_cast<std::size_t>(count);
	}
	return base::to_int(base::ExitCode::ok);
}

} // namespace bench
