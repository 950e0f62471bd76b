// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/initramfs.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include <memory>
#include <utility>
#include <vector>

#include "loader/base/files.h"

namespace matrix::boot {

namespace {

struct ArchiveCloser {
	void operator()(struct archive *archive) const { archive_write_free(archive); }
};
struct EntryFree {
	void operator()(struct archive_entry *entry) const { archive_entry_free(entry); }
};
using ArchivePtr = std::unique_ptr<struct archive, ArchiveCloser>;
using EntryPtr = std::unique_ptr<struct archive_entry, EntryFree>;

base::Error bad_path(const std::string &path)
{
	return {.id = "guest-path", .code = base::ExitCode::usage, .action = "place a file in the guest at",
		.object = path, .reason = "the path must be absolute and without '..'", .hint = {}, .errnum = 0};
}

bool good_path(const std::string &path)
{
	const std::filesystem::path parts{path};

	if (!parts.is_absolute() || path.ends_with('/'))
		return false;
	for (const auto &part : parts)
		if (part == "..")
			return false;
	return true;
}

bool put_entry(struct archive *archive, const std::string &path, const Initramfs::Entry &content, int inode)
{
	const EntryPtr entry{archive_entry_new()};

	archive_entry_set_pathname(entry.get(), path.c_str());
	archive_entry_set_mode(entry.get(), content.mode);
	archive_entry_set_ino(entry.get(), inode);
	archive_entry_set_nlink(entry.get(), S_ISDIR(content.mode) ? 2 : 1);
	archive_entry_set_uid(entry.get(), 0);
	archive_entry_set_gid(entry.get(), 0);
	archive_entry_set_mtime(entry.get(), 0, 0);
	archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.content.size()));
	archive_entry_set_rdevmajor(entry.get(), content.major);
	archive_entry_set_rdevminor(entry.get(), content.minor);
	if (archive_write_header(archive, entry.get()) < ARCHIVE_WARN)
		return false;
	const auto size = static_cast<la_ssize_t>(content.content.size());
	return size == 0 || archive_write_data(archive, content.content.data(), content.content.size()) == size;
}

} // namespace

void Initramfs::add_directory(const std::string &path)
{
	const std::filesystem::path parent = std::filesystem::path{path}.parent_path();

	if (path.empty() || path == "/")
		return;
	add_directory(parent.string());
	entries_.try_emplace(path.substr(1), Entry{.mode = S_IFDIR | 0755, .content = {}});
}

base::Result<void> Initramfs::add_file(const std::string &path, std::string content, unsigned permissions)
{
	if (!good_path(path))
		return base::fail(bad_path(path));
	const std::string normal = std::filesystem::path{path}.lexically_normal().string();
	add_directory(std::filesystem::path{normal}.parent_path().string());
	entries_[normal.substr(1)] = Entry{.mode = S_IFREG | permissions, .content = std::move(content)};
	return {};
}

base::Result<void> Initramfs::add_host_file(const std::filesystem::path &host, const std::string &path)
{
	std::error_code failed;

	if (std::filesystem::is_directory(host, failed))
		return base::fail({.id = "not-a-file", .code = base::ExitCode::usage, .action = "put into the guest",
				   .object = host.string(), .reason = "it is a folder",
				   .hint = "name its files one by one", .errnum = 0});
	auto content = base::read_file(host);
	if (!content)
		return tl::unexpected(content.error());
	const auto permissions = std::filesystem::status(host, failed).permissions();
	const bool runs = (permissions & std::filesystem::perms::owner_exec) != std::filesystem::perms::none;
	return add_file(path, std::move(*content), runs ? 0755 : 0644);
}

base::Result<void> Initramfs::add_folder(const std::filesystem::path &folder, const std::string &to,
					 const std::string &suffix)
{
	std::error_code failed;

	for (auto it = std::filesystem::directory_iterator(folder, failed);
	     !failed && it != std::filesystem::directory_iterator(); it.increment(failed)) {
		const std::string name = it->path().filename().string();
		if (!it->is_regular_file() || !name.ends_with(suffix))
			continue;
		if (auto done = add_host_file(it->path(), to + name); !done)
			return done;
	}
	return {};
}

base::Result<void> Initramfs::add_base(const std::filesystem::path &tools, const std::filesystem::path &policies)
{
	for (const char *path : {"/bin", "/sbin", "/dev", "/etc", "/proc", "/sys", "/tmp", "/run", "/policies"})
		add_directory(path);
	// Process 1 is started with /dev/console as its standard streams, which
	// must be there before it can mount anything.
	entries_["dev/console"] = Entry{.mode = S_IFCHR | 0600, .content = {}, .major = 5, .minor = 1};
	entries_["dev/null"] = Entry{.mode = S_IFCHR | 0666, .content = {}, .major = 1, .minor = 3};
	(void)add_file("/etc/passwd", "root:x:0:0:root:/tmp:/bin/sh\nuser:x:1000:1000:user:/tmp:/bin/sh\n", 0644);
	(void)add_file("/etc/group", "root:x:0:\nuser:x:1000:\n", 0644);
	if (auto done = add_folder(tools, "/bin/", ""); !done)
		return done;
	if (auto done = add_folder(policies, "/policies/", ".o"); !done)
		return done;
	if (auto done = add_folder(policies, "/policies/", ".toml"); !done)
		return done;
	auto init = entries_.extract("bin/hookguest");
	if (init.empty())
		return base::fail({.id = "no-guest-tools", .code = base::ExitCode::missing_dependency,
				   .action = "find the guest's init", .object = (tools / "hookguest").string(),
				   .reason = "it is not built",
				   .hint = "cmake --build --preset release --target guest_files", .errnum = 0});
	init.key() = "init";
	entries_.insert(std::move(init));
	return {};
}

base::Result<void> Initramfs::write(const std::filesystem::path &path) const
{
	const ArchivePtr archive{archive_write_new()};
	const auto failure = [&] {
		const char *text = archive_error_string(archive.get());
		return base::fail({.id = "initramfs", .code = base::ExitCode::failed, .action = "write the initramfs",
				   .object = path.string(), .reason = text != nullptr ? text : "unknown",
				   .hint = "check the free space of $TMPDIR", .errnum = 0});
	};
	int inode = 1; // fixed by the order: the bytes do not depend on the host

	if (archive_write_set_format_cpio_newc(archive.get()) != ARCHIVE_OK ||
	    archive_write_open_filename(archive.get(), path.c_str()) != ARCHIVE_OK)
		return failure();
	for (const auto &[name, entry] : entries_)
		if (!put_entry(archive.get(), name, entry, inode++))
			return failure();
	if (archive_write_close(archive.get()) != ARCHIVE_OK)
		return failure();
	return {};
}

} // namespace matrix::boot
