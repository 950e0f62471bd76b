// SPDX-License-Identifier: GPL-2.0
#include "matrix/lsm/kernel_file.h"

#include <fcntl.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "loader/base/fd.h"
#include "loader/base/files.h"
#include "matrix/lsm/policy.h"

namespace matrix::lsm {

namespace {

base::Error error_of(const std::string &action, const std::filesystem::path &path)
{
	return {.id = "lsm-policy", .code = base::ExitCode::failed, .action = action, .object = path.string(),
		.reason = {}, .hint = {}, .errnum = 0};
}

tl::unexpected<base::Error> other_answer(const std::string &action, const std::filesystem::path &path,
					 const std::string &reason)
{
	base::Error error = error_of(action, path);

	error.reason = reason;
	return base::fail(std::move(error));
}

base::Result<base::Fd> open_kernel(const std::filesystem::path &path, const std::string &action)
{
	base::Fd fd{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};

	if (!fd)
		return base::fail_errno(errno, error_of(action, path));
	return fd;
}

base::Result<void> write_to(const base::Fd &fd, std::string_view content, const std::filesystem::path &path,
			    const std::string &action)
{
	const ssize_t written = ::write(fd.get(), content.data(), content.size());

	if (written < 0)
		return base::fail_errno(errno, error_of(action, path));
	if (static_cast<std::size_t>(written) != content.size())
		return other_answer(action, path, "the kernel took " + std::to_string(written) + " of " +
							  std::to_string(content.size()) + " bytes");
	return {};
}

} // namespace

base::Result<std::string> policy_file(std::string_view name)
{
	return base::read_file(std::string{guest_folder} + std::string{name});
}

base::Result<void> write_kernel(const std::filesystem::path &path, std::string_view content, const std::string &action)
{
	const auto fd = open_kernel(path, action);

	if (!fd)
		return tl::unexpected(fd.error());
	return write_to(*fd, content, path, action);
}

base::Result<void> write_lines(const std::filesystem::path &path, std::string_view content, const std::string &action)
{
	const auto fd = open_kernel(path, action);

	if (!fd)
		return tl::unexpected(fd.error());
	while (!content.empty()) {
		const std::string_view line = content.substr(0, content.find('\n'));
		content.remove_prefix(std::min(content.size(), line.size() + 1));
		if (line.empty() || line.starts_with('#'))
			continue;
		if (auto done = write_to(*fd, std::string{line} + "\n", path, action + " (" + std::string{line} + ")"); !done)
			return done;
	}
	return {};
}

base::Result<std::string> read_kernel(const std::filesystem::path &path)
{
	auto text = base::read_file(path, std::size_t{4} << 20);

	while (text && !text->empty() && (text->back() == '\n' || text->back() == '\0'))
		text->pop_back();
	return text;
}

base::Result<void> expect_kernel(const std::filesystem::path &path, std::string_view wanted, const std::string &action)
{
	const auto text = read_kernel(path);

	if (!text)
		return tl::unexpected(text.error());
	if (*text != wanted)
		return other_answer(action, path, "it reads '" + *text + "' where '" + std::string{wanted} + "' was expected");
	return {};
}

base::Result<void> expect_in_kernel(const std::filesystem::path &path, std::string_view wanted, const std::string &action)
{
	const auto text = read_kernel(path);

	if (!text)
		return tl::unexpected(text.error());
	if (text->find(wanted) == std::string::npos)
		return other_answer(action, path, "'" + std::string{wanted} + "' does not stand in it: " + text->substr(0, 400));
	return {};
}

base::Result<void> expect_logged(std::string_view wanted, const std::string &action)
{
	constexpr int read_all = 3; // linux/syslog.h, of the kernel alone
	constexpr int buffer_size = 10;
	std::string text(static_cast<std::size_t>(std::max(0, ::klogctl(buffer_size, nullptr, 0))), '\0');
	const int length = ::klogctl(read_all, text.data(), static_cast<int>(text.size()));

	if (length < 0)
		return base::fail_errno(errno, error_of(action, "the kernel's log"));
	text.resize(static_cast<std::size_t>(length));
	if (text.find(wanted) == std::string::npos)
		return other_answer(action, "the kernel's log", "'" + std::string{wanted} + "' does not stand in it");
	return {};
}

base::Result<void> expect_lsm(std::string_view lsm)
{
	const auto names = read_kernel("/sys/kernel/security/lsm");
	const std::string there = names ? *names : "nothing: there is no LSM framework";

	if (("," + there + ",").find("," + std::string{lsm} + ",") != std::string::npos)
		return {};
	return base::fail({.id = "lsm-not-there", .code = base::ExitCode::failed, .action = "load a policy into",
			   .object = std::string{lsm}, .reason = "it does not run in this guest, which has " + there,
			   .hint = "name it in lsm=", .errnum = 0});
}

base::Result<void> mount_kernel(const char *type, const char *path)
{
	if (::mount(type, path, type, 0, nullptr) != 0 && errno != EBUSY)
		return base::fail_errno(errno, error_of("mount " + std::string{type} + " on", path));
	return {};
}

} // namespace matrix::lsm
