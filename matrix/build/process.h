// SPDX-License-Identifier: GPL-2.0
//
// The one seam to the world of other programs: make, patch, git, the compiler.
// Tests put a fake in its place.
//
//   SystemRunner runner;
//   auto done = runner.run({.argv = {"make", "-C", dir, "bzImage"}, .environment = env,
//                           .on_line = [](std::string_view line) { … }});
//   if (done && done->status != 0) show(done->output);
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"

namespace matrix::build {

using Environment = std::map<std::string, std::string>;

struct Command {
	std::vector<std::string> argv; // argv[0] is looked up in PATH
	Environment environment;       // the whole environment of the child
	std::filesystem::path cwd;     // empty: ours
	std::filesystem::path stdin_file; // empty: /dev/null
	std::filesystem::path log;     // everything printed is appended to it; empty: no log
	// Each line of stdout and stderr, merged. When unset, the lines are
	// gathered in Finished::output instead.
	std::function<void(std::string_view)> on_line;
	// Called at least once a second while the child runs.
	std::function<void()> on_tick;
};

struct Finished {
	int status = 0; // exit status; 128 + signal when it was killed
	std::string output;
};

class ProcessRunner {
public:
	virtual ~ProcessRunner() = default;
	// An error is a program that could not be started, or `interrupted`.
	virtual base::Result<Finished> run(const Command &command) = 0;
};

// Runs the child in a process group of its own. On SIGINT, SIGTERM or SIGHUP
// the group is ended (INT, 5 s later KILL) and the error `interrupted` returned.
class SystemRunner : public ProcessRunner {
public:
	explicit SystemRunner(bool show_commands = false);
	base::Result<Finished> run(const Command &command) override;

private:
	bool show_commands_;
};

// What children get: PATH, HOME and the like of ours, the C locale, nothing
// else. hookmatrix runs below make, whose MAKEFLAGS must not reach the kernel's.
Environment clean_environment();

// argv as a shell would take it, for logs and V=1.
std::string shell_words(const std::vector<std::string> &argv);
// One word, between quotes whether or not it needs them.
std::string shell_quoted(const std::string &word);

// The path of a program in PATH; empty when there is none.
std::filesystem::path find_program(std::string_view name);

// True once SIGINT, SIGTERM or SIGHUP came in; long loops of our own ask.
bool interrupt_requested();
base::Error interrupted(std::string action);

} // namespace matrix::build
