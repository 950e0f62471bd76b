// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "matrix/boot/child.h"
#include "matrix/boot/console.h"
#include "matrix/boot/interrupt.h"
#include "matrix/boot/receiver.h"

namespace matrix::boot {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t stderr_limit = 64 * 1024;

class Watch {
public:
	Watch(Child child, const Limits &limits, GuestObserver *observer)
		: child_(std::move(child)), limits_(limits), receiver_(observer), start_(Clock::now()), progress_(start_),
		  console_([observer](std::string_view line) {
			  if (observer != nullptr)
				  observer->on_console_line(line);
		  })
	{
		for (const int fd : {child_.out(), child_.err(), child_.channel()})
			::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
	}

	GuestReport run()
	{
		// Readable when QEMU has ended: poll() wakes for that too.
		// (glibc 2.36 declares pidfd_open() without extern "C".)
		const base::Fd ended{static_cast<int>(::syscall(SYS_pidfd_open, child_.pid(), 0))};
		ports_[console].fd = child_.out();
		ports_[errors].fd = child_.err();
		ports_[channel].fd = child_.channel();
		ports_[stop].fd = interrupt_.fd();
		ports_[process].fd = ended.get();
		while (!child_.try_wait()) {
			const int ready = ::poll(ports_.data(), ports_.size(), milliseconds_left());
			if (ready > 0)
				read_ports();
			check_limits();
		}
		drain();
		return verdict();
	}

private:
	enum Port : std::size_t { console, errors, channel, stop, process, port_count };

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

	[[nodiscard]] int milliseconds_left() const
	{
		const bool last_words = !console_.panic_line().empty() || !console_.no_init_line().empty();
		const auto quiet = last_words ? std::min(limits_.silence, limits_.last_words) : limits_.silence;
		const auto until = std::min(progress_ + quiet, start_ + limits_.timeout);
		const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now()).count() + 1;
		return static_cast<int>(std::clamp<long>(left, 0, 60'000));
	}

	void read_ports()
	{
		for (const Port port : {console, errors, channel})
			if (ports_[port].revents != 0 && !read_port(port))
				ports_[port].fd = -1;
	}

	// What is still in the pipes of a QEMU that has ended. Not up to the end
	// of the stream: a process it left behind may hold the other end.
	void drain()
	{
		for (const Port port : {console, errors, channel})
			while (ports_[port].fd >= 0 && read_port(port) && last_read_ > 0)
				;
		console_.finish();
		receiver_.finish();
	}

	// False at the end of the stream.
	bool read_port(Port port)
	{
		static std::array<char, 64 * 1024> buffer;

		last_read_ = ::read(ports_[port].fd, buffer.data(), buffer.size());
		if (last_read_ < 0)
			return errno == EAGAIN || errno == EINTR;
		if (last_read_ == 0)
			return false;
		const std::string_view bytes{buffer.data(), static_cast<std::size_t>(last_read_)};
		if (port == errors) {
			seen_.qemu_stderr += bytes.substr(0, stderr_limit - std::min(stderr_limit, seen_.qemu_stderr.size()));
			return true;
		}
		progress_ = Clock::now();
		if (port == console)
			console_.feed(bytes);
		else
			receiver_.feed(bytes);
		return true;
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
	std::array<struct pollfd, port_count> ports_{{{-1, POLLIN, 0}, {-1, POLLIN, 0}, {-1, POLLIN, 0}, {-1, POLLIN, 0}, {-1, POLLIN, 0}}};
	ssize_t last_read_ = 0;
};

} // namespace

GuestReport Supervisor::run()
{
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
