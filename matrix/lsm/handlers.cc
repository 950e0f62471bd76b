// SPDX-License-Identifier: GPL-2.0
#include "matrix/lsm/handlers.h"

#include <algorithm>
#include <array>

namespace matrix::lsm {

namespace {

constexpr std::array rows{
	Handler{"selinux", load_selinux, nothing, confirm_selinux},
	Handler{"apparmor", load_apparmor, enter_apparmor, confirm_apparmor},
	Handler{"smack", load_smack, enter_smack, confirm_smack},
	Handler{"tomoyo", load_tomoyo, nothing, nothing}, // the domain comes with the exec of hookbench
	Handler{"landlock", nothing, enter_landlock, confirm_landlock},
	Handler{"yama", load_yama, nothing, nothing},
	Handler{"loadpin", load_loadpin, nothing, nothing},
	Handler{"safesetid", load_safesetid, nothing, nothing},
	Handler{"lockdown", load_lockdown, nothing, nothing},
	Handler{"ipe", load_ipe, nothing, nothing},
};

} // namespace

const Handler *find_handler(std::string_view lsm)
{
	const auto *found = std::find_if(rows.begin(), rows.end(), [&](const Handler &row) { return row.lsm == lsm; });

	return found == rows.end() ? nullptr : found;
}

base::Result<void> nothing(const Policy &) { return {}; }

} // namespace matrix::lsm
