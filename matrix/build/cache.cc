// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/cache.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace fs = std::filesystem;

namespace matrix::build {

namespace {

// Copies a folder so that `to` is whole or absent; replaces an older one.
bool copy_whole(const fs::path &from, const fs::path &to)
{
	const fs::path partial = to.string() + ".partial." + std::to_string(::getpid());
	std::error_code error;

	fs::create_directories(to.parent_path(), error);
	fs::remove_all(partial, error);
	fs::copy(from, partial, fs::copy_options::recursive, error);
	if (!error) {
		fs::remove_all(to, error);
		fs::rename(partial, to, error);
	}
	const bool done = !error;
	fs::remove_all(partial, error);
	return done;
}

} // namespace

fs::path cache_folder(const char *name)
{
	const char *cache = std::getenv("XDG_CACHE_HOME");
	const char *home = std::getenv("HOME");
	std::error_code error;
	fs::path base;

	if (cache != nullptr && *cache != '\0')
		base = cache;
	else if (home != nullptr && *home != '\0')
		base = fs::path{home} / ".cache";
	else
		return {};
	const fs::path folder = base / "hookmatrix" / name;
	fs::create_directories(folder, error);
	if (error || ::access(folder.c_str(), W_OK) != 0)
		return {};
	return folder;
}

bool KernelCache::take(const std::string &identity, const fs::path &to) const
{
	const fs::path kernel = folder_ / identity;
	std::error_code error;

	if (folder_.empty() || !fs::exists(kernel / "metadata.json", error) || !copy_whole(kernel, to))
		return false;
	fs::last_write_time(kernel, fs::file_time_type::clock::now(), error); // the most recent one now
	return true;
}

void KernelCache::put(const std::string &identity, const fs::path &from) const
{
	const std::uint64_t there = free_bytes(folder_);

	if (folder_.empty() || there < reserve_ || there - reserve_ < used_bytes(from))
		return;
	if (copy_whole(from, folder_ / identity))
		prune();
}

void KernelCache::prune() const
{
	std::vector<std::pair<fs::file_time_type, fs::path>> kernels;
	std::error_code error;

	for (const auto &entry : fs::directory_iterator(folder_, error)) {
		std::error_code gone;
		const auto when = fs::last_write_time(entry.path(), gone);
		if (!gone)
			kernels.emplace_back(when, entry.path());
	}
	std::sort(kernels.rbegin(), kernels.rend());
	for (std::size_t i = kept; i < kernels.size(); ++i)
		fs::remove_all(kernels[i].second, error);
}

} // namespace matrix::build
