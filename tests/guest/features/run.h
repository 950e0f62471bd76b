// SPDX-License-Identifier: GPL-2.0
//
// One feature in a process of its own: its object on this kernel, what its
// programs share with the test, and assertions that end the process.
//
//   Run run("hash_map");                      // or the process ends
//   run.attach();                             // every program of the object
//   equal(call(7), 0, "the call");            // prctl(FEATURE_CALL, 7)
//   equal(run.state().value[0], 1, "the count");
//
// A row of a table is all that a new feature needs, beside its bpf/NAME.bpf.c:
//
//   Feature{.name = "hash_map", .effect = "counts by key", .check = hash_map},
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loader/attach.h"
#include "tests/guest/features/state.h"

namespace features {

// Ends the process: "FAIL", what was to hold, and errno when it says why.
void must(bool holds, const char *what);
int must(int returned, const char *what); // -1 fails
void equal(long found, long wanted, const char *what);
void equal_text(std::string_view found, std::string_view wanted, const char *what);

// What all objects are loaded on; found before the first feature runs.
struct Running {
	loader::RunningKernel kernel;
	loader::Target target;
};
Running &running();

// bpf(2): what it returns, or minus its errno.
long bpf_call(int command, void *attributes, unsigned size);
// A link of a loaded program: a descriptor, or minus an errno.
int make_link(int program, std::uint64_t cookie = 0);

// The bytes of bpf/NAME.bpf.o, which are part of this program.
std::string_view object_bytes(std::string_view name);

// Loads it and says why that failed; empty when it did not.
std::string why_refused(std::string_view name);

class Run {
public:
	explicit Run(const char *object);

	void attach();
	void attach(const char *program, std::uint64_t cookie = 0);
	void detach() { links_.clear(); }
	[[nodiscard]] int program(const char *name) const;
	[[nodiscard]] int map(const char *name) const;
	[[nodiscard]] feature_state &state() const { return *state_; }

private:
	loader::PolicyObject object_;
	std::vector<base::Fd> links_; // after the object: they go first
	feature_state *state_ = nullptr;
};

// prctl(FEATURE_CALL, a, b): 0, or minus the errno that a program chose.
long call(unsigned long a = 0, unsigned long b = 0);

// The status of a process that did `work`, as of waitpid(2); it exits with 0.
template <class Work> int in_child(Work work)
{
	int status = -1;
	const pid_t child = must(::fork(), "fork");

	if (child == 0) {
		work();
		::_exit(0);
	}
	must(::waitpid(child, &status, 0), "waitpid");
	return status;
}

// A file of one byte; a folder is made and removed again, for its two hooks.
void make_file(const char *path);
void mkdir_rmdir();

struct Feature {
	const char *name;
	const char *effect; // what is seen in user space
	void (*check)(Run &run) = nullptr;
	bool by_hand = false;	      // check() attaches the programs itself
	const char *object = nullptr; // bpf/OBJECT.bpf.c; without: the name
};

std::span<const Feature> map_features();
std::span<const Feature> storage_features();
std::span<const Feature> helper_features();
std::span<const Feature> control_features();
std::span<const Feature> kfunc_features();

// Other tables; each prints its lines and returns the number that failed.
unsigned check_refusals();
unsigned walk_helpers();
unsigned walk_kfuncs();
unsigned check_links();
unsigned check_token();

// One line of a table; true when it is a failure.
bool print_line(const char *name, const char *effect, const std::string &failure);
// `check` in a process of its own, and its line.
bool run_line(const char *name, const char *effect, void (*check)());

// A line without a program that is loaded beforehand.
struct Line {
	const char *name;
	const char *effect;
	void (*check)();
};

// How many of them failed.
unsigned run_lines(std::span<const Line> lines);

} // namespace features
