// SPDX-License-Identifier: GPL-2.0
//
// A folder below $TMPDIR that goes away with its owner, however a run ends.
//
//   auto dir = base::TempDir::create();
//   if (!dir) return tl::unexpected(dir.error());
//   dir->path() / "initramfs.cpio";
#pragma once

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include "loader/base/result.h"

namespace base {

class TempDir {
public:
	static Result<TempDir> create()
	{
		std::error_code failed;
		std::string name = (std::filesystem::temp_directory_path(failed) / "hookmatrix.XXXXXX").string();

		if (failed || ::mkdtemp(name.data()) == nullptr)
			return fail_errno(failed ? failed.value() : errno,
						{.id = "no-temporary-folder", .code = ExitCode::failed,
						 .action = "make a temporary folder", .object = name, .reason = {},
						 .hint = "set TMPDIR to a writable folder", .errnum = 0});
		return TempDir{name};
	}
	TempDir(TempDir &&other) noexcept : path_(std::exchange(other.path_, {})) {}
	TempDir &operator=(TempDir &&) = delete;
	~TempDir()
	{
		std::error_code ignored;
		if (!path_.empty())
			std::filesystem::remove_all(path_, ignored);
	}

	[[nodiscard]] const std::filesystem::path &path() const { return path_; }

private:
	explicit TempDir(std::filesystem::path path) : path_(std::move(path)) {}

	std::filesystem::path path_;
};

} // namespace base
