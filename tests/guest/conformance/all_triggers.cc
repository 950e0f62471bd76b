// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/conformance/trigger.h"

namespace conformance {

std::vector<Trigger> all_triggers()
{
	std::vector<Trigger> all;

	for (const auto table : {file_triggers(), inode_triggers(), path_triggers(), task_triggers(), socket_triggers(),
				 ipc_triggers(), mount_triggers(), kernel_triggers()})
		all.insert(all.end(), table.begin(), table.end());
	return all;
}

} // namespace conformance
