// SPDX-License-Identifier: GPL-2.0
//
// TOMOYO: the kernel runs the loader of the command line when hooklsm is started,
// and activates what it has loaded. Here is seen that it did.
#include "matrix/lsm/handlers.h"
#include "matrix/lsm/kernel_file.h"

namespace matrix::lsm {

base::Result<void> load_tomoyo(const Policy &policy)
{
	const std::filesystem::path folder = "/sys/kernel/security/tomoyo";
	const std::string profile = policy.name == "learned" ? "3" : "1";

	return expect_in_kernel(folder / "domain_policy", "<kernel> /bin/hookbench\nuse_profile " + profile + "\n",
				"have the domain of the workload with profile " + profile);
}

} // namespace matrix::lsm
