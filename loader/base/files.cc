// SPDX-License-Identifier: GPL-2.0
#include "loader/base/files.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "loader/base/fd.h"

namespace base {

Result<std::string> read_file(const std::filesystem::path &path, std::size_t limit)
{
	const Error context{.id = "file-unreadable", .code = ExitCode::failed, .action = "read the file",
			    .object = path.string(), .reason = {}, .hint = {}, .errnum = 0};
	const Fd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};

	if (!fd)
		return fail_errno(errno, context);

	std::string content;
	char buffer[1 << 16];
	for (;;) {
		const ssize_t got = ::read(fd.get(), buffer, sizeof(buffer));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail_errno(errno, context);
		if (got == 0)
			return content;
		if (content.size() + static_cast<std::size_t>(got) > limit)
			return fail_errno(EFBIG, context);
		content.append(buffer, static_cast<std::size_t>(got));
	}
}

namespace {

Result<void> write_all(const Fd &fd, std::string_view content, const Error &context)
{
	while (!content.empty()) {
		const ssize_t put = ::write(fd.get(), content.data(), content.size());
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return fail_errno(errno, context);
		content.remove_prefix(static_cast<std::size_t>(put));
	}
	return {};
}

} // namespace

Result<void> write_file_atomically(const std::filesystem::path &path, std::string_view content)
{
	const Error context{.id = "file-unwritable", .code = ExitCode::failed, .action = "write the file",
			    .object = path.string(), .reason = {}, .hint = "check the folder's permissions and free space",
			    .errnum = 0};
	std::string beside = path.string() + ".XXXXXX";
	Fd fd{::mkostemp(beside.data(), O_CLOEXEC)};

	if (!fd)
		return fail_errno(errno, context);
	Result<void> done = write_all(fd, content, context);
	if (done && ::fchmod(fd.get(), 0644) != 0)
		done = fail_errno(errno, context);
	if (done && ::rename(beside.c_str(), path.c_str()) != 0)
		done = fail_errno(errno, context);
	if (!done)
		::unlink(beside.c_str());
	return done;
}

} // namespace base
