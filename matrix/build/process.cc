// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <sstream>

#include "loader/base/fd.h"
#include "matrix/build/errors.h"

namespace matrix::build {

namespace {

std::atomic<bool> interrupt_flag{false};

void note_interrupt(int) { interrupt_flag.store(true); }

void watch_signals()
{
	struct sigaction action = {};

	action.sa_handler = note_interrupt;
	sigemptyset(&action.sa_mask);
	for (const int signal : {SIGINT, SIGTERM, SIGHUP})
		::sigaction(signal, &action, nullptr);
}

std::vector<char *> pointers(std::vector<std::string> &words)
{
	std::vector<char *> result;

	for (std::string &word : words)
		result.push_back(word.data());
	result.push_back(nullptr);
	return result;
}

// The child's side between fork and exec: async-signal-safe calls alone.
[[noreturn]] void become(char *const *argv, char *const *envp, const char *program, const char *cwd, int in, int out,
			 int failure)
{
	::setpgid(0, 0);
	if (::dup2(in, STDIN_FILENO) < 0 || ::dup2(out, STDOUT_FILENO) < 0 || ::dup2(out, STDERR_FILENO) < 0 ||
	    (*cwd != '\0' && ::chdir(cwd) != 0) || ::execve(program, argv, envp) != 0) {
		const int error = errno;
		if (::write(failure, &error, sizeof(error)) < 0)
			::_exit(126);
	}
	::_exit(127);
}

struct Child {
	pid_t pid = -1;
	base::Fd output;
};

base::Result<Child> start(const Command &command, const std::filesystem::path &program)
{
	const base::Error context{.id = "program-not-started", .code = base::ExitCode::failed,
				  .action = "start the program", .object = program.string(), .reason = {}, .hint = {},
				  .errnum = 0};
	std::vector<std::string> words = command.argv;
	std::vector<std::string> variables;
	for (const auto &[name, value] : command.environment)
		variables.push_back(name + "=" + value);
	const auto argv = pointers(words);
	const auto envp = pointers(variables);
	const std::string cwd = command.cwd.string();
	const std::string input = command.stdin_file.empty() ? "/dev/null" : command.stdin_file.string();
	const base::Fd in{::open(input.c_str(), O_RDONLY | O_CLOEXEC)};
	int out[2];
	int failure[2];

	if (!in || ::pipe2(out, O_CLOEXEC) != 0)
		return base::fail_errno(errno, context);
	base::Fd out_read{out[0]};
	base::Fd out_write{out[1]};
	if (::pipe2(failure, O_CLOEXEC) != 0)
		return base::fail_errno(errno, context);
	const base::Fd failure_read{failure[0]};
	base::Fd failure_write{failure[1]};

	const pid_t pid = ::fork();
	if (pid < 0)
		return base::fail_errno(errno, context);
	if (pid == 0)
		become(argv.data(), envp.data(), program.c_str(), cwd.c_str(), in.get(), out_write.get(),
		       failure_write.get());
	::setpgid(pid, pid); // both sides do it: whoever comes first
	out_write.reset();
	failure_write.reset();
	int error = 0;
	if (::read(failure_read.get(), &error, sizeof(error)) == static_cast<ssize_t>(sizeof(error))) {
		::waitpid(pid, nullptr, 0);
		return base::fail_errno(error, context);
	}
	return Child{.pid = pid, .output = std::move(out_read)};
}

// Hands out whole lines; the rest of the last one when the child has ended.
class LineSplitter {
public:
	explicit LineSplitter(std::function<void(std::string_view)> take) : take_(std::move(take)) {}
	void add(std::string_view text)
	{
		for (std::size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1)) {
			pending_ += text.substr(0, end);
			flush();
		}
		pending_ += text;
	}
	void finish()
	{
		if (!pending_.empty())
			flush();
	}

private:
	void flush()
	{
		take_(pending_);
		pending_.clear();
	}
	std::function<void(std::string_view)> take_;
	std::string pending_;
};

class Interruption {
public:
	explicit Interruption(pid_t group) : group_(group) {}
	void tick()
	{
		if (!interrupt_flag.load())
			return;
		const auto now = std::chrono::steady_clock::now();
		if (!since_) {
			since_ = now;
			::kill(-group_, SIGINT);
		} else if (now - *since_ > std::chrono::seconds{5}) {
			::kill(-group_, SIGKILL);
		}
	}
	[[nodiscard]] bool happened() const { return since_.has_value(); }

private:
	pid_t group_;
	std::optional<std::chrono::steady_clock::time_point> since_;
};

void write_log(const base::Fd &log, const char *data, std::size_t size)
{
	while (log && size > 0) {
		const ssize_t put = ::write(log.get(), data, size);
		if (put <= 0)
			return; // the log is a convenience; the build does not end with it
		data += put;
		size -= static_cast<std::size_t>(put);
	}
}

void pump(const Child &child, const Command &command, const base::Fd &log, LineSplitter &lines, Interruption &interruption)
{
	std::array<char, 1 << 16> buffer;

	for (;;) {
		struct pollfd wait = {.fd = child.output.get(), .events = POLLIN, .revents = 0};
		const int ready = ::poll(&wait, 1, 500);
		interruption.tick();
		if (command.on_tick)
			command.on_tick();
		if (ready <= 0)
			continue;
		const ssize_t got = ::read(child.output.get(), buffer.data(), buffer.size());
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		write_log(log, buffer.data(), static_cast<std::size_t>(got));
		lines.add({buffer.data(), static_cast<std::size_t>(got)});
	}
	lines.finish();
}

int wait_for(pid_t pid)
{
	int status = 0;

	while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

SystemRunner::SystemRunner(bool show_commands) : show_commands_(show_commands) { watch_signals(); }

base::Result<Finished> SystemRunner::run(const Command &command)
{
	const std::filesystem::path program = find_program(command.argv.at(0));
	if (program.empty())
		return refuse("program-missing", base::ExitCode::missing_dependency, "run the program",
			      command.argv[0], "it is not in PATH", "install the packages: make packages");
	if (interrupt_requested())
		return tl::unexpected(interrupted("run " + command.argv[0]));
	if (show_commands_)
		std::cout << "+ " << shell_words(command.argv) << std::endl;

	base::Fd log;
	if (!command.log.empty())
		log.reset(::open(command.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
	auto child = start(command, program);
	if (!child)
		return tl::unexpected(child.error());

	Finished finished;
	LineSplitter lines{command.on_line ? command.on_line : [&finished](std::string_view line) {
		finished.output.append(line).append("\n");
	}};
	Interruption interruption{child->pid};
	pump(*child, command, log, lines, interruption);
	finished.status = wait_for(child->pid);
	if (interruption.happened() || interrupt_requested())
		return tl::unexpected(interrupted("run " + command.argv[0]));
	return finished;
}

Environment clean_environment()
{
	Environment result{{"LC_ALL", "C"}, {"PATH", "/usr/local/bin:/usr/bin:/bin"}};

	for (const char *name : {"PATH", "HOME", "TMPDIR", "USER", "LOGNAME", "XDG_CACHE_HOME"})
		if (const char *value = std::getenv(name); value != nullptr)
			result[name] = value;
	return result;
}

// Between single quotes nothing means anything but the quote that ends them.
std::string shell_quoted(const std::string &word)
{
	std::string text = "'";

	for (const char c : word)
		text += c == '\'' ? "'\\''" : std::string(1, c);
	return text + "'";
}

std::string shell_words(const std::vector<std::string> &argv)
{
	std::string text;

	for (const std::string &word : argv) {
		const bool plain = !word.empty() && word.find_first_of(" \t\n'\"$`\\*?[]{};&|<>()#~!") == std::string::npos;
		text += text.empty() ? "" : " ";
		text += plain ? word : shell_quoted(word);
	}
	return text;
}

std::filesystem::path find_program(std::string_view name)
{
	if (name.find('/') != std::string_view::npos)
		return name;
	const char *path = std::getenv("PATH");
	std::istringstream folders{path != nullptr ? path : "/usr/bin:/bin"};
	for (std::string folder; std::getline(folders, folder, ':');) {
		const auto candidate = std::filesystem::path{folder.empty() ? "." : folder} / name;
		if (::access(candidate.c_str(), X_OK) == 0 && !std::filesystem::is_directory(candidate))
			return candidate;
	}
	return {};
}

bool interrupt_requested() { return interrupt_flag.load(); }

base::Error interrupted(std::string action)
{
	return base::Error{.id = "interrupted", .code = base::ExitCode::interrupted, .action = std::move(action),
			   .object = {}, .reason = "interrupted",
			   .hint = "run the same command again: it goes on where it was", .errnum = 0};
}

} // namespace matrix::build
