// SPDX-License-Identifier: GPL-2.0
//
// The seam between the loader's decisions and the running kernel: everything
// that detection asks of it. Tests put a fake in its place.
//
//   loader::RunningKernel kernel;
//   auto prog = kernel.load_trivial({type, attach_type, stub_id, false});
//   if (!prog.fd) explain(prog.errnum, prog.log);
//   auto link = kernel.link(prog.fd.get(), attach_type, 0);  // closed: detached
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "loader/base/fd.h"
#include "loader/base/result.h"
#include "loader/kernel_btf.h"
#include "loader/mechanism.h"

struct bpf_object;
struct bpf_program;

namespace loader {

struct TrivialProgram {
	std::uint32_t prog_type = 0;
	std::uint32_t attach_type = 0;
	std::uint32_t stub_id = 0; // BTF id of the hook's function
	bool sleepable = false;
};

// A descriptor, or the errno and what the verifier said.
struct Attempt {
	base::Fd fd;
	int errnum = 0;
	std::string log;
};

// Of what a system call gave: a descriptor, or -1 and errno.
Attempt attempt_of(int result);

class Kernel {
public:
	Kernel() = default;
	Kernel(const Kernel &) = delete;
	Kernel &operator=(const Kernel &) = delete;
	virtual ~Kernel() = default;

	// Read once and kept: parsing it is the dearest part of a load.
	virtual const base::Result<KernelBtf> &btf() = 0;
	// A file of /proc or /sys, whole; errnum of the error tells why not.
	virtual base::Result<std::string> read(const std::string &path) = 0;
	// /proc/kallsyms, read once and kept; empty: it cannot be read.
	virtual const std::string &symbols() = 0;
	// Loads `return 0`, the smallest program that proves its type and hook.
	virtual Attempt load_trivial(const TrivialProgram &program) = 0;
	// `target` is the descriptor of a cgroup, or 0.
	virtual Attempt link(int prog_fd, std::uint32_t attach_type, int target) = 0;
	// ENOENT: there is no such event, or tracefs is not mounted.
	virtual Attempt link_event(int prog_fd, const HookSection &event) = 0;
	// By making a map of it. A type that libbpf does not know is taken to be there.
	virtual bool takes_map_type(std::uint32_t type) = 0;
	// Makes `function` the one that the program is attached to.
	virtual int set_target(bpf_program *program, const std::string &function) = 0;
	// All three return an errno; what libbpf says of it goes to its log.
	virtual int load_object(bpf_object *object) = 0;
	virtual int update_map(int map_fd, const void *key, const void *value) = 0;
};

class RunningKernel final : public Kernel {
public:
	const base::Result<KernelBtf> &btf() override;
	base::Result<std::string> read(const std::string &path) override;
	const std::string &symbols() override;
	Attempt load_trivial(const TrivialProgram &program) override;
	Attempt link(int prog_fd, std::uint32_t attach_type, int target) override;
	Attempt link_event(int prog_fd, const HookSection &event) override;
	bool takes_map_type(std::uint32_t type) override;
	int set_target(bpf_program *program, const std::string &function) override;
	int load_object(bpf_object *object) override;
	int update_map(int map_fd, const void *key, const void *value) override;

private:
	std::vector<base::Result<KernelBtf>> btf_; // none or one
	std::optional<std::string> symbols_;
};

// Is ftrace switched off (kernel.ftrace_enabled=0)? Then no program on a hook is
// called. A kernel without the setting calls programs without ftrace.
bool ftrace_is_off(Kernel &kernel);

// The capabilities that loading and attaching need and the caller lacks, from
// the CapEff line of /proc/self/status: {"CAP_BPF", "CAP_PERFMON"}.
std::vector<std::string> missing_capabilities(const std::string &proc_status);

} // namespace loader
