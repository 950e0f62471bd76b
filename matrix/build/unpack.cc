// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "loader/base/fd.h"
#include "matrix/build/errors.h"
#include "matrix/build/process.h"

namespace matrix::build {

namespace {

struct FreeReader {
	void operator()(archive *reader) const { archive_read_free(reader); }
};
struct FreeWriter {
	void operator()(archive *writer) const { archive_write_free(writer); }
};
using Reader = std::unique_ptr<archive, FreeReader>;
using Writer = std::unique_ptr<archive, FreeWriter>;

constexpr int write_flags = ARCHIVE_EXTRACT_TIME | ARCHIVE_EXTRACT_PERM | ARCHIVE_EXTRACT_SECURE_NODOTDOT |
			    ARCHIVE_EXTRACT_SECURE_SYMLINKS | ARCHIVE_EXTRACT_SECURE_NOABSOLUTEPATHS;
constexpr std::size_t block_size = std::size_t{1} << 18;

// libarchive's guards against leaving the folder work on relative paths, so
// the folder is entered for the time of the extraction.
class Inside {
public:
	explicit Inside(const std::filesystem::path &folder) : before_(::open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC))
	{
		entered_ = before_ && ::chdir(folder.c_str()) == 0;
	}
	~Inside()
	{
		if (entered_ && ::fchdir(before_.get()) != 0)
			entered_ = false; // the old folder is gone; nothing to go back to
	}
	Inside(const Inside &) = delete;
	Inside &operator=(const Inside &) = delete;
	explicit operator bool() const { return entered_; }

private:
	base::Fd before_;
	bool entered_ = false;
};

tl::unexpected<base::Error> bad_tarball(const std::filesystem::path &tarball, std::string reason)
{
	return refuse("tarball-unreadable", base::ExitCode::bad_input, "unpack the kernel source", tarball.string(),
		      std::move(reason), "check the file, or install linux-source-6.12 again");
}

std::string words(archive *of)
{
	const char *text = archive_error_string(of);
	return text != nullptr ? text : "unknown error";
}

// Moves the paths of an entry; false when it is not to be written.
base::Result<bool> relocate(archive_entry *entry, const std::filesystem::path &tarball)
{
	const char *name = archive_entry_pathname(entry);
	const auto path = name != nullptr ? strip_top(name) : std::nullopt;
	if (!path)
		return bad_tarball(tarball, std::string{"it holds a path that leaves its folder: "} +
						    (name != nullptr ? name : "(none)"));
	if (path->empty())
		return false;
	archive_entry_set_pathname(entry, path->c_str());
	if (const char *link = archive_entry_hardlink(entry); link != nullptr) {
		const auto target = strip_top(link);
		if (!target || target->empty())
			return bad_tarball(tarball, std::string{"it holds a link that leaves its folder: "} + link);
		archive_entry_set_hardlink(entry, target->c_str());
	}
	return true;
}

base::Result<void> write_entry(archive *reader, archive *writer, archive_entry *entry,
			       const std::filesystem::path &tarball)
{
	if (archive_write_header(writer, entry) < ARCHIVE_WARN)
		return bad_tarball(tarball, words(writer));
	for (;;) {
		const void *data = nullptr;
		std::size_t size = 0;
		la_int64_t offset = 0;
		const int status = archive_read_data_block(reader, &data, &size, &offset);
		if (status == ARCHIVE_EOF)
			break;
		if (status < ARCHIVE_WARN)
			return bad_tarball(tarball, words(reader));
		if (archive_write_data_block(writer, data, size, offset) < ARCHIVE_WARN)
			return bad_tarball(tarball, words(writer));
	}
	if (archive_write_finish_entry(writer) < ARCHIVE_WARN)
		return bad_tarball(tarball, words(writer));
	return {};
}

} // namespace

std::optional<std::string> strip_top(std::string_view path)
{
	while (path.starts_with("./"))
		path.remove_prefix(2);
	if (path.starts_with('/'))
		return std::nullopt;
	const std::size_t slash = path.find('/');
	std::string_view rest = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
	while (rest.ends_with('/'))
		rest.remove_suffix(1);
	const std::string bounded = "/" + std::string{path} + "/";
	if (bounded.find("/../") != std::string::npos || rest.starts_with('/'))
		return std::nullopt;
	return std::string{rest};
}

base::Result<void> unpack(const std::filesystem::path &tarball, const std::filesystem::path &folder,
			  const std::function<void(double)> &progress)
{
	const Reader reader{archive_read_new()};
	const Writer writer{archive_write_disk_new()};
	const std::filesystem::path file = std::filesystem::absolute(tarball);
	std::error_code error;
	const double whole = static_cast<double>(std::filesystem::file_size(file, error)) + 1.0;

	archive_read_support_filter_all(reader.get());
	archive_read_support_format_tar(reader.get());
	archive_write_disk_set_options(writer.get(), write_flags);
	if (archive_read_open_filename(reader.get(), file.c_str(), block_size) != ARCHIVE_OK)
		return bad_tarball(tarball, words(reader.get()));
	const Inside inside{folder};
	if (!inside)
		return base::fail_errno(errno, {.id = "folder-unusable", .code = base::ExitCode::failed,
						.action = "enter the folder", .object = folder.string(), .reason = {},
						.hint = {}, .errnum = 0});
	for (;;) {
		archive_entry *entry = nullptr;
		const int status = archive_read_next_header(reader.get(), &entry);
		if (status == ARCHIVE_EOF)
			return {};
		if (status < ARCHIVE_WARN)
			return bad_tarball(tarball, words(reader.get()));
		if (interrupt_requested())
			return tl::unexpected(interrupted("unpack the kernel source"));
		progress(static_cast<double>(archive_filter_bytes(reader.get(), -1)) / whole);
		const auto wanted = relocate(entry, tarball);
		if (!wanted)
			return tl::unexpected(wanted.error());
		if (!*wanted)
			continue;
		if (auto done = write_entry(reader.get(), writer.get(), entry, tarball); !done)
			return done;
	}
}

} // namespace matrix::build
