// SPDX-License-Identifier: GPL-2.0
//
// What the loader needs of the running kernel's type information, read in one
// pass: the numbers of program, attach and map types by name, and the function of
// every hook.
//
//   auto btf = loader::KernelBtf::from_sysfs();
//   auto type = btf->enumerator("BPF_PROG_TYPE_OVERRIDE_RETURN"); // nullopt: not this kernel
//   auto id = btf->stub(Mechanism::bpf_lsm, "file_open");
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "loader/mechanism.h"

struct btf;

namespace loader {

class KernelBtf {
public:
	// Errors: no-btf (there is none), mechanism-unknown (it cannot be read).
	static base::Result<KernelBtf> from_sysfs();
	// Indexes `types` without keeping it; for tests, with hand-made types.
	static KernelBtf from_types(const btf &types);

	[[nodiscard]] std::optional<std::uint32_t> enumerator(std::string_view name) const;
	// One more than the last of its map types; nullopt: it does not tell.
	[[nodiscard]] std::optional<std::uint32_t> map_types_end() const { return map_types_end_; }
	[[nodiscard]] std::optional<std::uint32_t> stub(Mechanism mechanism, std::string_view hook) const;
	[[nodiscard]] std::vector<std::string> hooks(Mechanism mechanism) const;
	// The hook whose stub has this BTF id; empty when there is none.
	[[nodiscard]] std::string hook_of(std::uint32_t id) const;

private:
	using Names = std::map<std::string, std::uint32_t, std::less<>>;

	Names enumerators_;
	std::optional<std::uint32_t> map_types_end_;
	std::map<Mechanism, Names> stubs_;
};

} // namespace loader
