// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/child.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace matrix::boot {

namespace {

base::Error start_error(const std::string &program)
{
	return {.id = "qemu-not-started", .code = base::ExitCode::missing_dependency, .action = "start",
		.object = program, .reason = {}, .hint = "apt-get install qemu-system-x86, or set HOOKMATRIX_QEMU",
		.errnum = 0};
}

bool make_pipe(base::Fd &read, base::Fd &write)
{
	int ends[2];

	if (::pipe2(ends, O_CLOEXEC) != 0)
		return false;
	read.reset(ends[0]);
	write.reset(ends[1]);
	return true;
}

// The same file twice: ours to read at an offset, theirs to write.
bool make_file(const char *name, base::Fd &ours, base::Fd &theirs)
{
	ours.reset(::memfd_create(name, MFD_CLOEXEC));
	if (!ours)
		return false;
	theirs.reset(::fcntl(ours.get(), F_DUPFD_CLOEXEC, 0));
	return static_cast<bool>(theirs);
}

// What a child may write into one of its files: they are memory. A guest that
// prints without end is killed by SIGXFSZ.
constexpr rlim_t file_limit = rlim_t{1} << 30;

struct ChildEnds {
	base::Fd out;
	base::Fd err;
	base::Fd channel;
	base::Fd failure; // takes errno when exec fails
};

// Only calls that are safe between fork and exec.
[[noreturn]] void become_program(char *const *argv, const ChildEnds &ends, pid_t parent)
{
	// A group of its own: a Ctrl-C at the terminal is ours to handle first.
	::setpgid(0, 0);
	::prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (::getppid() != parent)
		::_exit(127);
	const struct rlimit limit = {file_limit, file_limit};
	::setrlimit(RLIMIT_FSIZE, &limit);
	const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
	// Out of the way of 0 to 3, which the dup2 calls fill.
	const std::array<int, 4> high{::fcntl(nothing, F_DUPFD_CLOEXEC, 10), ::fcntl(ends.out.get(), F_DUPFD_CLOEXEC, 10),
				      ::fcntl(ends.err.get(), F_DUPFD_CLOEXEC, 10),
				      ::fcntl(ends.channel.get(), F_DUPFD_CLOEXEC, 10)};
	const int failure = ::fcntl(ends.failure.get(), F_DUPFD_CLOEXEC, 10);
	for (int target = 0; target <= channel_fd_in_child; target++)
		::dup2(high[static_cast<std::size_t>(target)], target);
	::execvp(argv[0], argv);
	const int failed = errno;
	[[maybe_unused]] const ssize_t put = ::write(failure, &failed, sizeof(failed));
	::_exit(127);
}

} // namespace

base::Result<Child> Child::start(const std::vector<std::string> &argv)
{
	Child child;
	ChildEnds ends;
	base::Fd failure;
	std::vector<char *> words;

	for (const std::string &word : argv)
		words.push_back(const_cast<char *>(word.c_str()));
	words.push_back(nullptr);
	if (!make_file("console", child.out_, ends.out) || !make_file("channel", child.channel_, ends.channel) ||
	    !make_pipe(child.err_, ends.err) || !make_pipe(failure, ends.failure))
		return base::fail_errno(errno, start_error(argv.at(0)));
	const pid_t parent = ::getpid();
	child.pid_ = ::fork();
	if (child.pid_ == 0)
		become_program(words.data(), ends, parent);
	if (child.pid_ > 0)
		::setpgid(child.pid_, child.pid_); // both sides: whoever is first
	if (child.pid_ < 0)
		return base::fail_errno(errno, start_error(argv.at(0)));
	ends = ChildEnds{};
	int failed = 0;
	ssize_t got = 0;
	while ((got = ::read(failure.get(), &failed, sizeof(failed))) < 0 && errno == EINTR)
		;
	if (got == static_cast<ssize_t>(sizeof(failed)))
		return base::fail_errno(failed, start_error(argv.at(0)));
	return child;
}

std::optional<int> Child::try_wait()
{
	int status = 0;

	if (!status_ && pid_ > 0 && ::waitpid(pid_, &status, WNOHANG) == pid_)
		status_ = status;
	return status_;
}

int Child::wait()
{
	int status = 0;

	while (!status_) {
		const pid_t ended = ::waitpid(pid_, &status, 0);
		if (ended == pid_)
			status_ = status;
		else if (errno != EINTR)
			status_ = 0;
	}
	return *status_;
}

void Child::kill() const
{
	// After wait() the pid may be another process's.
	if (pid_ > 0 && !status_)
		::kill(-pid_, SIGKILL); // the group of its own, see become_program()
}

Child::~Child()
{
	if (pid_ <= 0)
		return;
	kill();
	wait();
}

} // namespace matrix::boot
