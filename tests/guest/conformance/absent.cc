// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/conformance/absent.h"

#include <sys/utsname.h>

#include <cstdio>

#include "loader/hook_history.h"

namespace conformance {

std::string why_no_hook(const Programs &programs, std::string_view hook)
{
	const loader::HookHistory *history = loader::find_hook_history(hook);
	loader::Release here;
	utsname system{};

	if (programs.attached(hook) || history == nullptr || ::uname(&system) != 0 ||
	    std::sscanf(system.release, "%d.%d", &here.version, &here.patchlevel) != 2)
		return {};
	const bool later = here.before(history->first) && history->update != here; // or in an update of this series
	if (!later && !(history->last.known() && history->last < here))
		return {};
	return loader::hook_history_sentence(hook);
}

} // namespace conformance
