// SPDX-License-Identifier: GPL-2.0
//
// Why an option did not stay: from the Kconfig files of the source, evaluated
// against the final .config.
//
//   const Explainer explainer{tree, values};
//   for (const std::string &line : explainer.explain(wish, "n"))
//           print(line);   // "depends on SECURITY (=n), at security/Kconfig:77"
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "matrix/build/settings.h"

namespace matrix::build {

struct KconfigTree;

class Explainer {
public:
	Explainer(const std::filesystem::path &tree, const ConfigValues &values);
	// For tests: a tree that was parsed elsewhere.
	Explainer(std::shared_ptr<const KconfigTree> kconfig, const ConfigValues &values);

	[[nodiscard]] std::vector<std::string> explain(const Setting &wish, const std::string &got) const;

private:
	std::shared_ptr<const KconfigTree> kconfig_;
	ConfigValues values_;
};

} // namespace matrix::build
