// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/source.h"

#include <fmt/format.h>

#include "loader/base/files.h"
#include "matrix/build/digest.h"
#include "matrix/build/errors.h"
#include "matrix/build/lock.h"
#include "matrix/build/text.h"

namespace fs = std::filesystem;

namespace matrix::build {

namespace {

using base::ExitCode;

base::Result<void> fresh_folder(const fs::path &folder)
{
	std::error_code error;

	fs::remove_all(folder, error);
	fs::create_directories(folder, error);
	if (error)
		return refuse("folder-unusable", ExitCode::failed, "create the folder", folder.string(), error.message());
	return {};
}

base::Result<void> rename_folder(const fs::path &from, const fs::path &to)
{
	std::error_code error;

	fs::rename(from, to, error);
	if (error)
		return refuse("folder-unusable", ExitCode::failed, "move the folder into place", to.string(),
			      error.message());
	return {};
}

// Hard links: a second tree in seconds and without its 1.5 GB. patch(1) writes
// a new file and renames it, so that the pristine one keeps its contents.
base::Result<void> link_tree(const fs::path &from, const fs::path &to)
{
	std::error_code error;

	fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::create_hard_links |
			   fs::copy_options::copy_symlinks, error);
	if (error)
		return refuse("source-not-copied", ExitCode::failed, "copy the kernel source", from.string(),
			      error.message());
	return {};
}

// Written inside the tree, so that it comes and goes with it.
constexpr const char *identity_file = ".hookmatrix-identity";

bool same_content(const fs::path &a, const fs::path &b)
{
	const auto left = base::read_file(a);
	const auto right = base::read_file(b);

	return left && right && *left == *right;
}

// A file of its own with the time of now, where it was a link to the pristine one.
void renew(const fs::path &file, std::error_code &error)
{
	const fs::path copy = file.string() + ".new";

	fs::copy_file(file, copy, error);
	if (!error)
		fs::rename(copy, file, error);
	if (!error)
		fs::last_write_time(file, fs::file_time_type::clock::now(), error);
}

// make compares times: what is as in the old tree keeps the time it had there,
// what differs gets the time of now (a patch taken out of a series would
// otherwise bring back a file older than its object).
base::Result<void> carry_times(const fs::path &old, const fs::path &fresh)
{
	std::error_code error;

	if (!fs::is_directory(old))
		return {};
	for (const auto &entry : fs::recursive_directory_iterator(fresh)) {
		if (entry.is_symlink() || !entry.is_regular_file())
			continue;
		const fs::path before = old / entry.path().lexically_relative(fresh);
		if (!fs::is_regular_file(before, error) || fs::equivalent(before, entry.path(), error))
			continue;
		if (same_content(before, entry.path()))
			fs::last_write_time(entry.path(), fs::last_write_time(before, error), error);
		else
			renew(entry.path(), error);
		if (error)
			return refuse("source-not-copied", ExitCode::failed, "set the time of", entry.path().string(),
				      error.message());
	}
	return {};
}

} // namespace

std::string tree_identity(const fs::path &tree)
{
	const auto text = base::read_file(tree / identity_file);
	return text ? std::string{trim(*text)} : std::string{};
}

base::Result<fs::path> SourcePreparer::pristine_tree(const Origin &origin)
{
	const fs::path folder = layout_.sources() / ("pristine-" + origin.checksum.substr(0, 12));
	const fs::path partial = folder.string() + ".partial";

	if (fs::is_directory(folder))
		return folder;
	if (auto done = fresh_folder(partial); !done)
		return tl::unexpected(done.error());
	ProgressView view{"source"};
	if (auto done = copy_origin(origin, partial, runner_, view); !done)
		return tl::unexpected(done.error());
	if (!fs::is_regular_file(partial / "Makefile"))
		return refuse("not-a-kernel-source", ExitCode::bad_input, "read the kernel source", origin.path.string(),
			      "there is no Makefile in it", "give a Linux source: a git tree, a folder or a tarball");
	if (fs::exists(partial / ".config") || fs::exists(partial / "include" / "config"))
		return refuse("source-not-clean", ExitCode::bad_input, "use the kernel source", origin.path.string(),
			      "a kernel was built inside it, and one cannot be built outside it then",
			      "make mrproper in it, or give a git tree: what git ignores is left behind");
	if (auto done = rename_folder(partial, folder); !done)
		return tl::unexpected(done.error());
	view.finish("unpacked " + folder.filename().string());
	return folder;
}

