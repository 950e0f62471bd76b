// SPDX-License-Identifier: GPL-2.0
#include "loader/keep.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include "loader/errors.h"

namespace loader {

namespace {

constexpr std::string_view keep_prefix = "keep";

struct Trait {
	const char *name;
	std::uint32_t loaded;
	std::uint32_t wanted;
};

base::Result<void> same_shape(const bpf_map *map, const KeptMap &kept)
{
	bpf_map_info info{};
	unsigned size = sizeof(info);

	if (bpf_obj_get_info_by_fd(kept.fd.get(), &info, &size) != 0)
		return base::fail(pin_failed("ask about the map", kept.name, errno));
	const std::array traits{
		Trait{"type", info.type, bpf_map__type(map)},
		Trait{"key's size", info.key_size, bpf_map__key_size(map)},
		Trait{"value's size", info.value_size, bpf_map__value_size(map)},
		Trait{"number of entries", info.max_entries, bpf_map__max_entries(map)},
		Trait{"flags", info.map_flags, bpf_map__map_flags(map)},
	};
	for (const Trait &trait : traits)
		if (trait.loaded != trait.wanted)
			return base::fail(keep_mismatch(kept.name, trait.name));
	return {};
}

} // namespace

base::Result<void> take_over(bpf_object *object, const std::vector<KeptMap> &kept)
{
	bpf_map *map = nullptr;

	bpf_object__for_each_map(map, object) {
		const std::string_view name = bpf_map__name(map);
		const auto found = std::ranges::find(kept, name, &KeptMap::name);
		if (!name.starts_with(keep_prefix) || found == kept.end())
			continue;
		if (auto same = same_shape(map, *found); !same)
			return same;
		if (const int error = bpf_map__reuse_fd(map, found->fd.get()); error != 0)
			return base::fail(map_refused(bpf_object__name(object), name, -error));
	}
	return {};
}

} // namespace loader
