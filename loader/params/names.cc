// SPDX-License-Identifier: GPL-2.0
#include "loader/params/names.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>

#include <cerrno>
#include <charconv>
#include <sstream>
#include <system_error>

#include "loader/base/fd.h"
#include "loader/base/files.h"

namespace loader::params {

namespace {

std::string errno_sentence() { return std::generic_category().message(errno); }

std::optional<std::uint64_t> number_in(std::string_view text, char end_mark = '\0')
{
	std::uint64_t number = 0;
	const char *last = text.data() + text.size();
	const auto [end, error] = std::from_chars(text.data(), last, number);

	if (error != std::errc{} || (end != last && *end != end_mark))
		return std::nullopt;
	return number;
}

} // namespace

std::optional<std::uint64_t> fdinfo_number(const std::string &fdinfo, const std::string &name)
{
	std::istringstream lines{fdinfo};

	for (std::string line; std::getline(lines, line);)
		if (line.starts_with(name + ":\t"))
			return number_in(std::string_view(line).substr(name.size() + 2));
	return std::nullopt;
}

// "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue"
std::optional<std::uint64_t> device_of_mount(const std::string &mountinfo, std::uint64_t mount)
{
	std::istringstream lines{mountinfo};

	for (std::string line; std::getline(lines, line);) {
		std::istringstream words{line};
		std::string id;
		std::string parent;
		std::string device;
		if (!(words >> id >> parent >> device) || number_in(id) != mount)
			continue;
		const std::size_t colon = device.find(':');
		const auto major = number_in(device, ':');
		const auto minor = colon == std::string::npos ? std::nullopt : number_in(std::string_view(device).substr(colon + 1));
		if (!major || !minor)
			return std::nullopt;
		return *major << 20 | *minor;
	}
	return std::nullopt;
}

tl::expected<FileIdentity, std::string> SystemNames::identify(const std::string &path)
{
	const base::Fd file{::open(path.c_str(), O_PATH | O_CLOEXEC)};
	struct statfs filesystem{};

	if (!file || ::fstatfs(file.get(), &filesystem) != 0)
		return tl::unexpected(errno_sentence());
	const auto fdinfo = base::read_file("/proc/self/fdinfo/" + std::to_string(file.get()));
	const auto mountinfo = base::read_file("/proc/self/mountinfo");
	if (!fdinfo || !mountinfo)
		return tl::unexpected("its device and inode are read from /proc: " + (fdinfo ? mountinfo : fdinfo).error().reason);
	const auto inode = fdinfo_number(*fdinfo, "ino");
	const auto mount = fdinfo_number(*fdinfo, "mnt_id");
	if (!inode || !mount)
		return tl::unexpected(std::string{"this kernel does not say the inode of an open file (/proc/self/fdinfo), as kernels since 5.14 do"});
	const auto device = device_of_mount(*mountinfo, *mount);
	if (!device)
		return tl::unexpected(std::string{"its mount is not in /proc/self/mountinfo"});
	return FileIdentity{.device = *device, .inode = *inode,
			    .on_cgroup2 = static_cast<unsigned long>(filesystem.f_type) == CGROUP2_SUPER_MAGIC};
}

} // namespace loader::params
