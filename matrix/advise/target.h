// SPDX-License-Identifier: GPL-2.0
//
// Which kernel is built with somebody's configuration: that of its own release where there
// is a series for it, else the default. Everything that is said of the kernel to come is
// said of this one.
//
//   const build::DebianSource &target = target_of(config);   // 6.1 for one of 6.1.148
//   fragment_for("bpf-lsm", config, release_of(target), wants);
#pragma once

#include <string>

#include "matrix/advise/config_file.h"
#include "matrix/build/debian_source.h"

namespace matrix::advise {

const build::DebianSource &target_of(const Config &config);
Release release_of(const build::DebianSource &target);

// Where the source of that kernel is not there: that it is not, and what to do.
std::string no_source(const build::DebianSource &target);
std::string prepare_source(const build::DebianSource &target);

} // namespace matrix::advise
