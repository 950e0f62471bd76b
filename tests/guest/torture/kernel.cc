// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/torture/kernel.h"

#include <linux/bpf.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "tests/guest/conformance/programs.h"

namespace torture {

namespace {

using Code = std::vector<bpf_insn>;

int bpf(int command, union bpf_attr &attributes)
{
	return static_cast<int>(::syscall(SYS_bpf, command, &attributes, sizeof(attributes)));
}

Attempt attempt(int command, union bpf_attr &attributes)
{
	Attempt answer;

	answer.fd.reset(bpf(command, attributes));
	answer.errnum = answer.fd ? 0 : errno;
	return answer;
}

bpf_insn instruction(unsigned code, unsigned to, unsigned from, int offset, std::int32_t value)
{
	bpf_insn answer{};

	answer.code = static_cast<std::uint8_t>(code);
	answer.dst_reg = to & 15U;
	answer.src_reg = from & 15U;
	answer.off = static_cast<std::int16_t>(offset);
	answer.imm = value;
	return answer;
}

void add_call(Code &code, int helper) { code.push_back(instruction(BPF_JMP | BPF_CALL, 0, 0, 0, helper)); }

void add_return(Code &code, int value)
{
	code.push_back(instruction(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, value));
	code.push_back(instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0));
}

// Two instructions wide.
void add_constant(Code &code, unsigned to, unsigned from, std::uint32_t low, std::uint32_t high)
{
	code.push_back(instruction(BPF_LD | BPF_DW | BPF_IMM, to, from, 0, static_cast<std::int32_t>(low)));
	code.push_back(instruction(0, 0, 0, 0, static_cast<std::int32_t>(high)));
}

// Adds one to a number of State, atomically.
void add_count(Code &code, int map, std::size_t offset)
{
	add_constant(code, BPF_REG_1, BPF_PSEUDO_MAP_VALUE, static_cast<std::uint32_t>(map), static_cast<std::uint32_t>(offset));
	code.push_back(instruction(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_2, 0, 0, 1));
	code.push_back(instruction(BPF_STX | BPF_ATOMIC | BPF_DW, BPF_REG_1, BPF_REG_2, 0, BPF_ADD));
}
constexpr int count_length = 4;

Code cookie_code(std::uint64_t cookie, int map)
{
	Code code;

	add_call(code, BPF_FUNC_get_attach_cookie);
	add_constant(code, BPF_REG_1, 0, static_cast<std::uint32_t>(cookie), static_cast<std::uint32_t>(cookie >> 32));
	code.push_back(instruction(BPF_JMP | BPF_JEQ | BPF_X, BPF_REG_0, BPF_REG_1, count_length, 0));
	add_count(code, map, offsetof(State, wrong_cookies));
	add_return(code, 0);
	return code;
}

// Refuses, and counts at `offset`, where the upper half of what `helper` says is `whom`:
// a group, or a process.
Code deny_code(int helper, unsigned whom, int map, std::size_t offset)
{
	Code code;

	add_call(code, helper);
	code.push_back(instruction(BPF_ALU64 | BPF_RSH | BPF_K, BPF_REG_0, 0, 0, 32));
	code.push_back(instruction(BPF_JMP | BPF_JNE | BPF_K, BPF_REG_0, 0, count_length + 2, static_cast<std::int32_t>(whom)));
	add_count(code, map, offset);
	add_return(code, -denial);
	add_return(code, 0);
	return code;
}

Code code_of(const Plan &plan, int map)
{
	Code code;

	switch (plan.kind) {
	case Kind::cookie: return cookie_code(plan.cookie, map);
	case Kind::deny: return deny_code(BPF_FUNC_get_current_uid_gid, victims, map, offsetof(State, denials));
	case Kind::count: return deny_code(BPF_FUNC_get_current_pid_tgid, static_cast<unsigned>(plan.process), plan.counter, 0);
	case Kind::noop:
	case Kind::fentry:
	case Kind::fexit: break;
	}
	add_return(code, 0);
	return code;
}

std::uint32_t attach_type_of(const loader::Target &target, Kind kind)
{
	switch (kind) {
	case Kind::fentry: return BPF_TRACE_FENTRY;
	case Kind::fexit: return BPF_TRACE_FEXIT;
	default: return target.attach_type;
	}
}

bool is_tracing(Kind kind) { return kind == Kind::fentry || kind == Kind::fexit; }

long count(int command)
{
	union bpf_attr attributes {};
	long found = 0;

	while (bpf(command, attributes) == 0) {
		++found;
		attributes.start_id = attributes.next_id;
	}
	return errno == ENOENT ? found : -1;
}

// What programs count in, and user space maps: an array of one.
Attempt create_mapped(std::uint32_t size)
{
	union bpf_attr attributes {};

	attributes.map_type = BPF_MAP_TYPE_ARRAY;
	attributes.key_size = 4;
	attributes.value_size = size;
	attributes.max_entries = 1;
	attributes.map_flags = BPF_F_MMAPABLE;
	return attempt(BPF_MAP_CREATE, attributes);
}

} // namespace

base::Result<Kernel> Kernel::find()
{
	Kernel kernel;

	kernel.running_ = std::make_unique<loader::RunningKernel>();
	const loader::ProbeReport found = loader::probe(*kernel.running_);
	if (!found.target)
		return base::fail(found.error);
	kernel.target_ = *found.target;
	if (auto opened = kernel.open_state(); !opened)
		return tl::unexpected(opened.error());
	kernel.find_hooks();
	return kernel;
}

