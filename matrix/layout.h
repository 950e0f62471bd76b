// SPDX-License-Identifier: GPL-2.0
//
// Where everything lies: the project's root and the folders below build/. The
// only place that knows these names.
//
//   const matrix::Layout layout = matrix::Layout::find("");
//   layout.kernel_dir("none") / "bzImage";   // build/kernels/none/bzImage
//   layout.source_dir() / "include/linux/lsm_hook_defs.h";
#pragma once

#include <filesystem>
#include <string_view>

namespace matrix {

struct Layout {
	std::filesystem::path root;  // the clone: fragments, series, policies
	std::filesystem::path build; // everything that is made: root/build, or $HOOKMATRIX_BUILD

	// `option` (--root) wins over $HOOKMATRIX_ROOT, that over the folder
	// that the program was compiled in. The result is absolute.
	static Layout find(std::string_view option);

	[[nodiscard]] std::filesystem::path kernel_dir(std::string_view variant) const;
	[[nodiscard]] std::filesystem::path obj_dir(std::string_view variant) const;
	// The prepared (patched) tree of the default kernel; of another one ("6.1"): build::tree_of().
	[[nodiscard]] std::filesystem::path source_dir(std::string_view kernel = {}) const;
	[[nodiscard]] std::filesystem::path sources() const { return build / "source"; }
	[[nodiscard]] std::filesystem::path guest_bin() const { return build / "guest" / "bin"; }
	// What QEMU loads.
	[[nodiscard]] std::filesystem::path host_files() const { return build / "host"; }
	[[nodiscard]] std::filesystem::path policies() const { return build / "guest" / "policies"; }
	// What LSMs of a guest are given.
	[[nodiscard]] std::filesystem::path lsm_policies() const { return build / "guest" / "lsm"; }
	// The kernel's own perf, which cmake/perf.sh makes.
	[[nodiscard]] std::filesystem::path perf() const { return build / "guest" / "perf" / "perf"; }
	[[nodiscard]] std::filesystem::path run_dir() const { return build / "run"; }
	[[nodiscard]] std::filesystem::path report_dir() const { return build / "report"; }
	// Packages of somebody's configuration, with the folders in which they are built.
	[[nodiscard]] std::filesystem::path packages_dir() const { return build / "own"; }
	[[nodiscard]] std::filesystem::path fragments() const { return root / "kconfig-fragments"; }
	[[nodiscard]] std::filesystem::path patches() const { return root / "patches"; }
};

} // namespace matrix
