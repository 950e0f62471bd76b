// SPDX-License-Identifier: GPL-2.0
#include "matrix/cli/config_option.h"

namespace matrix::cli {

void add_config_option(CLI::App &verb, std::string &name)
{
	verb.add_option("--config", name, "a .config, defconfig or fragment, or a .gz of one; running: this machine's")->type_name("FILE")->capture_default_str();
}

base::Result<advise::Config> read_config_option(const std::string &name)
{
	if (name != "running")
		return advise::load_config(name);
	const auto path = advise::running_config();
	return path ? advise::load_config(*path) : tl::unexpected(path.error());
}

} // namespace matrix::cli
