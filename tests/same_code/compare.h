// SPDX-License-Identifier: GPL-2.0
//
// Two builds of one kernel, with a series and without: which functions have
// other machine code, and whether the series explains that.
//
//   Comparison comparison{{.objects = before, .tree = pristine}, {.objects = after, .tree = patched}, changed_files,
//                         parse_allowed(text, "none").value()};
//   auto done = comparison.add("fs/open.o");
//   for (const Difference &difference : comparison.differences())
//       if (difference.cause == Cause::none) complain(difference);
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "loader/base/result.h"
#include "tests/same_code/allowed.h"
#include "tests/same_code/changed_functions.h"
#include "tests/same_code/object_code.h"

namespace same_code {

struct Build {
	std::filesystem::path objects; // the folder of make's O=
	std::filesystem::path tree;    // the source
};

enum class Cause {
	changed,  // the series changes the function's text
	mentions, // it mentions one of its file that the series changes, and may have it inlined
	file,     // the series changes its file, and so what the compiler inlines there
	allowed,  // an entry says why
	none
};

struct Difference {
	std::string object;
	std::string function;
	std::string what; // "only before", "only after", or the first instruction that differs
	Cause cause = Cause::none;
	std::string mentioned; // for Cause::mentions; for Cause::allowed the reason
};

class Comparison {
public:
	// `changed_files`: what the series changes, relative to the tree.
	Comparison(Build before, Build after, std::set<std::string> changed_files, std::vector<Allowed> allowed = {});

	// An object that neither build has is an error.
	base::Result<void> add(const std::string &object);

	[[nodiscard]] const std::vector<Difference> &differences() const { return differences_; }
	[[nodiscard]] std::size_t functions() const { return functions_; }
	// Entries that no difference needed.
	[[nodiscard]] std::vector<Allowed> unused() const;
	// The names of all functions of the build after.
	[[nodiscard]] const std::set<std::string> &names() const { return names_; }

private:
	[[nodiscard]] base::Result<std::vector<Function>> read(const Build &build, const std::string &object) const;
	void explain(Difference &difference, const std::string &source);
	const ChangedFunctions &changed(const std::string &source);

	Build before_;
	Build after_;
	std::set<std::string> changed_files_;
	std::vector<Allowed> allowed_;
	std::set<std::size_t> used_; // of those
	std::map<std::string, ChangedFunctions> changed_; // by source file, read when asked for
	std::vector<Difference> differences_;
	std::set<std::string> names_;
	std::size_t functions_ = 0;
};

// Function by function; several of one name are told apart by their code.
std::vector<Difference> compare(const std::vector<Function> &before, const std::vector<Function> &after);

} // namespace same_code
