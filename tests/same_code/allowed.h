// SPDX-License-Identifier: GPL-2.0
//
// The functions that may differ although the series does not change their file,
// each with its reason: blocks of "name: value" lines with a blank line between,
// and comments.
//
//   object: kernel/bpf/inode.o
//   function: bpf_show_options
//   variants: none bpf-lsm
//   reason: it knows how many program types there are
//
//   auto allowed = parse_allowed(text, "none");   // those for one variant
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"

namespace same_code {

struct Allowed {
	std::string object;
	std::string function;
	std::string reason;
};

// Fails with `entry-malformed` and the line.
base::Result<std::vector<Allowed>> parse_allowed(std::string_view text, std::string_view variant);

} // namespace same_code
