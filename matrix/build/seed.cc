// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/seed.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "matrix/build/lock.h"

namespace fs = std::filesystem;

namespace matrix::build {

namespace {

// The first file that make writes into an O= folder: with it, a folder has been
// built in. It is moved last, so that a seed cut short is none.
constexpr const char *first_file = "Makefile";

// Linked anew in any case, hundreds of megabytes; tools/ remembers its own
// path; the rest belongs to the one build.
bool taken_over(const std::string &name)
{
	constexpr std::array<std::string_view, 7> left{"vmlinux", ".vmlinux", ".tmp_vmlinux", "tools",
						       ".lock", "build.log", "hookmatrix."};

	return std::none_of(left.begin(), left.end(),
			    [&name](std::string_view prefix) { return name.starts_with(prefix); });
}

std::vector<std::string> entries_of(const fs::path &folder)
{
	std::vector<std::string> names;
	std::error_code error;

	for (const auto &entry : fs::directory_iterator(folder, error))
		if (const std::string name = entry.path().filename().string(); taken_over(name))
			names.push_back(name);
	std::sort(names.begin(), names.end());
	return names;
}

bool move_entries(const fs::path &copy, const fs::path &to, const std::vector<std::string> &names)
{
	std::error_code error;
	const auto move = [&](const std::string &name) {
		fs::remove_all(to / name, error);
		fs::rename(copy / name, to / name, error);
		return !error;
	};

	return std::all_of(names.begin(), names.end(),
			   [&](const std::string &name) { return name == first_file || move(name); }) &&
	       move(first_file);
}

} // namespace

base::Result<bool> seed(const fs::path &from, const fs::path &to, ProcessRunner &runner)
{
	const fs::path copy = to.string() + ".seed";
	std::error_code error;

	if (fs::exists(to / first_file, error) || !fs::exists(from / "vmlinux", error))
		return false;
	const auto lock = FolderLock::try_take(from);
	if (!lock)
		return false;
	const std::vector<std::string> names = entries_of(from);
	fs::remove_all(copy, error);
	fs::create_directories(copy, error);
	// The times of the files are what make goes by: --archive keeps them.
	Command command{.argv = {"cp", "--archive", "--reflink=auto", "--target-directory=" + copy.string()},
			.environment = clean_environment(), .cwd = {}, .stdin_file = {}, .log = {}, .on_line = {},
			.on_tick = {}};
	for (const std::string &name : names)
		command.argv.push_back((from / name).string());
	const auto copied = runner.run(command);
	const bool moved = copied && copied->status == 0 && move_entries(copy, to, names);
	fs::remove_all(copy, error);
	if (!copied)
		return tl::unexpected(copied.error());
	return moved;
}

} // namespace matrix::build
