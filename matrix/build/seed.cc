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

// What the log of the first make is called: with it, a folder was compiled in.
constexpr const char *log_file = "build.log";

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

	return std::all_of(names.begin(), names.end(), [&](const std::string &name) {
		fs::remove_all(to / name, error);
		fs::rename(copy / name, to / name, error);
		return !error;
	});
}

} // namespace

base::Result<Seeded> seed(const fs::path &from, const fs::path &to, ProcessRunner &runner)
{
	const fs::path copy = to.string() + ".seed";
	std::error_code error;

	if (fs::exists(to / log_file, error) || !fs::exists(from / "vmlinux", error))
		return Seeded{};
	const auto lock = FolderLock::try_take(from);
	if (!lock)
		return Seeded{.done = false, .why_not = "another hookmatrix works in " + from.string()};
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
	return Seeded{.done = moved, .why_not = moved ? "" : "copying " + from.string() + " failed: " + copied->output};
}

} // namespace matrix::build
