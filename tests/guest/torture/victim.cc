// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/torture/victim.h"

#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/guest/conformance/trigger.h"
#include "tests/guest/torture/counts.h"

namespace torture {

namespace {

constexpr unsigned triggers_per_household = 40;
constexpr unsigned life_seconds = 30;

[[noreturn]] void be_victim(const conformance::Trigger &trigger)
{
	::prctl(PR_SET_PDEATHSIG, SIGKILL);
	// A refused call may leave the process waiting for what does not come.
	::alarm(life_seconds);
	char folder[] = "victim.XXXXXX";
	if (::mkdtemp(folder) == nullptr || ::chdir(folder) != 0)
		::_exit(1);
	// From here on programs refuse.
	if (::setgroups(0, nullptr) != 0 || ::setresgid(victims, victims, victims) != 0)
		::_exit(1);
	if (trigger.prepare != nullptr)
		trigger.prepare(); // ends the process when it is refused
	trigger.act();
	++Counts::shared().triggers;
	::_exit(0);
}

// Process 1 of its namespace: what a victim leaves running ends with it. (A child
// that was to end with its parent does not, where prctl(2) was refused.)
[[noreturn]] void be_household(const std::string &folder, Random &random)
{
	const std::vector<conformance::Trigger> triggers = conformance::all_triggers();

	::prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 || ::chdir(folder.c_str()) != 0) {
		trouble("a household for victims");
		::_exit(1);
	}
	for (unsigned i = 0; i < triggers_per_household && !Counts::shared().stop; i++) {
		const conformance::Trigger &trigger = random.pick(triggers);
		const pid_t pid = ::fork();
		if (pid == 0)
			be_victim(trigger);
		// Others may be orphans of earlier ones.
		for (pid_t ended = 0; pid > 0 && ended != pid && (ended >= 0 || errno == EINTR);)
			ended = ::waitpid(-1, nullptr, 0);
	}
	::_exit(0);
}

// Processes, mounts, queues, names and the network of the victims are not those
// of others, and go with the household. Where there is one, its process.
pid_t start_household(const std::string &folder, Random &random)
{
	const pid_t pid = ::fork();

	if (pid != 0)
		return pid;
	::prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (::unshare(CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS) != 0) {
		trouble("namespaces for victims");
		::_exit(1);
	}
	const pid_t first = ::fork();
	if (first == 0)
		be_household(folder, random);
	if (first > 0)
		::waitpid(first, nullptr, 0);
	::_exit(0);
}

int remove_one(const char *path, const struct stat *, int, struct FTW *)
{
	::remove(path); // what a victim made immutable stays, and hurts nobody
	return 0;
}

} // namespace

void run_victims(World &, Random &random)
{
	while (!Counts::shared().stop) {
		char folder[] = "/tmp/victims.XXXXXX";
		Random own{random.word(), 0};
		if (::mkdtemp(folder) == nullptr)
			return trouble("a folder for victims");
		const pid_t pid = start_household(folder, own);
		if (pid > 0)
			::waitpid(pid, nullptr, 0);
		::nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	}
}

} // namespace torture
