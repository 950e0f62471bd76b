// SPDX-License-Identifier: GPL-2.0
#include "loader/command.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace loader {

namespace {

sigset_t forwarded_signals()
{
	sigset_t set;

	sigemptyset(&set);
	for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD})
		sigaddset(&set, signal);
	return set;
}

// Blocks signals for a scope: they stay pending for sigwaitinfo.
class BlockedSignals {
public:
	explicit BlockedSignals(const sigset_t &set) { sigprocmask(SIG_BLOCK, &set, &before_); }
	~BlockedSignals() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
	BlockedSignals(const BlockedSignals &) = delete;
	BlockedSignals &operator=(const BlockedSignals &) = delete;
	[[nodiscard]] const sigset_t &before() const { return before_; }

private:
	sigset_t before_{};
};

base::Result<pid_t> spawn(const std::vector<std::string> &argv, const sigset_t &mask)
{
	std::vector<char *> arguments;
	for (const std::string &argument : argv)
		arguments.push_back(const_cast<char *>(argument.c_str()));
	arguments.push_back(nullptr);

	posix_spawnattr_t attributes;
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &mask);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	pid_t child = 0;
	const int error = posix_spawnp(&child, arguments.front(), nullptr, &attributes, arguments.data(), environ);
	posix_spawnattr_destroy(&attributes);
	if (error != 0)
		return base::fail_errno(error, {.id = "command-not-started", .code = base::ExitCode::boot_failed,
						.action = "start the command", .object = argv.front(), .reason = {},
						.hint = {}, .errnum = 0});
	return child;
}

} // namespace

base::Result<int> run_command(const std::vector<std::string> &argv)
{
	// An ignored SIGCHLD would be inherited, and the status lost.
	std::signal(SIGCHLD, SIG_DFL);
	const sigset_t signals = forwarded_signals();
	const BlockedSignals blocked(signals);
	const auto child = spawn(argv, blocked.before());
	if (!child)
		return tl::unexpected(child.error());

	for (;;) {
		siginfo_t info{};
		const int signal = sigwaitinfo(&signals, &info);
		if (signal < 0)
			continue; // EINTR: a debugger
		if (signal != SIGCHLD) {
			// A key on the terminal reaches the whole group, the command too.
			if (info.si_code != SI_KERNEL)
				kill(*child, signal);
			continue;
		}
		int status = 0;
		if (waitpid(*child, &status, WNOHANG) != *child)
			continue; // stopped, or another child's end
		if (WIFEXITED(status))
			return WEXITSTATUS(status);
		if (WIFSIGNALED(status))
			return 128 + WTERMSIG(status);
	}
}

} // namespace loader
