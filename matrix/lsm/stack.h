// SPDX-License-Identifier: GPL-2.0
//
// A stack: the LSMs of lsm= in their order, and which policy each of them has.
//
//   lsm::Stack stack = lsm::parse_stack("yama:admin,selinux:enforcing,bpf");
//   stack.names();                  // "yama,selinux,bpf": what the kernel is told, and what it says
//   for (const lsm::Policy *policy : stack.policies()) use(policy->files);
//   stack.words();                  // lsm=yama,selinux,bpf enforcing=0
//   stack.under({"hookbench"}, {}); // hooklsm load … -- hooklsm enter … -- hookbench
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "matrix/lsm/policy.h"

namespace matrix::lsm {

struct Layer {
	std::string lsm;
	std::string policy{};  // empty: none is loaded
	bool named = false;    // a colon stands behind it, with a policy or without
};

class Stack {
public:
	explicit Stack(std::vector<Layer> layers) : layers_(std::move(layers)) {}

	[[nodiscard]] const std::vector<Layer> &layers() const & { return layers_; }
	const std::vector<Layer> &layers() const && = delete; // of a stack that is gone
	// "selinux,bpf"; "capability" where nothing else is there, "-" without LSMs.
	[[nodiscard]] std::string names() const;
	// Of those that have one. A policy that is not known is left out.
	[[nodiscard]] std::vector<const Policy *> policies() const;
	// The words of the kernel command line.
	[[nodiscard]] std::vector<std::string> words() const;
	// The command with all policies loaded before it, and it under them.
	[[nodiscard]] std::vector<std::string> loading(std::vector<std::string> command) const;
	[[nodiscard]] std::vector<std::string> entering(std::vector<std::string> command) const;

private:
	[[nodiscard]] std::vector<std::string> around(std::string_view verb, std::vector<std::string> command) const;

	std::vector<Layer> layers_;
};

// Takes any text: what is no name or no policy is for stack_problem().
Stack parse_stack(std::string_view text);

// Why it cannot be booted; empty when it can.
std::string stack_problem(std::string_view text);

// "selinux:enforcing, selinux:permissive, …"
std::string known_policies();

} // namespace matrix::lsm
