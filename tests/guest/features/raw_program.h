// SPDX-License-Identifier: GPL-2.0
//
// A program of a few instructions on a hook, without an object.
//
//   const RawProgram program{.code = return_value(0), .hook = "file_open"};
//   int fd = load(program);           // or minus an errno
//   std::string log = refusal(program); // empty when it loads
#pragma once

#include <linux/bpf.h>

#include <string>
#include <vector>

namespace features {

struct RawProgram {
	std::vector<bpf_insn> code;
	const char *hook = "file_open";
	bool sleepable = false;
	int token = -1; // what permits it, for a caller without capabilities
};

std::vector<bpf_insn> return_value(int value);
// `error` for one process, 0 for all others.
std::vector<bpf_insn> refuse_process(int process, int error);
// Calls the helper of this number, or with `kernel_function` that of this BTF id.
std::vector<bpf_insn> call_function(int number, bool kernel_function);

int load(const RawProgram &program);
std::string refusal(const RawProgram &program);

} // namespace features
