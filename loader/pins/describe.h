// SPDX-License-Identifier: GPL-2.0
//
// What is known of a loaded policy from its pins, and how it is shown.
//
//   auto policy = describe_policy("audit", folder, btf);
//   print(to_text({*policy}));
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "loader/pins/pins.h"

namespace loader {

base::Result<PinnedPolicy> describe_policy(const std::string &name, const std::filesystem::path &folder, const KernelBtf *btf);

nlohmann::json to_json(const std::vector<PinnedPolicy> &policies);
std::string to_text(const std::vector<PinnedPolicy> &policies);

} // namespace loader
