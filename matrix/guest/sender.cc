// SPDX-License-Identifier: GPL-2.0
#include "matrix/guest/sender.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <termios.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <vector>

namespace matrix::guest {

namespace {

// Small frames: a damaged one costs little, and the host sees progress.
constexpr std::size_t portion = 4096;

void write_all(int fd, std::string_view bytes)
{
	while (!bytes.empty()) {
		const ssize_t put = ::write(fd, bytes.data(), bytes.size());
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return; // no port, no result: the host says "lost result"
		bytes.remove_prefix(static_cast<std::size_t>(put));
	}
}

} // namespace

base::Fd open_raw(const char *port)
{
	base::Fd fd{::open(port, O_RDWR | O_NOCTTY | O_CLOEXEC)};
	struct termios settings;

	if (!fd || ::tcgetattr(fd.get(), &settings) != 0)
		return base::Fd{};
	::cfmakeraw(&settings);
	settings.c_cflag |= CLOCAL | CREAD;
	// QEMU's port has no line speed to keep to; a high one keeps the
	// driver's own timeouts short.
	::cfsetspeed(&settings, B115200);
	::tcsetattr(fd.get(), TCSANOW, &settings);
	return fd;
}

void Sender::send_frame(FrameKind kind, std::string_view payload)
{
	write_all(port_.get(), encode_frame(kind, sequence_++, payload));
}

void Sender::send(FrameKind kind, std::string_view payload)
{
	const bool stream = kind == FrameKind::out || kind == FrameKind::err || kind == FrameKind::file_data;

	if (!stream) {
		send_frame(kind, payload.substr(0, frame_limit));
		return;
	}
	for (; !payload.empty(); payload.remove_prefix(std::min(portion, payload.size())))
		send_frame(kind, payload.substr(0, portion));
}

void Sender::send_file(const std::filesystem::path &file, std::string_view name)
{
	// O_NOFOLLOW and the size that was announced: the command may have left
	// anything here.
	const base::Fd fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
	struct stat info {};

	if (!fd || ::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode))
		info.st_size = 0;
	const nlohmann::json begin{{"path", name}, {"size", info.st_size}};
	send(FrameKind::file_begin, begin.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
	char buffer[portion];
	for (off_t left = info.st_size; left > 0;) {
		const ssize_t got = ::read(fd.get(), buffer, sizeof(buffer));
		if (got <= 0)
			return;
		const auto size = static_cast<std::size_t>(std::min<off_t>(got, left));
		send(FrameKind::file_data, {buffer, size});
		left -= static_cast<off_t>(size);
	}
}

unsigned Sender::send_files(const std::filesystem::path &folder)
{
	std::vector<std::filesystem::path> files;
	std::error_code failed;

	for (auto it = std::filesystem::recursive_directory_iterator(folder, failed);
	     !failed && it != std::filesystem::recursive_directory_iterator(); it.increment(failed))
		if (it->symlink_status(failed).type() == std::filesystem::file_type::regular)
			files.push_back(it->path());
	std::sort(files.begin(), files.end());
	for (const auto &file : files)
		send_file(file, file.lexically_relative(folder).string());
	return static_cast<unsigned>(files.size());
}

void Sender::drain() const
{
	if (port_)
		::tcdrain(port_.get());
}

} // namespace matrix::guest
