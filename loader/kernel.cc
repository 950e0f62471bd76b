// SPDX-License-Identifier: GPL-2.0
#include "loader/kernel.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/capability.h>

#include <array>
#include <cerrno>
#include <charconv>

#include "loader/base/files.h"
#include "loader/event_link.h"

namespace loader {

namespace {

// r0 = 0; exit
constexpr std::array<bpf_insn, 2> return_zero{
	bpf_insn{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .src_reg = 0, .off = 0, .imm = 0},
	bpf_insn{.code = BPF_JMP | BPF_EXIT, .dst_reg = 0, .src_reg = 0, .off = 0, .imm = 0},
};

} // namespace

Attempt attempt_of(int result)
{
	Attempt attempt;

	if (result < 0)
		attempt.errnum = errno;
	attempt.fd.reset(result);
	return attempt;
}

const base::Result<KernelBtf> &RunningKernel::btf()
{
	if (btf_.empty())
		btf_.push_back(KernelBtf::from_sysfs());
	return btf_.front();
}

base::Result<std::string> RunningKernel::read(const std::string &path)
{
	return base::read_file(path, std::size_t{1} << 20);
}

const std::string &RunningKernel::symbols()
{
	if (!symbols_)
		symbols_ = base::read_file("/proc/kallsyms", std::size_t{64} << 20).value_or("");
	return *symbols_;
}

Attempt RunningKernel::load_trivial(const TrivialProgram &program)
{
	std::array<char, 4096> log{};
	LIBBPF_OPTS(bpf_prog_load_opts, options);

	options.expected_attach_type = static_cast<bpf_attach_type>(program.attach_type);
	options.attach_btf_id = program.stub_id;
	options.prog_flags = program.sleepable ? BPF_F_SLEEPABLE : 0U;
	const auto type = static_cast<bpf_prog_type>(program.prog_type);
	Attempt attempt;
	attempt.fd.reset(bpf_prog_load(type, "hookload_probe", "GPL", return_zero.data(), return_zero.size(), &options));
	if (attempt.fd)
		return attempt;

	// Only a refused program is worth a log; asking again cannot succeed by
	// chance, but if it does the answer is as good.
	attempt.errnum = errno;
	options.log_buf = log.data();
	options.log_size = log.size();
	options.log_level = 1;
	attempt.fd.reset(bpf_prog_load(type, "hookload_probe", "GPL", return_zero.data(), return_zero.size(), &options));
	attempt.log = log.data();
	return attempt;
}

Attempt RunningKernel::link(int prog_fd, std::uint32_t attach_type, int target)
{
	return attempt_of(bpf_link_create(prog_fd, target, static_cast<bpf_attach_type>(attach_type), nullptr));
}

Attempt RunningKernel::link_event(int prog_fd, const HookSection &event) { return loader::link_event(*this, prog_fd, event); }

int RunningKernel::set_target(bpf_program *program, const std::string &function)
{
	return -bpf_program__set_attach_target(program, 0, function.c_str());
}

bool RunningKernel::takes_map_type(std::uint32_t type)
{
	return libbpf_probe_bpf_map_type(static_cast<bpf_map_type>(type), nullptr) != 0;
}

int RunningKernel::load_object(bpf_object *object) { return -bpf_object__load(object); }

int RunningKernel::update_map(int map_fd, const void *key, const void *value)
{
	return bpf_map_update_elem(map_fd, key, value, BPF_ANY) == 0 ? 0 : errno;
}

bool ftrace_is_off(Kernel &kernel)
{
	const auto setting = kernel.read("/proc/sys/kernel/ftrace_enabled");
	return setting && setting->starts_with('0');
}

std::vector<std::string> missing_capabilities(const std::string &proc_status)
{
	constexpr std::string_view label = "CapEff:\t";
	std::uint64_t effective = 0;

	if (const std::size_t line = proc_status.find(label); line != std::string::npos) {
		const char *start = proc_status.data() + line + label.size();
		std::from_chars(start, proc_status.data() + proc_status.size(), effective, 16);
	}
	const auto holds = [&](unsigned capability) { return ((effective >> capability) & 1) != 0; };

	std::vector<std::string> missing;
	if (holds(CAP_SYS_ADMIN))
		return missing;
	if (!holds(CAP_BPF))
		missing.emplace_back("CAP_BPF");
	if (!holds(CAP_PERFMON))
		missing.emplace_back("CAP_PERFMON");
	return missing;
}

} // namespace loader
