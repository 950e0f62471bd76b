// SPDX-License-Identifier: GPL-2.0
#include "matrix/lsm/seccomp.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <cstddef>

namespace matrix::lsm {

namespace {

constexpr std::uint32_t at(std::size_t offset) { return static_cast<std::uint32_t>(offset); }

constexpr sock_filter statement(std::uint16_t code, std::uint32_t value) { return {code, 0, 0, value}; }

constexpr sock_filter jump(std::uint16_t code, std::uint32_t value, std::uint8_t yes, std::uint8_t no) { return {code, yes, no, value}; }

constexpr std::uint32_t both = PROT_WRITE | PROT_EXEC;

// Other architectures' calls are killed: their numbers mean something else.
constexpr std::array deny_wx{
	statement(BPF_LD | BPF_W | BPF_ABS, at(offsetof(seccomp_data, arch))),
	jump(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
	statement(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
	statement(BPF_LD | BPF_W | BPF_ABS, at(offsetof(seccomp_data, nr))),
	jump(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 3, 0),
	jump(BPF_JMP | BPF_JEQ | BPF_K, SYS_mprotect, 2, 0),
	jump(BPF_JMP | BPF_JEQ | BPF_K, SYS_pkey_mprotect, 1, 0),
	statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	statement(BPF_LD | BPF_W | BPF_ABS, at(offsetof(seccomp_data, args[2]))),
	statement(BPF_ALU | BPF_AND | BPF_K, both),
	jump(BPF_JMP | BPF_JEQ | BPF_K, both, 0, 1),
	statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
	statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};

base::Error failed(const std::string &name, const char *what, int errnum)
{
	return {.id = "filter-not-in-force", .code = base::ExitCode::failed, .action = "put the process under the filter", .object = name,
		.reason = what, .hint = {}, .errnum = errnum};
}

bool maps(int protection)
{
	void *memory = ::mmap(nullptr, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return false;
	::munmap(memory, 4096);
	return true;
}

} // namespace

base::Result<void> enter_filter(const std::string &name)
{
	if (name != "deny-wx")
		return base::fail({.id = "no-such-filter", .code = base::ExitCode::usage, .action = "find the filter", .object = name,
				   .reason = "there is none of that name", .hint = "known is deny-wx", .errnum = 0});
	std::array filter = deny_wx;
	const sock_fprog program{.len = filter.size(), .filter = filter.data()};

	if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
		return base::fail(failed(name, "the kernel refused it", errno));
	if (maps(both | PROT_READ) || !maps(PROT_READ | PROT_WRITE) || !maps(PROT_READ | PROT_EXEC))
		return base::fail(failed(name, "memory is not mapped as it says", 0));
	return {};
}

} // namespace matrix::lsm
