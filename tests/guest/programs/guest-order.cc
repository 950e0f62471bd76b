// SPDX-License-Identifier: GPL-2.0
//
// guest-order: who was asked, and who refused.
//
//   guest-order getpgid [N ERRNO]   of the LSMs hooktest1 and hooktest2, where
//                                   callback N is to refuse: "getpgid EPERM: 0 1 2."
//   guest-order prctl|setxattr|exec [N ERRNO]
//   guest-order steady getpgid|… SECONDS [N ERRNO]   again and again: "getpgid 0: 0 1 16. 512
//                                   times"; 1 and what was otherwise, where a call was. From
//                                   the second call on callback N is to refuse.
//   guest-order ptrace              "ptrace EXDEV, the program was asked": by the
//                                   SIGUSR1 that asked.bpf.c sends
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

namespace {

constexpr const char *state_file = "/sys/kernel/security/hooktest";

// One of the calls that hooktest sees: 0, or -1 and errno.
struct Row {
	const char *name;
	const char *hook;
	int (*call)();
};

// Of this process by its id: 0 in its place would ask nobody.
int call_getpgid() { return ::getpgid(::getpid()) < 0 ? -1 : 0; }
int call_prctl() { return ::prctl(0x48545354, 0, 0, 0, 0); }

// tmpfs would keep such an attribute itself; a file of pipefs asks the LSMs.
int call_setxattr()
{
	int ends[2];

	if (::pipe(ends) != 0)
		return -1;
	const int result = ::fsetxattr(ends[0], "security.hooktest", "1", 1, 0);
	const int error = errno;
	::close(ends[0]);
	::close(ends[1]);
	errno = error;
	return result;
}

// In this process, which goes on as the program that prints the log.
int call_exec()
{
	char self[] = "/proc/self/exe", verb[] = "report";
	char *arguments[] = {self, verb, nullptr};

	return ::execv(self, arguments);
}

constexpr Row rows[] = {
	{"getpgid", "task_getpgid", call_getpgid},
	{"prctl", "task_prctl", call_prctl},
	{"setxattr", "inode_setsecurity", call_setxattr},
	{"exec", "bprm_committed_creds", call_exec},
};

[[noreturn]] void fail(const char *what)
{
	std::fprintf(stderr, "guest-order: %s: %s\n", what, std::strerror(errno));
	std::exit(1);
}

void tell(const std::string &line)
{
	const int file = ::open(state_file, O_WRONLY | O_CLOEXEC);

	if (file < 0 || ::write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
		fail(state_file);
	::close(file);
}

// The callbacks of this hook, in the order in which they were called: " 0 1 16".
std::string log_of(const std::string &hook)
{
	std::ifstream log{state_file};
	std::string text;

	for (std::string name, callback; log >> name >> callback;)
		if (name == hook)
			text += " " + callback;
	return text;
}

// "EPERM: 0 1 2."; `denier` is "N ERRNO", or empty.
std::string answer_of(const Row &row, const std::string &denier)
{
	tell("trace");
	if (!denier.empty())
		tell("deny " + denier);
	const std::string error = row.call() == 0 ? "0" : ::strerrorname_np(errno);
	return error + ":" + log_of(row.hook) + ".";
}

int trace(const Row &row, const std::string &denier)
{
	std::printf("%s %s\n", row.name, answer_of(row, denier).c_str());
	return 0;
}

int trace_steady(const Row &row, unsigned seconds, const std::string &denier)
{
	using Clock = std::chrono::steady_clock;
	const auto end = Clock::now() + std::chrono::seconds{seconds};
	const std::string first = answer_of(row, "");
	unsigned long times = 1;

	for (; Clock::now() < end; ++times) {
		const std::string answer = answer_of(row, denier);
		if (answer == first)
			continue;
		std::printf("%s %s %lu times, then %s\n", row.name, first.c_str(), times, answer.c_str());
		return 1;
	}
	std::printf("%s %s %lu times\n", row.name, first.c_str(), times);
	return 0;
}

const Row *find_row(const std::string &name)
{
	for (const Row &row : rows)
		if (name == row.name)
			return &row;
	return nullptr;
}

// From argument `at` on: "N ERRNO", or nothing.
std::string denier_at(int at, int argc, char **argv) { return argc == at + 2 ? std::string{argv[at]} + " " + argv[at + 1] : ""; }

volatile sig_atomic_t asked = 0;

int trace_ptrace()
{
	::signal(SIGUSR1, [](int) { asked = 1; });
	const pid_t child = ::fork();
	if (child == 0) {
		::pause();
		::_exit(0);
	}
	asked = 0;
	const long result = ::ptrace(PTRACE_SEIZE, child, nullptr, nullptr);
	const char *error = result == 0 ? "0" : ::strerrorname_np(errno);
	// The kernel may send the signal from an interrupt, a moment later.
	for (int i = 0; i < 10 && !asked; ++i)
		::usleep(10'000);
	std::printf("ptrace %s, the program was %sasked\n", error, asked ? "" : "not ");
	::kill(child, SIGKILL);
	::waitpid(child, nullptr, 0);
	return 0;
}

} // namespace

int main(int argc, char **argv)
{
	const std::string verb = argc > 1 ? argv[1] : "";

	if (verb == "ptrace")
		return trace_ptrace();
	if (verb == "report") {
		std::printf("exec 0:%s.\n", log_of("bprm_committed_creds").c_str());
		return 0;
	}
	if (const Row *row = find_row(verb))
		return trace(*row, denier_at(2, argc, argv));
	if (const Row *row = find_row(argc > 3 ? argv[2] : ""); row != nullptr && verb == "steady")
		return trace_steady(*row, static_cast<unsigned>(std::atoi(argv[3])), denier_at(4, argc, argv));
	std::fprintf(stderr, "guest-order: one of getpgid, prctl, setxattr, exec, ptrace is wanted, or steady\n");
	return 2;
}
