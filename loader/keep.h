// SPDX-License-Identifier: GPL-2.0
//
// State that survives when a policy is replaced: the newer object's maps whose names
// begin with "keep" become those of the loaded policy.
//
//   if (auto taken = take_over(object.handle(), session.kept_maps("x")); !taken) …  // keep-mismatch
//   bpf_object__load(object.handle());
#pragma once

#include <vector>

#include "loader/attach.h"

namespace loader {

base::Result<void> take_over(bpf_object *object, const std::vector<KeptMap> &kept);

} // namespace loader
