// SPDX-License-Identifier: GPL-2.0
//
// hooklsm: runs in a guest, loads the policies of a stack and puts a command under
// them. The command is started only when each of them is seen to be in force.
// Status: the command's; 125 when it was not started, with a line error[NAME].
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "matrix/lsm/handlers.h"
#include "matrix/lsm/kernel_file.h"
#include "matrix/lsm/seccomp.h"
#include "matrix/lsm/stack.h"

namespace {

using matrix::lsm::Handler;
using matrix::lsm::Policy;

struct Options {
	std::vector<std::string> words; // policies, "--", the command
};

int complain(const base::Error &error)
{
	std::cerr << "hooklsm: " << error.to_string() << '\n';
	return base::to_int(base::ExitCode::boot_failed);
}

int run(std::vector<std::string> command)
{
	std::vector<char *> argv;

	for (std::string &word : command)
		argv.push_back(word.data());
	argv.push_back(nullptr);
	::execvp(argv[0], argv.data());
	std::cerr << "hooklsm: error[not-run]: cannot run '" << command.front() << "': " << std::strerror(errno) << '\n';
	return errno == ENOENT ? 127 : 126;
}

// Of one LSM:POLICY; not of a list, of which all but the first would be lost.
const Policy *policy_of(const std::string &word)
{
	const std::size_t colon = word.find(':');

	return colon == std::string::npos ? nullptr : matrix::lsm::find_policy(word.substr(0, colon), word.substr(colon + 1));
}

// The rows that the words name up to "--"; then the command.
base::Result<std::vector<const Policy *>> split(const Options &options, std::vector<std::string> &command)
{
	std::vector<const Policy *> policies;
	std::size_t at = 0;

	for (; at < options.words.size() && options.words[at] != "--"; ++at) {
		const Policy *policy = policy_of(options.words[at]);
		if (policy == nullptr)
			return base::fail({.id = "no-such-policy", .code = base::ExitCode::usage,
					   .action = "find the policy", .object = options.words[at],
					   .reason = "one LSM:POLICY a word is wanted",
					   .hint = "known are " + matrix::lsm::known_policies(), .errnum = 0});
		policies.push_back(policy);
	}
	if (at + 1 < options.words.size())
		command.assign(options.words.begin() + static_cast<std::ptrdiff_t>(at) + 1, options.words.end());
	if (policies.empty() || command.empty())
		return base::fail({.id = "bad-option", .code = base::ExitCode::usage, .action = "run",
				   .object = "hooklsm", .reason = "LSM:POLICY… -- COMMAND… is wanted",
				   .hint = {}, .errnum = 0});
	return policies;
}

int each(const Options &options, matrix::lsm::Step Handler::*step, std::string_view next)
{
	std::vector<std::string> command;
	const auto policies = split(options, command);

	if (!policies)
		return complain(policies.error());
	for (const Policy *policy : *policies) {
		if (const auto there = matrix::lsm::expect_lsm(policy->lsm); !there)
			return complain(there.error());
		const auto done = (matrix::lsm::find_handler(policy->lsm)->*step)(*policy);
		if (!done)
			return complain(done.error());
	}
	if (!next.empty()) {
		std::vector<std::string> again{"/bin/hooklsm", std::string{next}};
		again.insert(again.end(), options.words.begin(), options.words.end());
		return run(std::move(again));
	}
	return run(std::move(command));
}

// FILTER -- COMMAND…
int filtered(const std::vector<std::string> &words)
{
	if (words.size() < 3 || words[1] != "--")
		return complain({.id = "bad-option", .code = base::ExitCode::usage, .action = "run", .object = "hooklsm",
				 .reason = "FILTER -- COMMAND… is wanted", .hint = {}, .errnum = 0});
	if (const auto done = matrix::lsm::enter_filter(words.front()); !done)
		return complain(done.error());
	return run({words.begin() + 2, words.end()});
}

} // namespace

int main(int argc, char **argv)
{
	CLI::App app{"Loads the policies of a stack of LSMs in a guest, and puts a command under them", "hooklsm"};
	Options options;
	int status = 0;

	app.require_subcommand(1);
	const auto verb = [&](const char *name, const char *help, matrix::lsm::Step Handler::*step, const char *next) {
		CLI::App *sub = app.add_subcommand(name, help);
		sub->prefix_command();
		sub->callback([&, sub, step, next] {
			options.words = sub->remaining();
			status = each(options, step, next);
		});
	};
	verb("load", "LSM:POLICY… -- COMMAND…: loads them, and runs the command", &Handler::load, "");
	verb("enter", "the same: the command is under them, which is confirmed first", &Handler::enter, "confirm");
	verb("confirm", "the same: runs the command when this process is under them", &Handler::confirm, "");
	CLI::App *filter = app.add_subcommand("filter", "FILTER -- COMMAND…: runs the command under a filter of seccomp: deny-wx");
	filter->prefix_command();
	filter->callback([&] { status = filtered(filter->remaining()); });
	try {
		app.parse(argc, argv);
	} catch (const CLI::ParseError &error) {
		return app.exit(error) == 0 ? 0 : base::to_int(base::ExitCode::boot_failed);
	}
	return status;
}
