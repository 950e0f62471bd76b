// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/origin.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "loader/base/files.h"
#include "matrix/build/digest.h"
#include "matrix/build/errors.h"
#include "matrix/build/text.h"
#include "matrix/build/unpack.h"

namespace fs = std::filesystem;

namespace matrix::build {

namespace {

using base::ExitCode;

std::string stamp(const fs::path &path)
{
	struct stat info = {};

	if (::lstat(path.c_str(), &info) != 0)
		return {};
	return std::to_string(info.st_size) + "." + std::to_string(info.st_mtim.tv_sec) + "." +
	       std::to_string(info.st_mtim.tv_nsec);
}

// 150 MB take most of a second to read; a warm run has to decide in one.
base::Result<std::string> tarball_checksum(const fs::path &tarball, const fs::path &cache)
{
	const fs::path memory = cache / "checksums.json";
	const std::string key = tarball.string() + " " + stamp(tarball);
	nlohmann::json known = nlohmann::json::object();

	if (const auto text = base::read_file(memory))
		known = nlohmann::json::parse(*text, nullptr, false);
	if (!known.is_object())
		known = nlohmann::json::object();
	if (known.contains(key) && known[key].is_string())
		return known[key].get<std::string>();
	auto sum = sha256_file(tarball);
	if (!sum)
		return sum;
	known[key] = *sum;
	std::error_code error;
	fs::create_directories(cache, error);
	if (auto done = base::write_file_atomically(memory, known.dump(1) + "\n"); !done)
		return tl::unexpected(done.error());
	return sum;
}

base::Result<std::string> git(ProcessRunner &runner, const fs::path &tree, std::vector<std::string> words)
{
	std::vector<std::string> argv{"git", "-c", "safe.directory=*", "-C", tree.string()};
	argv.insert(argv.end(), words.begin(), words.end());
	auto done = runner.run({.argv = argv, .environment = clean_environment(), .cwd = {}, .stdin_file = {},
				.log = {}, .on_line = {}, .on_tick = {}});
	if (!done)
		return tl::unexpected(done.error());
	if (done->status != 0)
		return refuse("git-failed", ExitCode::bad_input, "read the git tree", tree.string(), done->output);
	return done->output;
}

// Tracked files and new ones that are not ignored: what a build of the work
// tree would see, without the objects of builds made in it.
base::Result<std::vector<std::string>> git_files(ProcessRunner &runner, const fs::path &tree)
{
	const auto listing = git(runner, tree, {"ls-files", "-z", "-c", "-o", "--exclude-standard"});
	std::vector<std::string> names;

	if (!listing)
		return tl::unexpected(listing.error());
	for (std::size_t at = 0; at < listing->size();) {
		const std::size_t end = listing->find('\0', at);
		if (end == std::string::npos)
			break;
		names.push_back(listing->substr(at, end - at));
		at = end + 1;
	}
	return names;
}

base::Result<void> describe_git(Origin &origin, ProcessRunner &runner)
{
	const auto commit = git(runner, origin.path, {"rev-parse", "HEAD"});
	if (!commit)
		return tl::unexpected(commit.error());
	const auto changes = git(runner, origin.path, {"diff", "HEAD", "--no-ext-diff", "--binary"});
	if (!changes)
		return tl::unexpected(changes.error());
	const auto fresh = git(runner, origin.path, {"ls-files", "-o", "--exclude-standard"});
	if (!fresh)
		return tl::unexpected(fresh.error());

	origin.commit = trim(*commit);
	origin.dirty = !trim(*changes).empty() || !trim(*fresh).empty();
	Digest digest;
	digest.add(origin.commit).add(*changes);
	for (const std::string_view name : split_lines(*fresh))
		digest.add(name).add(stamp(origin.path / name));
	origin.checksum = digest.hex();
	return {};
}

std::vector<std::string> folder_files(const fs::path &folder)
{
	std::vector<std::string> names;
	std::error_code error;

	for (fs::recursive_directory_iterator at{folder, error}, end; at != end; at.increment(error)) {
		if (error)
			break;
		if (at->path().filename() == ".git") {
			at.disable_recursion_pending();
			continue;
		}
		if (at->is_symlink(error) || !at->is_directory(error))
			names.push_back(at->path().lexically_relative(folder).string());
	}
	std::sort(names.begin(), names.end());
	return names;
}

std::string folder_checksum(const fs::path &folder)
{
	Digest digest;

	for (const std::string &name : folder_files(folder))
		digest.add(name).add(stamp(folder / name));
	return digest.hex();
}

base::Result<void> copy_files(const fs::path &from, const fs::path &to, const std::vector<std::string> &names,
			      ProgressView &view)
{
	unsigned done = 0;
	std::error_code error;

	for (const std::string &name : names) {
		if (interrupt_requested())
			return tl::unexpected(interrupted("copy the kernel source"));
		if (!fs::exists(fs::symlink_status(from / name, error)))
			continue; // tracked, but deleted in the work tree
		fs::create_directories((to / name).parent_path(), error);
		fs::copy(from / name, to / name, fs::copy_options::copy_symlinks, error);
		if (error)
			return refuse("source-not-copied", ExitCode::failed, "copy the kernel source",
				      (from / name).string(), error.message());
		// make compares times; a git tree's files keep theirs.
		struct stat info = {};
		if (::lstat((from / name).c_str(), &info) == 0) {
			const timespec times[2] = {info.st_atim, info.st_mtim};
			::utimensat(AT_FDCWD, (to / name).c_str(), times, AT_SYMLINK_NOFOLLOW);
		}
		view.count(++done, static_cast<unsigned>(names.size()), false);
	}
	return {};
}

} // namespace

std::string_view kind_name(Origin::Kind kind)
{
	switch (kind) {
	case Origin::Kind::tarball:
		return "tarball";
	case Origin::Kind::git:
		return "git";
	case Origin::Kind::folder:
		break;
	}
	return "folder";
}

base::Result<Origin> find_origin(const std::string &option, const DebianSource &package, ProcessRunner &runner, const fs::path &cache)
{
	const std::string source_hint = fmt::format("apt-get install {}, or KERNEL_SRC= a git tree, a folder or a tarball", package.package);
	const char *set = std::getenv("KERNEL_SRC");
	const std::string chosen = !option.empty() ? option : set != nullptr && *set != '\0' ? set : std::string{package.tarball};
	std::error_code error;
	Origin origin;

	origin.path = fs::canonical(chosen, error);
	if (error)
		return refuse("source-missing", ExitCode::missing_dependency, "find the kernel source", chosen,
			      error.message(), source_hint);
	if (fs::is_regular_file(origin.path)) {
		auto sum = tarball_checksum(origin.path, cache);
		if (!sum)
			return tl::unexpected(sum.error());
		origin.checksum = *sum;
		return origin;
	}
	if (!fs::is_regular_file(origin.path / "Makefile"))
		return refuse("not-a-kernel-source", ExitCode::bad_input, "read the kernel source", chosen,
			      "there is no Makefile in it", source_hint);
	if (fs::exists(origin.path / ".git", error)) {
		origin.kind = Origin::Kind::git;
		if (auto done = describe_git(origin, runner); !done)
			return tl::unexpected(done.error());
		return origin;
	}
	origin.kind = Origin::Kind::folder;
	origin.checksum = folder_checksum(origin.path);
	return origin;
}

base::Result<void> copy_origin(const Origin &origin, const fs::path &folder, ProcessRunner &runner, ProgressView &view)
{
	if (origin.kind == Origin::Kind::tarball) {
		view.phase("unpack (percent)");
		return unpack(origin.path, folder, [&view](double share) {
			view.count(static_cast<unsigned>(share * 100), 100, false);
		});
	}
	view.phase("copy");
	if (origin.kind == Origin::Kind::folder)
		return copy_files(origin.path, folder, folder_files(origin.path), view);
	const auto names = git_files(runner, origin.path);
	if (!names)
		return tl::unexpected(names.error());
	return copy_files(origin.path, folder, *names, view);
}

} // namespace matrix::build