Attempt Kernel::create_counter() { return create_mapped(sizeof(std::uint64_t)); }

base::Result<void> Kernel::open_state()
{
	Attempt map = create_mapped(sizeof(State));
	void *memory = map.fd ? ::mmap(nullptr, sizeof(State), PROT_READ | PROT_WRITE, MAP_SHARED, map.fd.get(), 0) : MAP_FAILED;

	state_map_ = std::move(map.fd);
	if (memory == MAP_FAILED)
		return base::fail_errno(map.errnum != 0 ? map.errnum : errno, {.id = "no-state", .code = base::ExitCode::failed, .action = "make the map of",
						.object = "what programs count", .reason = {}, .hint = {}, .errnum = 0});
	state_ = static_cast<volatile State *>(memory);
	return {};
}

void Kernel::close_state()
{
	if (state_ != nullptr)
		::munmap(const_cast<State *>(state_), sizeof(State));
	state_ = nullptr;
	state_map_.reset();
}

void Kernel::find_hooks()
{
	const auto &btf = running_->btf();

	for (const std::string &name : btf->hooks(target_.mechanism)) {
		Hook hook{.name = name, .stub = btf->stub(target_.mechanism, name).value_or(0)};
		Plan plan{.kind = Kind::noop, .hook = &hook};
		if (!load(plan).fd)
			continue; // disabled
		plan.sleepable = true;
		hook.sleepable = static_cast<bool>(load(plan).fd);
		// Of a hook whose answer is yes or no, a refusal is no errno.
		hook.can_refuse = conformance::Programs::returns_int(name) &&
				  static_cast<bool>(load({.kind = Kind::deny, .hook = &hook}).fd);
		hooks_.push_back(hook);
	}
}

Attempt Kernel::load(const Plan &plan) const
{
	const Code code = code_of(plan, state_map_.get());
	union bpf_attr attributes {};

	attributes.prog_type = is_tracing(plan.kind) ? BPF_PROG_TYPE_TRACING : static_cast<bpf_prog_type>(target_.prog_type);
	attributes.expected_attach_type = attach_type_of(target_, plan.kind);
	attributes.attach_btf_id = plan.hook->stub;
	attributes.prog_flags = plan.sleepable ? BPF_F_SLEEPABLE : 0U;
	attributes.insns = reinterpret_cast<std::uintptr_t>(code.data());
	attributes.insn_cnt = static_cast<std::uint32_t>(code.size());
	attributes.license = reinterpret_cast<std::uintptr_t>("GPL");
	std::strncpy(attributes.prog_name, "torture", sizeof(attributes.prog_name));
	return attempt(BPF_PROG_LOAD, attributes);
}

Attempt Kernel::link(int program, const Plan &plan) const
{
	union bpf_attr attributes {};

	attributes.link_create.prog_fd = static_cast<std::uint32_t>(program);
	attributes.link_create.attach_type = attach_type_of(target_, plan.kind);
	attributes.link_create.tracing.cookie = plan.cookie;
	return attempt(BPF_LINK_CREATE, attributes);
}

Attempt Kernel::create_map()
{
	union bpf_attr attributes {};

	attributes.map_type = BPF_MAP_TYPE_HASH;
	attributes.key_size = 8;
	attributes.value_size = 64;
	attributes.max_entries = 64;
	return attempt(BPF_MAP_CREATE, attributes);
}

Objects count_objects()
{
	return {.programs = count(BPF_PROG_GET_NEXT_ID), .maps = count(BPF_MAP_GET_NEXT_ID), .links = count(BPF_LINK_GET_NEXT_ID)};
}

std::string describe_maps()
{
	union bpf_attr next {};
	std::string text;

	for (; bpf(BPF_MAP_GET_NEXT_ID, next) == 0; next.start_id = next.next_id) {
		union bpf_attr by_id {};
		by_id.map_id = next.next_id;
		const base::Fd map{bpf(BPF_MAP_GET_FD_BY_ID, by_id)};
		bpf_map_info facts{};
		union bpf_attr info {};
		info.info.bpf_fd = static_cast<std::uint32_t>(map.get());
		info.info.info_len = sizeof(facts);
		info.info.info = reinterpret_cast<std::uintptr_t>(&facts);
		if (map && bpf(BPF_OBJ_GET_INFO_BY_FD, info) == 0)
			text += "map " + std::to_string(facts.id) + ", type " + std::to_string(facts.type) + ", " + facts.name + "\n";
	}
	return text;
}

unsigned look_at_links()
{
	union bpf_attr next {};
	unsigned found = 0;

	for (; bpf(BPF_LINK_GET_NEXT_ID, next) == 0; next.start_id = next.next_id) {
		union bpf_attr by_id {};
		by_id.link_id = next.next_id;
		const base::Fd link{bpf(BPF_LINK_GET_FD_BY_ID, by_id)};
		if (!link)
			continue; // gone in the meantime
		bpf_link_info facts{};
		union bpf_attr info {};
		info.info.bpf_fd = static_cast<std::uint32_t>(link.get());
		info.info.info_len = sizeof(facts);
		info.info.info = reinterpret_cast<std::uintptr_t>(&facts);
		found += bpf(BPF_OBJ_GET_INFO_BY_FD, info) == 0 ? 1 : 0;
	}
	return found;
}

} // namespace torture
