// SPDX-License-Identifier: GPL-2.0
#include "loader/trial.h"

#include <bpf/libbpf.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "loader/errors.h"
#include "loader/object.h"
#include "loader/params/schema.h"

namespace loader {

namespace {

// The largest policies need a tenth of a second.
constexpr rlim_t cpu_seconds = 20;

[[noreturn]] void open_and_end(const std::string &name, std::string_view bytes)
{
	const rlimit limit{cpu_seconds, cpu_seconds};
	const rlimit no_core{0, 0};

	// How it ends is for the parent to see, not for a sanitizer's or a caller's handler.
	for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGXCPU})
		::signal(signal, SIG_DFL);
	::setrlimit(RLIMIT_CPU, &limit);
	::setrlimit(RLIMIT_CORE, &no_core);
	if (const auto object = PolicyObject::from_bytes(name, bytes); object)
		(void)params::read_schema(name, bpf_object__btf(object->handle()));
	::_exit(0);
}

} // namespace

base::Result<void> try_to_open(const std::string &name, std::string_view bytes)
{
	const pid_t child = ::fork();
	int status = 0;

	if (child == 0)
		open_and_end(name, bytes);
	while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (child < 0)
		return base::fail(object_refused(name, errno, "it cannot be tried in a process of its own"));
	if (!WIFSIGNALED(status))
		return {};
	const int signal = WTERMSIG(status);
	return base::fail(object_damaged(name, signal == SIGXCPU || signal == SIGKILL
						       ? fmt::format("libbpf does not end within {} seconds", cpu_seconds)
						       : fmt::format("libbpf crashes on it ({})", ::strsignal(signal))));
}

} // namespace loader
