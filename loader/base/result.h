// SPDX-License-Identifier: GPL-2.0
//
// Recoverable errors are values that must be looked at. An Error says what was
// attempted, on what, why it failed and what to do next.
//
//   base::Result<base::Fd> open_config(const std::string &path);
//   auto fd = open_config(path);
//   if (!fd) return tl::unexpected(fd.error());
//   return base::fail({.id = "object-truncated", .code = base::ExitCode::bad_input,
//                      .action = "read the object", .object = path, .reason = "it ends inside a section"});
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "loader/base/exit_codes.h"

namespace base {

struct Error {
	std::string id;     // stable name, kebab-case: what tests and scripts match on
	ExitCode code = ExitCode::failed;
	std::string action; // what was attempted: "attach the program"
	std::string object; // on what: a file, a program, a hook
	std::string reason; // why it failed
	std::string hint;   // what to do next; may be empty
	int errnum = 0;     // errno of the failing call, 0 when none

	// "error[id]: cannot ACTION 'OBJECT': REASON\n  next: HINT"
	[[nodiscard]] std::string to_string() const;
};

template <class T> using Result = tl::expected<T, Error>;

// For `return fail({...})` out of a function that returns a Result.
[[nodiscard]] tl::unexpected<Error> fail(Error error);

// The same with reason and errnum taken from `errnum` ("Permission denied").
[[nodiscard]] tl::unexpected<Error> fail_errno(int errnum, Error error);

} // namespace base
