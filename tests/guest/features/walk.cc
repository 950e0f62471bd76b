// SPDX-License-Identifier: GPL-2.0
//
// Every helper that there is and every kernel function whose name begins with
// bpf_: may a program on a hook call it? The lists say which; both kernels are
// held to them. A program that calls with no arguments is refused all the same,
// but for another reason.
#include <bpf/btf.h>
#include <linux/bpf.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <string>

#include "tests/guest/features/raw_program.h"
#include "tests/guest/features/run.h"
#include "tests/guest/features/walk_lists.h"

namespace features {

namespace {

constexpr std::array helpers{
#define HELPER(NAME, ...) std::string_view{#NAME}
	__BPF_FUNC_MAPPER(HELPER)
#undef HELPER
};

bool has(const std::string &log, std::string_view words) { return log.find(words) != std::string::npos; }

const char *kind_of(int helper, std::string_view name)
{
	const std::string plain = refusal({.code = call_function(helper, false)});

	if (has(plain, "cannot use helper"))
		return "none";
	// Without arguments it is taken, or refused where it is called.
	if (!plain.empty() && !has(plain, std::string{"call bpf_"}.append(name).append("#")))
		return "nobody knows";
	return has(plain, "might sleep") ? "sleepable" : "any";
}

template <class List> bool in(const List &list, std::string_view name)
{
	return std::ranges::find(list, name) != list.end();
}

const char *wanted_kind(std::string_view helper)
{
	const bool without_ima = running().target.mechanism == loader::Mechanism::override_return;

	if (in(absent_helpers, helper) || (without_ima && in(ima_helpers, helper)))
		return "none";
	return in(sleepable_helpers, helper) || in(ima_helpers, helper) ? "sleepable" : "any";
}

// The verifier gets as far as the call, and does not mind that it is this function.
bool may_call(int function, std::string_view name)
{
	const std::string log = refusal({.code = call_function(function, true), .sleepable = true});

	return has(log, std::string{"call "}.append(name).append("#")) && !has(log, "is not allowed");
}

// Tens of thousands of functions are not. Hooks are not for calling.
bool worth_asking(std::string_view name)
{
	return (name.starts_with("bpf_") && !name.starts_with("bpf_lsm_") && !name.starts_with("bpf_override_")) ||
	       in(callable_kfuncs, name);
}

struct Functions {
	std::set<std::string, std::less<>> callable;
	std::set<std::string, std::less<>> all;
};

Functions kernel_functions()
{
	Functions found;
	btf *types = btf__load_vmlinux_btf();

	must(types != nullptr, "the kernel's types");
	for (unsigned id = 1; id < btf__type_cnt(types); ++id) {
		const btf_type *type = btf__type_by_id(types, id);
		const std::string_view name = btf__name_by_offset(types, type->name_off);
		if (!btf_is_func(type) || !worth_asking(name))
			continue;
		found.all.emplace(name);
		if (may_call(static_cast<int>(id), name))
			found.callable.emplace(name);
	}
	btf__free(types);
	return found;
}

} // namespace

unsigned walk_helpers()
{
	unsigned failures = 0;
	unsigned usable = 0;

	// 0 is not a helper.
	for (int helper = 1; helper < static_cast<int>(helpers.size()); ++helper) {
		const std::string_view name = helpers[static_cast<std::size_t>(helper)];
		const std::string_view wanted = wanted_kind(name);
		const std::string_view found = kind_of(helper, name);
		usable += found != "none";
		if (found != wanted)
			failures += print_line(name.data(), "",
					       std::string{"for programs: "}.append(found).append(" instead of ").append(wanted));
	}
	std::printf("%u of %zu helpers can be used\n", usable, helpers.size() - 1);
	return failures;
}

unsigned walk_kfuncs()
{
	const Functions functions = kernel_functions();
	unsigned failures = 0;

	for (const std::string_view name : callable_kfuncs)
		if (!functions.callable.contains(name))
			failures += print_line(name.data(), "", "a program cannot call it");
	for (const std::string_view name : optional_kfuncs)
		if (functions.all.contains(name) && !functions.callable.contains(name))
			failures += print_line(name.data(), "", "this kernel has it, and a program cannot call it");
	for (const std::string &name : functions.callable)
		if (!in(callable_kfuncs, name) && !in(optional_kfuncs, name))
			failures += print_line(name.c_str(), "", "a program can call it");
	std::printf("%zu of %zu kernel functions can be called\n", functions.callable.size(), functions.all.size());
	return failures;
}

} // namespace features
