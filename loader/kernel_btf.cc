// SPDX-License-Identifier: GPL-2.0
#include "loader/kernel_btf.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "loader/errors.h"

namespace loader {

namespace {

constexpr const char *sysfs_btf = "/sys/kernel/btf/vmlinux";

struct BtfFree {
	void operator()(btf *types) const { btf__free(types); }
};

} // namespace

base::Result<KernelBtf> KernelBtf::from_sysfs()
{
	if (::access(sysfs_btf, R_OK) != 0) {
		if (errno == ENOENT)
			return base::fail(no_btf("the file is absent", ENOENT));
		return base::fail(mechanism_unknown("the kernel's type information cannot be read", errno));
	}
	const std::unique_ptr<btf, BtfFree> types{btf__parse(sysfs_btf, nullptr)};
	if (!types)
		return base::fail(mechanism_unknown("the kernel's type information cannot be parsed", errno));
	return from_types(*types);
}

KernelBtf KernelBtf::from_types(const btf &types)
{
	KernelBtf index;
	const std::uint32_t count = btf__type_cnt(&types);

	for (std::uint32_t id = 1; id < count; id++) {
		const btf_type *type = btf__type_by_id(&types, id);
		const std::string_view name = btf__str_by_offset(&types, type->name_off);
		if (btf_is_func(type)) {
			for (const MechanismRow &row : mechanism_table())
				if (name.starts_with(row.stub_prefix) && !is_stub_helper(name.substr(row.stub_prefix.size())))
					index.stubs_[row.mechanism].emplace(name.substr(row.stub_prefix.size()), id);
		} else if (btf_is_enum(type) && (name == "bpf_prog_type" || name == "bpf_attach_type" || name == "bpf_map_type")) {
			for (int i = 0; i < btf_vlen(type); i++) {
				const struct btf_enum &value = ::btf_enum(type)[i];
				const std::string_view word = btf__str_by_offset(&types, value.name_off);
				const auto number = static_cast<std::uint32_t>(value.val);
				if (name != "bpf_map_type")
					index.enumerators_.emplace(word, number);
				// __MAX_BPF_MAP_TYPE is younger than Linux 6.1.
				else if (!word.starts_with("__"))
					index.map_types_end_ = std::max(index.map_types_end_.value_or(0), number + 1);
			}
		}
	}
	return index;
}

std::optional<std::uint32_t> KernelBtf::enumerator(std::string_view name) const
{
	const auto found = enumerators_.find(name);
	return found == enumerators_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<std::uint32_t> KernelBtf::stub(Mechanism mechanism, std::string_view hook) const
{
	const auto family = stubs_.find(mechanism);
	if (family == stubs_.end())
		return std::nullopt;
	const auto found = family->second.find(hook);
	return found == family->second.end() ? std::nullopt : std::optional{found->second};
}

std::vector<std::string> KernelBtf::hooks(Mechanism mechanism) const
{
	std::vector<std::string> names;

	if (const auto family = stubs_.find(mechanism); family != stubs_.end())
		for (const auto &[name, id] : family->second)
			names.push_back(name);
	return names;
}

std::string KernelBtf::hook_of(std::uint32_t id) const
{
	for (const auto &[mechanism, names] : stubs_)
		for (const auto &[name, stub_id] : names)
			if (stub_id == id)
				return name;
	return {};
}

} // namespace loader
