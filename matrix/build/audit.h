// SPDX-License-Identifier: GPL-2.0
//
// Holds a final .config against what the fragments asked for, both ways: a
// value that vanished and an `is not set` that came back. The reason comes
// from the Kconfig files of the same source.
//
//   auto findings = compare(wishes, values);
//   if (auto clean = audit(wishes, values, tree); !clean)
//           show(clean.error());   // config-audit, exit 6
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "loader/base/result.h"
#include "matrix/build/settings.h"

namespace matrix::build {

struct Finding {
	Setting wish;
	std::string got; // the value in the .config
};

std::vector<Finding> compare(const std::vector<Setting> &wishes, const ConfigValues &values);

// Reads Kconfig only when there is something to explain.
base::Result<void> audit(const std::vector<Setting> &wishes, const ConfigValues &values,
			 const std::filesystem::path &tree);

} // namespace matrix::build
