// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/space.h"

#include <sys/stat.h>

#include <limits>

#include <fmt/format.h>

#include "matrix/build/errors.h"

namespace fs = std::filesystem;

namespace matrix::build {

std::uint64_t free_bytes(const fs::path &folder)
{
	std::error_code error;
	fs::path there = fs::absolute(folder, error);

	while (!error && !fs::exists(there, error) && there.has_relative_path())
		there = there.parent_path();
	const fs::space_info space = fs::space(there, error);
	return error ? std::numeric_limits<std::uint64_t>::max() : space.available;
}

std::uint64_t used_bytes(const fs::path &folder)
{
	constexpr std::uint64_t block = 512; // st_blocks counts in these, whatever the file system has
	std::uint64_t sum = 0;
	std::error_code error;

	for (fs::recursive_directory_iterator at{folder, error}, end; !error && at != end; at.increment(error)) {
		struct stat info = {};
		if (::lstat(at->path().c_str(), &info) == 0)
			sum += static_cast<std::uint64_t>(info.st_blocks) * block;
	}
	return sum;
}

base::Result<void> require_space(const fs::path &folder, std::uint64_t needed, const std::string &action, const std::string &object)
{
	const std::uint64_t there = free_bytes(folder);

	if (there >= needed)
		return {};
	return refuse("disk-full", base::ExitCode::failed, action, object,
		      fmt::format("it takes about {} MiB, and the file system of {} has {} MiB left", needed / mib, folder.string(), there / mib),
		      "make room: `make distclean` in other clones, or remove the cache, $XDG_CACHE_HOME/hookmatrix or ~/.cache/hookmatrix, which is "
		      "filled again; or give HOOKMATRIX_BUILD a folder on another disk");
}

} // namespace matrix::build
