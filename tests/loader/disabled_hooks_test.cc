// SPDX-License-Identifier: GPL-2.0
#include "loader/disabled_hooks.h"

#include <gtest/gtest.h>

#include <sstream>

#include "loader/base/files.h"

namespace loader {
namespace {

// The first patch of the series shows the set of 6.12.
TEST(DisabledHooks, EachHasItsReason)
{
	const auto patch = base::read_file(HOOKMATRIX_SOURCE_DIR "/patches/override-return/6.12/0001-bpf-lsm-share-what-is-known-of-the-hooks.patch");
	ASSERT_TRUE(patch) << patch.error().to_string();
	std::istringstream lines{patch->substr(patch->find("+BTF_SET_START(disabled_hooks)"))};
	unsigned hooks = 0;

	for (std::string line; std::getline(lines, line) && line != "+BTF_SET_END(disabled_hooks)";) {
		if (!line.starts_with("+BPF_HOOK_ID("))
			continue;
		const std::string hook = line.substr(13, line.find(')') - 13);
		EXPECT_NE(disabled_hook_reason(hook), "") << hook;
		hooks++;
	}
	EXPECT_EQ(hooks, 12u);
	EXPECT_EQ(disabled_hook_reason("file_open"), "");
}

} // namespace
} // namespace loader
