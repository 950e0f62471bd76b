// SPDX-License-Identifier: GPL-2.0
//
// --config, of the verbs that take somebody's configuration.
//
//   add_config_option(*verb, options->config);
//   auto config = read_config_option(options->config);
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "loader/base/result.h"
#include "matrix/advise/config_file.h"

namespace matrix::cli {

void add_config_option(CLI::App &verb, std::string &name);
base::Result<advise::Config> read_config_option(const std::string &name);

} // namespace matrix::cli
