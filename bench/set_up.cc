// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <array>

#include "bench/set_up.h"
#include "bench/workload.h"

namespace bench {

namespace {

constexpr std::array absent{ENOSYS, EPERM, EACCES, EOPNOTSUPP, EAFNOSUPPORT, EPROTONOSUPPORT};

} // namespace

tl::unexpected<base::Error> set_up_failed(std::string action, std::string object)
{
	const int errnum = errno;
	const bool here = std::find(absent.begin(), absent.end(), errnum) == absent.end();

	return base::fail_errno(errnum, {.id = here ? "workload-set-up" : std::string{not_here},
					 .code = base::ExitCode::failed, .action = std::move(action), .object = std::move(object),
					 .reason = {}, .hint = {}, .errnum = 0});
}

} // namespace bench
