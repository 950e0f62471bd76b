// SPDX-License-Identifier: GPL-2.0
//
// hookguest: process 1 of a guest. Sets the guest up, runs the one command
// that the host sent along and switches the power off. It never returns: the
// end of process 1 is a kernel panic.
#include <fcntl.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <string>

#include "loader/base/files.h"
#include "matrix/guest/command.h"
#include "matrix/guest/hello.h"
#include "matrix/guest/job.h"
#include "matrix/guest/mounts.h"
#include "matrix/guest/sender.h"

namespace {

using matrix::guest::FrameKind;

constexpr const char *console = "/dev/ttyS0";
constexpr const char *channel = "/dev/ttyS1";
constexpr const char *results = "/results";

std::string to_text(const nlohmann::json &json)
{
	return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Links for all applets of busybox; a tool that the guest brings itself
// (/bin/hookload) keeps its name.
void link_applets()
{
	const pid_t pid = ::fork();

	if (pid == 0) {
		const int nothing = ::open("/dev/null", O_WRONLY);
		::dup2(nothing, STDERR_FILENO); // "File exists" for such a tool
		::execl("/bin/busybox", "busybox", "--install", "-s", "/bin", static_cast<char *>(nullptr));
		::_exit(127);
	}
	::waitpid(pid, nullptr, 0);
}

void run_measured(const matrix::guest::Job &job, matrix::guest::Sender &sender)
{
	sender.send(FrameKind::hello, to_text(matrix::guest::describe_system("/")));
	const auto status = matrix::guest::run_command(
		job, [&](FrameKind stream, std::string_view bytes) { sender.send(stream, bytes); });
	const unsigned files = sender.send_files(results);
	sender.send(FrameKind::exit,
		    to_text({{"status", status.status}, {"signal", status.signal}, {"files", files}}));
}

void serve()
{
	::umask(022);
	const std::string problems = matrix::guest::mount_all();
	matrix::guest::Sender sender{matrix::guest::open_raw(channel)};
	if (!problems.empty())
		return sender.send(FrameKind::fault, problems);
	matrix::guest::loopback_up();
	link_applets();
	const auto text = base::read_file(matrix::guest::job_path);
	if (!text)
		return sender.send(FrameKind::fault, text.error().to_string());
	const auto job = matrix::guest::job_from_json(*text);
	if (!job)
		return sender.send(FrameKind::fault, job.error().to_string());
	if (job->interactive)
		matrix::guest::run_shell(*job, console);
	else
		run_measured(*job, sender);
	sender.drain();
}

} // namespace

int main()
{
	if (::getpid() != 1) {
		std::fputs("hookguest: runs as process 1 of a guest, not by hand\n", stderr);
		return 2;
	}
	try {
		serve();
	} catch (const std::exception &error) {
		std::fprintf(stderr, "hookguest: %s\n", error.what());
	}
	::sync();
	// A reset, which QEMU with -no-reboot takes for its end: the kernels have
	// no ACPI, and without it "power off" is a halt for ever.
	::reboot(RB_AUTOBOOT);
	for (;;)
		::pause();
}
