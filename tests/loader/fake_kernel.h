// SPDX-License-Identifier: GPL-2.0
//
// A kernel made of answers, for tests of detection and planning.
//
//   FakeKernel kernel(FakeKernel::bpf_lsm());
//   kernel.files["/sys/kernel/security/lsm"] = "capability,bpf";
//   kernel.refusals["file_open"] = {EINVAL, "… points to disabled hook …"};
//   auto report = probe(kernel);
#pragma once

#include <bpf/btf.h>
#include <fcntl.h>

#include <cerrno>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "loader/kernel.h"

namespace loader {

class FakeKernel final : public Kernel {
public:
	struct Refusal {
		int errnum = 0;
		std::string log;
	};

	explicit FakeKernel(base::Result<KernelBtf> btf) : btf_(std::move(btf)) {}

	const base::Result<KernelBtf> &btf() override { return btf_; }

	base::Result<std::string> read(const std::string &path) override
	{
		if (const auto file = files.find(path); file != files.end())
			return file->second;
		return base::fail_errno(ENOENT, {.id = "file-unreadable", .code = base::ExitCode::failed, .action = "read",
						 .object = path, .reason = {}, .hint = {}, .errnum = 0});
	}

	const std::string &symbols() override { return symbol_lines; }

	Attempt load_trivial(const TrivialProgram &program) override
	{
		loads.push_back(program);
		if (load_refusal.errnum != 0)
			return refuse(load_refusal);
		if (const auto it = refusals.find(btf_->hook_of(program.stub_id)); it != refusals.end())
			return refuse(it->second);
		return succeed();
	}

	Attempt link(int, std::uint32_t attach_type, int) override
	{
		linked.push_back(attach_type);
		return link_refusal.errnum != 0 ? refuse(link_refusal) : succeed();
	}

	Attempt link_event(int, const HookSection &event) override
	{
		events.push_back(event.hook);
		return link_refusal.errnum != 0 ? refuse(link_refusal) : succeed();
	}

	bool takes_map_type(std::uint32_t) override { return has_map_type; }
	int set_target(bpf_program *, const std::string &function) override
	{
		targets.push_back(function);
		return 0;
	}
	int load_object(bpf_object *) override { return object_refusal; }
	int update_map(int, const void *, const void *) override { return map_refusal; }

	// Types as a kernel's BTF has them: hooks of `prefix`, two enums.
	static KernelBtf types(const std::string &prefix, const std::vector<std::string> &hooks, bool knows_override)
	{
		struct Free {
			void operator()(struct btf *types) const { btf__free(types); }
		};
		const std::unique_ptr<struct btf, Free> types{btf__new_empty()};
		btf__add_enum(types.get(), "bpf_prog_type", 4);
		btf__add_enum_value(types.get(), "BPF_PROG_TYPE_LSM", 29);
		if (knows_override)
			btf__add_enum_value(types.get(), "BPF_PROG_TYPE_OVERRIDE_RETURN", 77);
		btf__add_enum(types.get(), "bpf_attach_type", 4);
		btf__add_enum_value(types.get(), "BPF_LSM_MAC", 27);
		if (knows_override)
			btf__add_enum_value(types.get(), "BPF_OVERRIDE_RETURN", 99);
		btf__add_enum(types.get(), "bpf_map_type", 4);
		btf__add_enum_value(types.get(), "BPF_MAP_TYPE_HASH", 1);
		btf__add_enum_value(types.get(), "BPF_MAP_TYPE_ARRAY", 2);
		btf__add_enum_value(types.get(), "__MAX_BPF_MAP_TYPE", 3);
		const int proto = btf__add_func_proto(types.get(), 0);
		for (const std::string &hook : hooks)
			btf__add_func(types.get(), (prefix + hook).c_str(), BTF_FUNC_STATIC, proto);
		return KernelBtf::from_types(*types);
	}

	static KernelBtf bpf_lsm()
	{
		return types("bpf_lsm_", {"file_permission", "file_open", "getprocattr", "verify_prog"}, false);
	}
	static KernelBtf override_return()
	{
		return types("bpf_override_", {"file_permission", "file_open", "getprocattr"}, true);
	}
	static KernelBtf none() { return types("", {"vfs_read"}, false); }

	std::map<std::string, std::string> files;
	std::string symbol_lines; // as of /proc/kallsyms
	std::map<std::string, Refusal> refusals; // by hook
	Refusal load_refusal, link_refusal;	 // of everything, when errnum is set
	int object_refusal = 0;			 // an errno
	int map_refusal = 0;
	bool has_map_type = true;
	std::vector<TrivialProgram> loads;
	std::vector<std::uint32_t> linked;
	std::vector<std::string> events; // that programs were linked to
	std::vector<std::string> targets; // functions that programs were to be attached to

private:
	static Attempt refuse(const Refusal &refusal)
	{
		Attempt attempt;
		attempt.errnum = refusal.errnum;
		attempt.log = refusal.log;
		return attempt;
	}
	static Attempt succeed()
	{
		Attempt attempt;
		attempt.fd.reset(::open("/dev/null", O_RDONLY | O_CLOEXEC));
		return attempt;
	}

	base::Result<KernelBtf> btf_;
};

} // namespace loader
