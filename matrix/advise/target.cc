// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/target.h"

#include <fmt/format.h>

namespace matrix::advise {

const build::DebianSource &target_of(const Config &config)
{
	const build::DebianSource *own = config.release.known() ? build::find_source(config.release.to_string()) : nullptr;

	return own != nullptr ? *own : *build::find_source("");
}

Release release_of(const build::DebianSource &target) { return parse_release(target.kernel); }

std::string no_source(const build::DebianSource &target) { return fmt::format("the source of Linux {} is not there", target.kernel); }

std::string prepare_source(const build::DebianSource &target)
{
	const std::string option = target.kernel == build::default_kernel() ? "" : fmt::format(" --kernel-version {}", target.kernel);

	return fmt::format("`hookmatrix source{}` prepares it, --kernel-source names one", option);
}

} // namespace matrix::advise
