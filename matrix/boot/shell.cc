// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/shell.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include "loader/base/fd.h"
#include "loader/base/files.h"
#include "matrix/boot/interrupt.h"
#include "matrix/boot/prepare.h"
#include "matrix/boot/qemu.h"
#include "loader/base/temp_dir.h"

namespace matrix::boot {

namespace {

// QEMU sets the terminal raw and, killed, would leave it so.
class TerminalKeeper {
public:
	TerminalKeeper() : valid_(::tcgetattr(STDIN_FILENO, &before_) == 0) {}
	~TerminalKeeper()
	{
		if (valid_)
			::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
	}
	TerminalKeeper(const TerminalKeeper &) = delete;
	TerminalKeeper &operator=(const TerminalKeeper &) = delete;

private:
	struct termios before_ {};
	bool valid_;
};

guest::Job shell_job(const GuestJob &job)
{
	guest::Job inner{.argv = {"sh"}, .environment = job.environment, .uid = job.uid, .interactive = true};
	const char *terminal = std::getenv("TERM");
	struct winsize size {};

	inner.environment.try_emplace("PS1", "guest:\\w\\$ ");
	if (terminal != nullptr)
		inner.environment.try_emplace("TERM", terminal);
	if (::ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0) {
		inner.rows = size.ws_row;
		inner.columns = size.ws_col;
	}
	return inner;
}

// In the terminal's foreground group, unlike supervised guests: QEMU reads it.
base::Result<int> run_on_terminal(const std::vector<std::string> &argv, const std::filesystem::path &errors)
{
	const TerminalKeeper keeper;
	const Interrupt interrupt;
	std::vector<char *> words;
	int status = 0;

	for (const std::string &word : argv)
		words.push_back(const_cast<char *>(word.c_str()));
	words.push_back(nullptr);
	const pid_t parent = ::getpid();
	const pid_t pid = ::fork();
	// With its stderr on the same terminal QEMU stopped in the middle of the
	// boot messages (7.2, in tmux); with a file it did not.
	const base::Fd log{::open(errors.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
	if (pid == 0) {
		::prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (::getppid() != parent)
			::_exit(127);
		if (log)
			::dup2(log.get(), STDERR_FILENO);
		::execvp(words[0], words.data());
		::_exit(127);
	}
	while (pid > 0 && ::waitpid(pid, &status, 0) < 0 && errno == EINTR)
		if (interrupt.signal() != 0)
			::kill(pid, SIGTERM);
	if (pid < 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 127))
		return base::fail({.id = "qemu-not-started", .code = base::ExitCode::missing_dependency,
				   .action = "start", .object = argv[0], .reason = "it could not be executed",
				   .hint = "apt-get install qemu-system-x86, or set HOOKMATRIX_QEMU", .errnum = 0});
	if (const auto words_of_qemu = base::read_file(errors); words_of_qemu && !words_of_qemu->empty())
		std::cerr << *words_of_qemu;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

base::Result<int> run_shell(const Layout &layout, const GuestJob &job)
{
	GuestJob interactive = job;
	const auto dir = base::TempDir::create();

	if (!dir)
		return tl::unexpected(dir.error());
	// Nothing is measured here, and a person's `sleep 1` shall take one second.
	if (job.accelerator == Accelerator::tcg_icount)
		interactive.accelerator = Accelerator::tcg;
	interactive.append.insert(interactive.append.begin(), "quiet");
	const QemuPaths paths{.qemu = qemu_program(job.qemu),
			      .initramfs = dir->path() / "initramfs.cpio",
			      .console = ConsoleKind::interactive};
	if (auto done = prepare_initramfs(layout, interactive, shell_job(job), paths.initramfs); !done)
		return tl::unexpected(done.error());
	std::cerr << "Leave the guest with `exit`; Ctrl-A X ends it at once.\n";
	return run_on_terminal(qemu_arguments(interactive, paths), dir->path() / "qemu.stderr");
}

} // namespace matrix::boot
