// SPDX-License-Identifier: GPL-2.0
// A parameter file is what a user wrote: whatever it is, the answer is an error, or values
// that fit where they are put.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "loader/params/schema.h"
#include "loader/params/values.h"

namespace {

using namespace loader::params;

class AllNames final : public Names {
public:
	tl::expected<FileIdentity, std::string> identify(const std::string &path) override
	{
		if (path.size() % 2 == 1)
			return tl::unexpected(std::string{"No such file or directory"});
		return FileIdentity{.device = 1, .inode = path.size(), .on_cgroup2 = path.size() % 4 == 0};
	}
};

Schema schema()
{
	Schema all;
	std::size_t offset = 0;

	for (const KindRow &row : kind_table()) {
		const std::size_t size = row.size == 0 ? 8 : row.size;
		const Field field{.name = std::string{row.name}, .kind = row.kind, .least = 0, .most = 300, .help = {}, .offset = offset, .size = size};
		if (row.kind != Kind::cidr)
			all.push_back({field.name, "", Scalar{field}});
		Field key = field;
		key.offset = row.kind == Kind::cidr ? sizeof(std::uint32_t) : 0;
		all.push_back({field.name + "s", "", List{.key = {key}, .value = {}, .of_tables = false, .has_prefix = row.kind == Kind::cidr,
							  .key_size = key.offset + size, .value_size = 4, .most = 3}});
		offset += size;
	}
	all.push_back({"table", "", List{.key = {{"port", Kind::port, 0, 65535, "", 4, 2}, {"to", Kind::cidr, 0, 0, "", 6, 16}},
					 .value = {{"most", Kind::u32, 1, 9, "", 0, 4}}, .of_tables = true, .has_prefix = true, .key_size = 22,
					 .value_size = 8, .most = 4}});
	return all;
}

const auto &shape_of(const Schema &schema, const std::string &name) { return std::ranges::find(schema, name, &Parameter::name)->shape; }

bool fits(const ListValue &filled, const List &list)
{
	return filled.entries.size() <= list.most && std::ranges::all_of(filled.entries, [&](const ListEntry &entry) {
		       return entry.key.size() == list.key_size && entry.value.size() == list.value_size;
	       });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
	static const Schema known = schema();
	const std::string text{reinterpret_cast<const char *>(data), size};
	AllNames names;

	const auto values = read_values(known, text, "fuzz.toml", names);
	if (!values)
		return 0;
	for (const ScalarValue &scalar : values->scalars)
		if (scalar.bytes.size() != std::get<Scalar>(shape_of(known, scalar.name)).field.size)
			std::abort();
	for (const ListValue &list : values->lists)
		if (!fits(list, std::get<List>(shape_of(known, list.map))))
			std::abort();
	return 0;
}
