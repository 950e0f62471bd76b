// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <limits>

#include "matrix/boot/child.h"
#include "matrix/boot/console.h"
#include "matrix/boot/interrupt.h"
#include "matrix/boot/receiver.h"

namespace matrix::boot {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t stderr_limit = 64 * 1024;
// How often the console and the channel are looked at: they are files, and
// poll() does not wait for a file to grow.
constexpr milliseconds look_every{20};
// How much is read in one look: a guest that writes faster than it is read must
// not keep the limits from being checked.
constexpr off_t most_per_look = off_t{1} << 20;

class Watch {
public:
	Watch(Child child, const Limits &limits, GuestObserver *observer)
		: child_(std::move(child)), limits_(limits), receiver_(observer), start_(Clock::now()), progress_(start_),
		  console_([observer](std::string_view line) {
			  if (observer != nullptr)
				  observer->on_console_line(line);
		  })
	{
		::fcntl(child_.err(), F_SETFL, ::fcntl(child_.err(), F_GETFL) | O_NONBLOCK);
	}

	GuestReport run()
	{
		// Readable when QEMU has ended: poll() wakes for that too.
		// (glibc 2.36 declares pidfd_open() without extern "C".)
		const base::Fd ended{static_cast<int>(::syscall(SYS_pidfd_open, child_.pid(), 0))};
		ports_[errors].fd = child_.err();
		ports_[stop].fd = interrupt_.fd();
		ports_[process].fd = ended.get();
		while (!child_.try_wait()) {
			::poll(ports_.data(), ports_.size(), static_cast<int>(look_every.count()));
			read_all(most_per_look);
			check_limits();
		}
		read_all(std::numeric_limits<off_t>::max());
		console_.finish();
		receiver_.finish();
		return verdict();
	}

private:
	enum Port : std::size_t { errors, stop, process, port_count };

	void check_limits()
	{
		const auto now = Clock::now();
		const bool last_words = !console_.panic_line().empty() || !console_.no_init_line().empty();

		if (interrupt_.signal() != 0)
			return end_child(EndedByUs::interrupt, milliseconds{0});
		if (last_words && now - progress_ >= limits_.last_words)
			return end_child(EndedByUs::silence, limits_.last_words);
		if (now - progress_ >= limits_.silence)
			return end_child(EndedByUs::silence, limits_.silence);
		if (now - start_ >= limits_.timeout)
			return end_child(EndedByUs::timeout, limits_.timeout);
	}

	void end_child(EndedByUs why, milliseconds waited)
	{
		// It may have ended by itself in the meantime.
		if (child_.try_wait())
			return;
		child_.kill();
		child_.wait();
		seen_.ended_by_us = why;
		seen_.waited_seconds = std::chrono::duration_cast<std::chrono::seconds>(waited).count();
	}

	// What has come since the last look, up to `most` bytes of each port.
	void read_all(off_t most)
	{
		read_file(child_.out(), console_offset_, most, [this](std::string_view bytes) { console_.feed(bytes); });
		read_file(child_.channel(), channel_offset_, most, [this](std::string_view bytes) { receiver_.feed(bytes); });
		read_errors();
	}

	// Not what is written meanwhile: there might be no end of it.
	template <class Feed> void read_file(int fd, off_t &offset, off_t most, Feed feed)
	{
		static std::array<char, 64 * 1024> buffer;
		struct stat status {};

		if (::fstat(fd, &status) != 0)
			return;
		for (off_t left = std::min(status.st_size - offset, most); left > 0;) {
			const auto wanted = std::min(static_cast<std::size_t>(left), buffer.size());
			const ssize_t got = ::pread(fd, buffer.data(), wanted, offset);
			if (got <= 0)
				return;
			offset += got;
			left -= got;
			progress_ = Clock::now();
			feed(std::string_view{buffer.data(), static_cast<std::size_t>(got)});
		}
	}

	// Not up to the end of the stream: a process that QEMU left behind may
	// hold the other end, and may still write.
	void read_errors()
	{
		std::array<char, 4096> buffer;

		for (std::size_t most = stderr_limit; most >= buffer.size(); most -= buffer.size()) {
			const ssize_t got = ::read(ports_[errors].fd, buffer.data(), buffer.size());
			if (got == 0)
				ports_[errors].fd = -1; // poll() would wake for it for ever
			if (got <= 0)
				return;
			const auto room = stderr_limit - std::min(stderr_limit, seen_.qemu_stderr.size());
			seen_.qemu_stderr.append(buffer.data(), std::min(room, static_cast<std::size_t>(got)));
		}
	}

	GuestReport verdict()
	{
		GuestReport report;

		seen_.wait_status = child_.wait();
		seen_.panic_line = console_.panic_line();
		seen_.no_init_line = console_.no_init_line();
		seen_.splat_line = console_.splat_line();
		receiver_.move_into(report, seen_);
		Verdict verdict = classify(seen_);
		report.outcome = verdict.outcome;
		report.reason = std::move(verdict.reason);
		report.console_tail = console_.tail();
		return report;
	}

	Interrupt interrupt_;
	Child child_;
	Limits limits_;
	Receiver receiver_;
	Clock::time_point start_;
	Clock::time_point progress_;
	Console console_;
	Observation seen_;
	std::array<struct pollfd, port_count> ports_{{{-1, POLLIN, 0}, {-1, POLLIN, 0}, {-1, POLLIN, 0}}};
	off_t console_offset_ = 0;
	off_t channel_offset_ = 0;
};

} // namespace

GuestReport Supervisor::run()
{
	// Before there is a child: a signal that comes first is for the guest, too.
	const Interrupt interrupt;
	auto child = Child::start(argv_);

	if (!child) {
		GuestReport report;
		Observation seen;
		seen.start_error = "cannot start " + child.error().object + ": " + child.error().reason;
		const Verdict verdict = classify(seen);
		report.outcome = verdict.outcome;
		report.reason = verdict.reason;
		return report;
	}
	if (observer_ != nullptr)
		observer_->on_qemu_started(child->pid());
	return Watch(std::move(*child), limits_, observer_).run();
}

} // namespace matrix::boot
