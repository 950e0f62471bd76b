// SPDX-License-Identifier: GPL-2.0
#include "loader/params/apply.h"

#include <bpf/libbpf.h>

#include <cstring>
#include <string_view>

#include "loader/errors.h"
#include "loader/kernel.h"

namespace loader::params {

namespace {

// libbpf puts the beginning of the object's name before the section's.
bpf_map *read_only_map(bpf_object *object)
{
	bpf_map *map = nullptr;

	bpf_object__for_each_map(map, object)
		if (bpf_map__is_internal(map) && std::string_view(bpf_map__name(map)).ends_with(".rodata"))
			return map;
	return nullptr;
}

std::span<const std::byte> bytes_of(bpf_map *map)
{
	std::size_t size = 0;
	const void *data = map == nullptr ? nullptr : bpf_map__initial_value(map, &size);

	return {static_cast<const std::byte *>(data), data == nullptr ? 0 : size};
}

} // namespace

std::span<const std::byte> read_only_data(bpf_object *object) { return bytes_of(read_only_map(object)); }

base::Result<void> set_globals(bpf_object *object, const Values &values)
{
	bpf_map *map = read_only_map(object);
	const std::span<const std::byte> before = bytes_of(map);
	std::vector<std::byte> data(before.begin(), before.end());

	for (const ScalarValue &value : values.scalars) {
		if (value.offset > data.size() || value.bytes.size() > data.size() - value.offset)
			return base::fail(object_refused(bpf_object__name(object), 0,
							 "its type information has '" + value.name + "' outside of .rodata"));
		std::memcpy(data.data() + value.offset, value.bytes.data(), value.bytes.size());
	}
	if (const int errnum = values.scalars.empty() ? 0 : -bpf_map__set_initial_value(map, data.data(), data.size()); errnum != 0)
		return base::fail(object_refused(bpf_object__name(object), errnum, "its .rodata cannot be set"));
	return {};
}

base::Result<void> fill_maps(Kernel &kernel, bpf_object *object, const Values &values)
{
	for (const ListValue &list : values.lists) {
		const bpf_map *map = bpf_object__find_map_by_name(object, list.map.c_str());
		if (map == nullptr || bpf_map__fd(map) < 0)
			return base::fail(map_not_filled(list.map, ENOENT));
		for (const ListEntry &entry : list.entries)
			if (const int errnum = kernel.update_map(bpf_map__fd(map), entry.key.data(), entry.value.data()); errnum != 0)
				return base::fail(map_not_filled(list.map, errnum));
	}
	return {};
}

} // namespace loader::params
