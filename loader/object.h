// SPDX-License-Identifier: GPL-2.0
//
// A policy object, opened but not loaded: its programs and the hooks they ask
// for. Needs neither root nor a kernel.
//
//   auto object = loader::PolicyObject::open("deny_open.bpf.o");
//   if (!object) return tl::unexpected(object.error()); // object-truncated, …
//   for (const auto &program : object->programs())
//           print(program.name, program.section.hook);
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "loader/mechanism.h"

struct bpf_object;
struct bpf_program;

namespace loader {

struct PolicyProgram {
	std::string name;
	HookSection section;
	bpf_program *handle = nullptr; // owned by the object
};

class PolicyObject {
public:
	// The bytes of an object file, whole and for BPF.
	static base::Result<std::string> read(const std::filesystem::path &path);
	static base::Result<PolicyObject> open(const std::filesystem::path &path);
	// `name` is the policy's name in messages and pins.
	static base::Result<PolicyObject> from_bytes(std::string name, std::string_view bytes);

	[[nodiscard]] const std::string &name() const { return name_; }
	[[nodiscard]] const std::vector<PolicyProgram> &programs() const { return programs_; }
	[[nodiscard]] bpf_object *handle() const { return object_.get(); }

private:
	struct Close {
		void operator()(bpf_object *object) const;
	};

	PolicyObject() = default;
	base::Result<void> collect_programs();

	std::string name_;
	std::unique_ptr<bpf_object, Close> object_; // closing unloads what is not pinned
	std::vector<PolicyProgram> programs_;
};

// "policies/deny_open.bpf.o" -> "deny_open"; characters that bpffs refuses in
// a name become '_'.
std::string policy_name(const std::filesystem::path &path);

} // namespace loader