base::Result<void> SourcePreparer::choose_series(PreparedSource &source)
{
	const auto list = base::read_file(layout_.patches() / "tested-versions");
	if (!list)
		return tl::unexpected(list.error());
	const auto tested = parse_tested(*list);
	if (!is_tested(source.version, tested))
		source.warnings.push_back(fmt::format("the series were not tested on {}; tested: {}",
						      source.version.to_string(), join(tested, ", ")));

	Digest digest;
	digest.add(source.origin.checksum);
	for (const std::string_view name : series_table()) {
		const auto folder = choose_series_folder(layout_.patches() / name, source.version.series());
		if (!folder)
			return tl::unexpected(folder.error());
		if (!folder->exact)
			source.warnings.push_back(fmt::format("there is no series {} for {}; trying the one for {}", name,
							      source.version.series(),
							      folder->path.filename().string()));
		auto series = load_series(name, folder->path);
		if (!series)
			return tl::unexpected(series.error());
		digest.add(name).add(series->checksum);
		source.series.push_back(std::move(*series));
	}
	source.identity = digest.hex();
	return {};
}

base::Result<void> SourcePreparer::patched_tree(const PreparedSource &source)
{
	const fs::path partial = source.tree.string() + ".partial";
	const fs::path old = source.tree.string() + ".old";
	std::error_code error;

	if (tree_identity(source.tree) == source.identity)
		return {};
	ProgressView view{"source"};
	view.phase("apply the series");
	fs::remove_all(partial, error);
	base::Result<void> done = link_tree(source.pristine, partial);
	for (const Series &series : source.series)
		if (done)
			done = apply_series(series, partial, runner_);
	if (done)
		done = carry_times(source.tree, partial);
	if (done)
		done = base::write_file_atomically(partial / identity_file, source.identity + "\n");
	if (!done) {
		fs::remove_all(partial, error); // never leave a half patched tree behind
		base::Error failure = done.error();
		for (const std::string &warning : source.warnings)
			failure.hint += "; " + warning;
		return tl::unexpected(std::move(failure));
	}
	fs::remove_all(old, error);
	fs::rename(source.tree, old, error); // fails when there is none, which is fine
	if (done = rename_folder(partial, source.tree); done)
		view.finish("prepared " + source.version.to_string() + " with the series");
	fs::remove_all(old, error);
	return done;
}

base::Result<PreparedSource> SourcePreparer::prepare(const std::string &kernel_src, std::string_view kernel)
{
	const DebianSource *row = find_source(kernel);
	PreparedSource source;

	if (row == nullptr)
		return tl::unexpected(unknown_kernel(kernel));
	auto origin = find_origin(kernel_src, *row, runner_, layout_.sources());
	if (!origin)
		return tl::unexpected(origin.error());
	source.origin = *origin;
	const auto lock = FolderLock::take(layout_.sources(), "prepare the kernel source");
	if (!lock)
		return tl::unexpected(lock.error());
	const auto pristine = pristine_tree(source.origin);
	if (!pristine)
		return tl::unexpected(pristine.error());
	source.pristine = *pristine;

	auto version = read_version(source.pristine);
	if (!version)
		return tl::unexpected(version.error());
	source.version = *version;
	if (row->kernel != default_kernel() && source.version.series() != row->kernel)
		return refuse("kernel-src-of-another", ExitCode::usage, fmt::format("build kernels of Linux {}", row->kernel), source.origin.path.string(),
			      "it is Linux " + source.version.to_string(), "leave out KERNEL= (--kernel-version), or KERNEL_SRC=");
	if (auto done = choose_series(source); !done)
		return tl::unexpected(done.error());
	source.tree = tree_of(layout_, row->kernel);
	if (auto done = patched_tree(source); !done)
		return tl::unexpected(done.error());
	return source;
}

} // namespace matrix::build
