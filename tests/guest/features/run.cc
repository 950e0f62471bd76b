// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/features/run.h"

#include <bpf/libbpf.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace features {

namespace {

[[noreturn]] void fail(const std::string &what)
{
	std::printf("FAIL   %s\n", what.c_str());
	std::fflush(stdout);
	::_exit(1);
}

loader::PolicyObject open_object(std::string_view name)
{
	auto object = loader::PolicyObject::from_bytes(std::string{name}, object_bytes(name));

	if (!object)
		fail(object.error().to_string());
	return *std::move(object);
}

} // namespace

void must(bool holds, const char *what)
{
	const int error = errno;

	if (!holds)
		fail(std::string{what} + (error != 0 ? std::string{": "} + std::strerror(error) : ""));
}

int must(int returned, const char *what)
{
	must(returned >= 0, what);
	return returned;
}

void equal(long found, long wanted, const char *what)
{
	if (found != wanted)
		fail(std::string{what} + ": " + std::to_string(found) + " instead of " + std::to_string(wanted));
}

void equal_text(std::string_view found, std::string_view wanted, const char *what)
{
	if (found != wanted)
		fail(std::string{what} + ": '" + std::string{found} + "' instead of '" + std::string{wanted} + "'");
}

Running &running()
{
	static Running found;

	return found;
}

long bpf_call(int command, void *attributes, unsigned size)
{
	const long returned = ::syscall(SYS_bpf, command, attributes, size);

	return returned < 0 ? -errno : returned;
}

int make_link(int program, std::uint64_t cookie)
{
	union bpf_attr attributes {};

	attributes.link_create.prog_fd = static_cast<unsigned>(program);
	attributes.link_create.attach_type = running().target.attach_type;
	attributes.link_create.tracing.cookie = cookie;
	return static_cast<int>(bpf_call(BPF_LINK_CREATE, &attributes, sizeof(attributes)));
}

std::string why_refused(std::string_view name)
{
	const loader::PolicyObject object = open_object(name);
	const auto loaded = loader::load(running().kernel, running().target, object, {});

	return loaded ? std::string{} : loaded.error().to_string();
}

Run::Run(const char *object) : object_(open_object(object))
{
	const auto loaded = loader::load(running().kernel, running().target, object_, {});
	if (!loaded)
		fail(loaded.error().to_string());

	const int shared = map(".data.state");
	void *memory = ::mmap(nullptr, sizeof(feature_state), PROT_READ | PROT_WRITE, MAP_SHARED, shared, 0);
	must(memory != MAP_FAILED, "the memory of map .data.state");
	state_ = static_cast<feature_state *>(memory);
	state_->process = static_cast<unsigned>(::getpid());
}

void Run::attach()
{
	for (const loader::PolicyProgram &program : object_.programs())
		attach(program.name.c_str());
}

void Run::attach(const char *name, std::uint64_t cookie)
{
	const int link = make_link(program(name), cookie);

	errno = -link;
	must(link >= 0, name);
	links_.emplace_back(link);
}

int Run::program(const char *name) const
{
	const bpf_program *found = bpf_object__find_program_by_name(object_.handle(), name);

	errno = 0;
	must(found != nullptr, name);
	return bpf_program__fd(found);
}

int Run::map(const char *name) const
{
	const bpf_map *found = bpf_object__find_map_by_name(object_.handle(), name);

	errno = 0;
	must(found != nullptr, name);
	return bpf_map__fd(found);
}

long call(unsigned long a, unsigned long b)
{
	const int returned = ::prctl(FEATURE_CALL, a, b, 0, 0);

	// EINVAL: the programs had nothing against an option that the kernel does not know.
	return returned < 0 && errno != EINVAL ? -errno : 0;
}

void make_file(const char *path)
{
	const int file = must(::open(path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0644), path);

	must(::write(file, "x", 1) == 1, "a byte in a file");
	::close(file);
}

void mkdir_rmdir()
{
	must(::mkdir("/tmp/feature-folder", 0700) == 0, "mkdir");
	must(::rmdir("/tmp/feature-folder") == 0, "rmdir");
}

bool print_line(const char *name, const char *effect, const std::string &failure)
{
	std::printf("%-6s %s: %s\n", failure.empty() ? "ok" : "FAIL", name, failure.empty() ? effect : failure.c_str());
	std::fflush(stdout);
	return !failure.empty();
}

bool run_line(const char *name, const char *effect, void (*check)())
{
	std::fflush(nullptr);
	const int status = in_child([check] {
		::prctl(PR_SET_PDEATHSIG, SIGKILL);
		::alarm(120);
		check();
	});

	if (WIFEXITED(status))
		return print_line(name, effect, WEXITSTATUS(status) == 0 ? "" : "see the line above");
	return print_line(name, effect, "it ended with status " + std::to_string(status));
}

unsigned run_lines(std::span<const Line> lines)
{
	unsigned failures = 0;

	for (const Line &line : lines)
		failures += run_line(line.name, line.effect, line.check);
	return failures;
}

} // namespace features
