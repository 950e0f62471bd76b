// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/explain.h"
namespace matrix::build {
Explainer::Explainer(const std::filesystem::path &, const ConfigValues &values) : values_(values) {}
Explainer::Explainer(std::shared_ptr<const KconfigTree> kconfig, const ConfigValues &values)
	: kconfig_(std::move(kconfig)), values_(values) {}
std::vector<std::string> Explainer::explain(const Setting &, const std::string &) const { return {}; }
} // namespace matrix::build
