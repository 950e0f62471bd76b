// SPDX-License-Identifier: GPL-2.0
//
// guest-killer [--every] BEFORE CHECK STATES COMMAND…: kills COMMAND at each of its system
// calls that changes what is loaded, attached, pinned or mounted; with --every at all
// others, too, but at one in a hundred of those that follow each other (a file is read in
// 1400). For n = 1, 2, …: the shell runs BEFORE; COMMAND is killed when it is about to make the nth such call; CHECK,
// which may need to be asked for some seconds, has to print one of STATES, separated by
// commas. It ends when COMMAND makes fewer than n, and prints how often each state was
// seen and at which call first. Status 0, or 1 when a state was none of these.
#include <linux/bpf.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

namespace {

struct Watched {
	long number;
	const char *name;
};

constexpr Watched watched[] = {
	{SYS_fsopen, "fsopen"}, {SYS_fsconfig, "fsconfig"}, {SYS_fsmount, "fsmount"}, {SYS_move_mount, "move_mount"},
	{SYS_umount2, "umount2"}, {SYS_mkdir, "mkdir"}, {SYS_rmdir, "rmdir"}, {SYS_unlink, "unlink"}, {SYS_flock, "flock"},
	{SYS_exit_group, "exit_group"},
};

constexpr Watched watched_bpf[] = {
	{BPF_MAP_CREATE, "bpf map_create"}, {BPF_MAP_UPDATE_ELEM, "bpf map_update"}, {BPF_PROG_LOAD, "bpf prog_load"},
	{BPF_LINK_CREATE, "bpf link_create"}, {BPF_OBJ_PIN, "bpf obj_pin"},
};

template <std::size_t N> const char *find(const Watched (&rows)[N], std::uint64_t number)
{
	for (const Watched &row : rows)
		if (static_cast<std::uint64_t>(row.number) == number)
			return row.name;
	return nullptr;
}

class Watch {
public:
	explicit Watch(bool every) : every_(every) {}

	// Empty: not one to kill at.
	std::string name(const __ptrace_syscall_info &info)
	{
		const char *name = info.entry.nr == SYS_bpf ? find(watched_bpf, info.entry.args[0]) : find(watched, info.entry.nr);

		same_ = info.entry.nr == last_ ? same_ + 1 : 0;
		last_ = info.entry.nr;
		if (name != nullptr)
			return name;
		return every_ && same_ % 100 == 0 ? "call of number " + std::to_string(info.entry.nr) : "";
	}

private:
	bool every_;
	std::uint64_t last_ = ~std::uint64_t{0};
	unsigned same_ = 0; // calls of this number just before
};

// The name of the call at which it was killed; empty: it ended before.
std::string kill_at(unsigned wanted, bool every, char **command)
{
	const pid_t child = ::fork();
	int status = 0;

	if (child == 0) {
		::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
		::raise(SIGSTOP);
		::execvp(command[0], command);
		::_exit(127);
	}
	::waitpid(child, &status, 0);
	::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
	Watch watch{every};
	for (unsigned seen = 0;;) {
		::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
		if (::waitpid(child, &status, 0) < 0 || WIFEXITED(status) || WIFSIGNALED(status))
			return {};
		__ptrace_syscall_info info{};
		if (WSTOPSIG(status) != (SIGTRAP | 0x80) ||
		    ::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof(info), &info) <= 0 || info.op != PTRACE_SYSCALL_INFO_ENTRY)
			continue;
		std::string name = watch.name(info);
		if (name.empty() || ++seen < wanted)
			continue;
		::kill(child, SIGKILL);
		::waitpid(child, &status, 0);
		return name;
	}
}

std::string output_of(const std::string &command)
{
	std::string text;
	char buffer[256];
	FILE *pipe = ::popen(command.c_str(), "r");

	while (pipe != nullptr && std::fgets(buffer, sizeof(buffer), pipe) != nullptr)
		text += buffer;
	if (pipe != nullptr)
		::pclose(pipe);
	while (!text.empty() && text.back() == '\n')
		text.pop_back();
	return text;
}

// What the kernel frees in the background is given time for.
std::string settled_state(const std::string &check, const std::string &states)
{
	std::string state;

	for (int i = 0; i < 50; i++) {
		state = output_of(check);
		if (!state.empty() && ("," + states + ",").find("," + state + ",") != std::string::npos)
			return state;
		::usleep(100000);
	}
	return state;
}

} // namespace

int main(int argc, char **argv)
{
	std::map<std::string, unsigned> seen;
	bool wrong = false;

	const bool every = argc > 1 && std::string_view{argv[1]} == "--every";
	if (every) {
		argc--;
		argv++;
	}
	if (argc < 5) {
		std::fputs("guest-killer [--every] BEFORE CHECK STATES COMMAND…\n", stderr);
		return 2;
	}
	const std::string states = argv[3];
	for (unsigned n = 1;; n++) {
		if (std::system(argv[1]) != 0) {
			std::fprintf(stderr, "%s: failed before kill %u\n", argv[1], n);
			return 1;
		}
		const std::string call = kill_at(n, every, argv + 4);
		if (call.empty())
			break;
		const std::string state = settled_state(argv[2], states);
		if (seen[state]++ == 0)
			std::printf("kill %u, before %s: first %s\n", n, call.c_str(), state.c_str());
		if (("," + states + ",").find("," + state + ",") == std::string::npos) {
			std::printf("kill %u, before %s: neither of %s: '%s'\n", n, call.c_str(), states.c_str(), state.c_str());
			wrong = true;
		}
	}
	for (const auto &[state, times] : seen)
		std::printf("%s: %u times\n", state.c_str(), times);
	return wrong || seen.empty() ? 1 : 0;
}
