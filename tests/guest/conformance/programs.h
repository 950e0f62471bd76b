// SPDX-License-Identifier: GPL-2.0
//
// The programs of each_hook.bpf.c on every hook that this kernel lets them on,
// and the memory that they share with the test.
//
//   auto programs = Programs::attach("/each_hook.bpf.o");
//   programs->watch(pid, "inode_mkdir");   // refuse it there
//   programs->calls("inode_mkdir");        // how often `pid` got there since
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/attach.h"
#include "loader/base/result.h"

struct conformance_state;

namespace conformance {

class Programs {
public:
	static base::Result<Programs> attach(const char *object);

	// From now on `process`, and no other, is counted, from zero, and refused
	// on hook `refused`; empty: nowhere.
	void watch(pid_t process, std::string_view refused);
	[[nodiscard]] unsigned calls(std::string_view hook) const;
	// Bit N: argument N has been 0 or NULL on a call that was counted, since the
	// programs were attached. No value: they do not look.
	[[nodiscard]] std::optional<unsigned> zero_arguments(std::string_view hook) const;
	// Of the hooks that a program is attached to.
	[[nodiscard]] const std::vector<std::string> &hooks() const { return hooks_; }
	[[nodiscard]] static bool returns_int(std::string_view hook);
	[[nodiscard]] bool attached(std::string_view hook) const;

private:
	Programs(loader::AttachedPolicy policy, conformance_state *state);

	std::unique_ptr<loader::AttachedPolicy> policy_; // detached when it goes
	conformance_state *state_;                       // the map's memory
	std::vector<std::string> hooks_;
};

} // namespace conformance
