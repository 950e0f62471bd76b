// SPDX-License-Identifier: GPL-2.0
//
// What the rules of advice ask of a configuration. A condition is words that must all
// hold:
//
//   BPF_LSM          the symbol is y or m        !BPF_LSM   it is not
//   lsm:selinux      that LSM runs               !lsm:bpf   it does not
//   compiled:smack   it is compiled in
//   since:6.12       the release is that or a later one; before:6.12 an earlier one
//   arch:x86         the architecture            !arch:x86  another one
//   bits:32          an x86 with 32 bits
//   file:cut         the end of the configuration is missing
//   want:selinux     the user asked for it       want:any   the user asked for something
//   policy:any       the user gave a policy
//   policy:needs-framework   one of them has programs that the BPF LSM alone takes
//   cmdline:lsm      the command line has that word; cmdline:audit=0 the last one has that value
//   own:lsm          a kernel of patches/bpf-lsm; own:list, own:static-call, own:jump-table,
//                    own:trampoline with that dispatch; own:always-call calls idle BPF as mainline does
//   own:override     a kernel of patches/override-return without the framework
//
//   const Facts facts{config, stack, wants};
//   facts.hold("SECURITY BPF_LSM !lsm:bpf")
//
// On a configuration that is no whole one, `!SYMBOL` holds only where the symbol is set to n.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "matrix/advise/config_file.h"
#include "matrix/advise/lsm_stack.h"

namespace matrix::advise {

struct Wishes {
	std::set<std::string> features; // of wants.def
	bool policies = false;
	bool needs_framework = false;
	std::string command_line;
};

class Facts {
public:
	Facts(const Config &config, const LsmStack &stack, const Wishes &wishes) : config_(config), stack_(stack), wishes_(wishes) {}

	[[nodiscard]] bool hold(std::string_view condition) const;

private:
	[[nodiscard]] bool holds(std::string_view word) const;
	[[nodiscard]] bool is_own(std::string_view what) const;

	const Config &config_;
	const LsmStack &stack_;
	const Wishes &wishes_;
};

// Empty, or which word of a condition is none; for the test of the tables.
std::string condition_problem(std::string_view condition);

} // namespace matrix::advise
