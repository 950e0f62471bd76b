// SPDX-License-Identifier: GPL-2.0
#include "matrix/layout.h"

#include <cstdlib>
#include <string>

namespace matrix {

Layout Layout::find(std::string_view option)
{
	std::string root{option};

	if (root.empty()) {
		const char *set = std::getenv("HOOKMATRIX_ROOT");
		root = set != nullptr && *set != '\0' ? set : HOOKMATRIX_SOURCE_DIR;
	}
	const std::filesystem::path path = std::filesystem::absolute(root).lexically_normal();
	const char *build = std::getenv("HOOKMATRIX_BUILD");

	return Layout{.root = path,
		      .build = build != nullptr && *build != '\0' ? std::filesystem::absolute(build).lexically_normal()
									: path / "build"};
}

std::filesystem::path Layout::kernel_dir(std::string_view variant) const
{
	return build / "kernels" / variant;
}

std::filesystem::path Layout::obj_dir(std::string_view variant) const { return build / "obj" / variant; }

std::filesystem::path Layout::source_dir(std::string_view kernel) const
{
	return sources() / (kernel.empty() ? "tree" : "tree-" + std::string{kernel});
}

} // namespace matrix
