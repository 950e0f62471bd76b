// SPDX-License-Identifier: GPL-2.0
//
// What can be said about a policy object before libbpf opens it: whether it is
// ELF, for the BPF machine, of this byte order, and whole. libbpf answers all
// of these with EINVAL; here each has its own error.
//
//   auto bytes = base::read_file(path);
//   if (auto ok = loader::check_elf(path, *bytes); !ok)
//           return tl::unexpected(ok.error()); // object-truncated, …
#pragma once

#include <string_view>

#include "loader/base/result.h"

namespace loader {

// `name` is for the messages only. Reads nothing outside `bytes`.
base::Result<void> check_elf(std::string_view name, std::string_view bytes);

} // namespace loader
