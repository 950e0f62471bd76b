// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/features/raw_program.h"

#include <cerrno>

#include "tests/guest/features/run.h"

namespace features {

namespace {

constexpr bpf_insn instruction(unsigned code, unsigned to, unsigned from, int offset, int value)
{
	return {.code = static_cast<__u8>(code), .dst_reg = static_cast<__u8>(to & 15U),
		.src_reg = static_cast<__u8>(from & 15U), .off = static_cast<__s16>(offset), .imm = value};
}

constexpr bpf_insn set_r0(int value) { return instruction(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, value); }

constexpr bpf_insn call_number(int number, unsigned kind)
{
	return instruction(BPF_JMP | BPF_CALL, 0, kind, 0, number);
}

constexpr bpf_insn leave = instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);

int load_with_log(const RawProgram &program, std::string *log)
{
	const Running &here = running();
	const auto hook = running().kernel.btf()->stub(here.target.mechanism, program.hook);
	union bpf_attr attributes {};

	errno = 0;
	must(hook.has_value(), program.hook);
	attributes.prog_type = here.target.prog_type;
	attributes.expected_attach_type = here.target.attach_type;
	attributes.attach_btf_id = *hook;
	attributes.insns = reinterpret_cast<std::uintptr_t>(program.code.data());
	attributes.insn_cnt = static_cast<unsigned>(program.code.size());
	attributes.license = reinterpret_cast<std::uintptr_t>("GPL");
	attributes.prog_flags = program.sleepable ? BPF_F_SLEEPABLE : 0U;
	if (program.token >= 0) {
		attributes.prog_flags |= BPF_F_TOKEN_FD;
		attributes.prog_token_fd = program.token;
	}
	if (log != nullptr) {
		attributes.log_level = 1;
		attributes.log_buf = reinterpret_cast<std::uintptr_t>(log->data());
		attributes.log_size = static_cast<unsigned>(log->size());
	}
	return static_cast<int>(bpf_call(BPF_PROG_LOAD, &attributes, sizeof(attributes)));
}

} // namespace

std::vector<bpf_insn> return_value(int value) { return {set_r0(value), leave}; }

std::vector<bpf_insn> refuse_process(int process, int error)
{
	return {call_number(BPF_FUNC_get_current_pid_tgid, 0),
		instruction(BPF_ALU64 | BPF_RSH | BPF_K, BPF_REG_0, 0, 0, 32),
		instruction(BPF_JMP | BPF_JEQ | BPF_K, BPF_REG_0, 0, 2, process),
		set_r0(0),
		leave,
		set_r0(-error),
		leave};
}

std::vector<bpf_insn> call_function(int number, bool kernel_function)
{
	return {call_number(number, kernel_function ? BPF_PSEUDO_KFUNC_CALL : 0), set_r0(0), leave};
}

int load(const RawProgram &program) { return load_with_log(program, nullptr); }

std::string refusal(const RawProgram &program)
{
	std::string log(std::size_t{16} << 10, '\0');
	const int fd = load_with_log(program, &log);

	if (fd >= 0) {
		::close(fd);
		return {};
	}
	log.resize(log.find('\0'));
	return log.empty() ? std::string{"errno "} + std::to_string(-fd) : log;
}

} // namespace features
