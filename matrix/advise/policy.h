// SPDX-License-Identifier: GPL-2.0
//
// Whether the two roads take a compiled policy, as far as its object tells: `hookload
// check`, on the kernel itself, tells the rest.
//
//   auto fit = advise::policy_fit("deny_open.bpf.o", {6, 12});
#pragma once

#include <filesystem>

#include "loader/base/result.h"
#include "matrix/advise/advice.h"

namespace matrix::advise {

base::Result<PolicyFit> policy_fit(const std::filesystem::path &object, const Release &kernel);

} // namespace matrix::advise
