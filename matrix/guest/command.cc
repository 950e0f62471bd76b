// SPDX-License-Identifier: GPL-2.0
#include "matrix/guest/command.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "loader/base/fd.h"

namespace matrix::guest {

namespace {

struct Pipe {
	base::Fd read;
	base::Fd write;
};

Pipe make_pipe()
{
	int ends[2];

	if (::pipe2(ends, O_CLOEXEC) != 0)
		return {};
	return Pipe{base::Fd{ends[0]}, base::Fd{ends[1]}};
}

// setuid from 0 to another id clears the permitted, effective and ambient
// capabilities; the inheritable set of init is empty.
bool become(unsigned uid)
{
	return uid == 0 || (::setgroups(0, nullptr) == 0 && ::setresgid(uid, uid, uid) == 0 &&
			    ::setresuid(uid, uid, uid) == 0);
}

void set_environment(const Job &job)
{
	::clearenv();
	::setenv("PATH", "/bin:/sbin", 1);
	::setenv("HOME", "/tmp", 1);
	::setenv("TERM", "linux", 1);
	for (const auto &[name, value] : job.environment)
		::setenv(name.c_str(), value.c_str(), 1);
}

[[noreturn]] void start(const Job &job)
{
	std::vector<char *> argv;

	set_environment(job);
	if (!become(job.uid))
		::_exit(126);
	for (const std::string &word : job.argv)
		argv.push_back(const_cast<char *>(word.c_str()));
	argv.push_back(nullptr);
	::execvp(argv[0], argv.data());
	const int failed = errno;
	const std::string text = "hookguest: cannot run '" + job.argv[0] + "': " + std::strerror(failed) + "\n";
	[[maybe_unused]] const ssize_t put = ::write(STDERR_FILENO, text.data(), text.size());
	::_exit(failed == ENOENT ? 127 : 126);
}

// False at the end of the stream.
bool hand_on(int fd, FrameKind stream, const OutputSink &sink)
{
	static std::array<char, 64 * 1024> buffer;
	const ssize_t got = ::read(fd, buffer.data(), buffer.size());

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return true;
	if (got <= 0)
		return false;
	sink(stream, {buffer.data(), static_cast<std::size_t>(got)});
	return true;
}

// SIGCHLD needs a handler, an empty one, to interrupt ppoll().
void note_child(int) {}

class CommandLoop {
public:
	CommandLoop(pid_t pid, int out, int err, const OutputSink &sink)
		: pid_(pid), sink_(sink), ports_{{{out, POLLIN, 0}, {err, POLLIN, 0}}}
	{
	}

	int run()
	{
		sigset_t blocked;
		sigset_t before;

		::sigemptyset(&blocked);
		::sigaddset(&blocked, SIGCHLD);
		::sigprocmask(SIG_BLOCK, &blocked, &before);
		// Blocked except inside ppoll(): no end can fall between the
		// call of waitpid() and the sleep.
		while (open() || !ended_) {
			reap();
			if (!open() && ended_)
				break;
			if (::ppoll(ports_.data(), ports_.size(), nullptr, &before) > 0)
				read_ports();
		}
		::sigprocmask(SIG_SETMASK, &before, nullptr);
		return status_;
	}

private:
	[[nodiscard]] bool open() const { return ports_[0].fd >= 0 || ports_[1].fd >= 0; }

	void reap()
	{
		int status = 0;
		for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
			if (pid != pid_)
				continue;
			ended_ = true;
			status_ = status;
			// What it left running holds the pipes open; nobody will
			// wait for that.
			::kill(-1, SIGKILL);
		}
	}

	void read_ports()
	{
		for (std::size_t i = 0; i < ports_.size(); i++)
			if (ports_[i].fd >= 0 && (ports_[i].revents & (POLLIN | POLLHUP | POLLERR)) != 0 &&
			    !hand_on(ports_[i].fd, i == 0 ? FrameKind::out : FrameKind::err, sink_))
				ports_[i].fd = -1;
	}

	pid_t pid_;
	const OutputSink &sink_;
	std::array<struct pollfd, 2> ports_;
	bool ended_ = false;
	int status_ = 0;
};

void set_child_handler()
{
	struct sigaction action {};

	action.sa_handler = note_child;
	::sigaction(SIGCHLD, &action, nullptr);
}

} // namespace

CommandStatus run_command(const Job &job, const OutputSink &sink)
{
	Pipe out = make_pipe();
	Pipe err = make_pipe();
	const base::Fd nothing{::open("/dev/null", O_RDONLY | O_CLOEXEC)};

	if (job.argv.empty() || !out.read || !err.read || !nothing)
		return {};
	set_child_handler();
	const pid_t pid = ::fork();
	if (pid == 0) {
		::setsid();
		::dup2(nothing.get(), STDIN_FILENO);
		::dup2(out.write.get(), STDOUT_FILENO);
		::dup2(err.write.get(), STDERR_FILENO);
		start(job);
	}
	out.write.reset();
	err.write.reset();
	if (pid < 0)
		return {};
	const int status = CommandLoop(pid, out.read.get(), err.read.get(), sink).run();
	if (WIFSIGNALED(status))
		return {.status = 128 + WTERMSIG(status), .signal = WTERMSIG(status)};
	return {.status = WEXITSTATUS(status), .signal = 0};
}

void run_shell(const Job &job, const char *terminal)
{
	const pid_t pid = ::fork();

	if (pid == 0) {
		::setsid();
		const int fd = ::open(terminal, O_RDWR);
		::ioctl(fd, TIOCSCTTY, 1);
		const struct winsize size {
			static_cast<unsigned short>(job.rows), static_cast<unsigned short>(job.columns), 0, 0
		};
		if (job.rows != 0)
			::ioctl(fd, TIOCSWINSZ, &size);
		for (int standard = 0; standard <= 2; standard++)
			::dup2(fd, standard);
		if (fd > 2)
			::close(fd);
		start(job);
	}
	// The shell's orphans are init's children too.
	for (pid_t ended = 0; ended != pid && (ended >= 0 || errno == EINTR);)
		ended = ::waitpid(-1, nullptr, 0);
}

} // namespace matrix::guest
