// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/conformance/arguments.h"

#include <bpf/btf.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace conformance {

namespace {

struct BtfFree {
	void operator()(btf *types) const { btf__free(types); }
};

// The arguments of the function that stands for a hook; nullptr: not found.
const btf_type *arguments_of(const btf &types, const std::string &hook)
{
	for (const char *prefix : {"bpf_override_", "bpf_lsm_"}) {
		const int id = btf__find_by_name_kind(&types, (prefix + hook).c_str(), BTF_KIND_FUNC);
		if (id > 0)
			return btf__type_by_id(&types, btf__type_by_id(&types, static_cast<unsigned>(id))->type);
	}
	return nullptr;
}

const btf_type *without_modifiers(const btf &types, unsigned id)
{
	const btf_type *type = btf__type_by_id(&types, id);

	while (btf_is_mod(type) || btf_is_typedef(type))
		type = btf__type_by_id(&types, type->type);
	return type;
}

// One that a program may read through: the verifier takes a pointer to anything
// else for a number.
bool points_to_struct(const btf &types, unsigned id)
{
	const btf_type *type = without_modifiers(types, id);

	return btf_is_ptr(type) && type->type != 0 && btf_is_composite(without_modifiers(types, type->type));
}

unsigned list_one(const btf &types, const std::string &hook, unsigned zeros)
{
	const btf_type *prototype = arguments_of(types, hook);
	unsigned failures = prototype == nullptr;
	unsigned slot = 0; // a struct of 16 bytes that is passed itself takes two

	if (prototype == nullptr)
		std::printf("FAIL   %s: the kernel's types have no function for it\n", hook.c_str());
	for (int i = 0; prototype != nullptr && i < btf_vlen(prototype); ++i) {
		const btf_param &argument = btf_params(prototype)[i];
		const std::string_view name = btf__str_by_offset(&types, argument.name_off);
		const bool zero = (zeros >> slot & 1) != 0;
		const bool told = name.ends_with("__nullable");

		slot += static_cast<unsigned>((btf__resolve_size(&types, argument.type) + 7) / 8);
		if (!zero || !points_to_struct(types, argument.type))
			continue;
		failures += !told;
		std::printf("%-6s %s: %s was NULL%s\n", told ? "ok" : "FAIL", hook.c_str(), std::string{name}.c_str(),
			    told ? "" : ", and the verifier lets a program read through it");
	}
	return failures;
}

} // namespace

unsigned list_null_arguments(const Programs &programs)
{
	const std::unique_ptr<btf, BtfFree> types{btf__parse("/sys/kernel/btf/vmlinux", nullptr)};
	unsigned failures = 0;

	for (const std::string &hook : programs.hooks()) {
		const std::optional<unsigned> zeros = programs.zero_arguments(hook);
		if (!zeros)
			return 0;
		if (!types) {
			std::printf("FAIL   the kernel's types cannot be read\n");
			return 1;
		}
		failures += list_one(*types, hook, *zeros);
	}
	return failures;
}

} // namespace conformance
