// SPDX-License-Identifier: GPL-2.0
//
// Shorthand for the errors of this room; the fields are those of base::Error.
//
//   return refuse("source-missing", base::ExitCode::missing_dependency,
//                 "find the kernel source", path, "there is no such file", "apt-get install …");
#pragma once

#include <string>
#include <utility>

#include "loader/base/result.h"

namespace matrix::build {

inline tl::unexpected<base::Error> refuse(std::string id, base::ExitCode code, std::string action,
					  std::string object, std::string reason, std::string hint = {})
{
	return base::fail({.id = std::move(id),
			   .code = code,
			   .action = std::move(action),
			   .object = std::move(object),
			   .reason = std::move(reason),
			   .hint = std::move(hint),
			   .errnum = 0});
}

} // namespace matrix::build
