// SPDX-License-Identifier: GPL-2.0
#include "loader/params/schema.h"

#include <bpf/btf.h>
#include <fmt/format.h>
#include <linux/bpf.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>

namespace loader::params {

namespace {

constexpr std::string_view tag_prefix = "param ";
constexpr int longest_chain = 32;     // of typedefs and modifiers
constexpr std::size_t largest = 4096; // bytes of a global, a key or a value

// Thrown inside this file only: the object's author wrote a wrong tag.
struct WrongTag {
	std::string reason;
};

// The tags of a type, by member; -1 is the type itself.
using Tags = std::map<std::pair<std::uint32_t, int>, std::string>;

// The types are a file's: any number in them can be wrong, and any chain a circle.
std::string text_at(const btf &types, std::uint32_t offset)
{
	const char *text = btf__str_by_offset(&types, offset);
	return text == nullptr ? std::string{} : std::string{text};
}

std::string name_of(const btf &types, const btf_type &type) { return text_at(types, type.name_off); }

Tags read_tags(const btf &types)
{
	Tags tags;

	for (std::uint32_t id = 1; id < btf__type_cnt(&types); id++) {
		const btf_type *type = btf__type_by_id(&types, id);
		if (!btf_is_decl_tag(type))
			continue;
		const std::string text = name_of(types, *type);
		if (text.starts_with(tag_prefix))
			tags.emplace(std::pair{type->type, btf_decl_tag(type)->component_idx}, text.substr(tag_prefix.size()));
	}
	return tags;
}

const btf_type *resolve(const btf &types, std::uint32_t id)
{
	const btf_type *type = btf__type_by_id(&types, id);

	for (int i = 0; type != nullptr && (btf_is_mod(type) || btf_is_typedef(type)); i++)
		type = i < longest_chain ? btf__type_by_id(&types, type->type) : nullptr;
	return type;
}

// libbpf answers with an error where a type has no size, or where the way to it has no end.
std::size_t known_size(const btf &types, std::uint32_t id, const std::string &name)
{
	const std::int64_t size = btf__resolve_size(&types, id);

	if (size < 0)
		throw WrongTag{fmt::format("the type of '{}' has no size", name)};
	if (static_cast<std::size_t>(size) > largest)
		throw WrongTag{fmt::format("the type of '{}' has more than {} bytes", name, largest)};
	return static_cast<std::size_t>(size);
}

std::uint64_t number_in(std::string_view text, std::string_view tag)
{
	std::uint64_t value = 0;
	const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);

	if (error != std::errc{} || end != text.data() + text.size())
		throw WrongTag{fmt::format("'{}' is no range in the tag '{}'", text, tag)};
	return value;
}

std::string help_of(const std::string &tag)
{
	const std::size_t semicolon = tag.find(';');

	return semicolon == std::string::npos ? "" : tag.substr(std::min(tag.find_first_not_of(' ', semicolon + 1), tag.size()));
}

// "u32 1..32; what it is for"
Field parse_tag(const std::string &name, const std::string &tag, std::size_t size)
{
	const std::string_view head = std::string_view(tag).substr(0, tag.find(';'));
	const std::size_t space = head.find(' ');
	const KindRow *row = find_kind(head.substr(0, space));
	Field field;

	if (row == nullptr)
		throw WrongTag{fmt::format("'{}' has a kind that there is not: '{}'", name, head)};
	if (row->size != 0 ? size != row->size : size < 2)
		throw WrongTag{fmt::format("'{}' is a {}, which has {} bytes, and has {}", name, row->name, row->size, size)};
	field.name = name;
	field.kind = row->kind;
	field.size = size;
	field.most = size >= sizeof(std::uint64_t) ? std::numeric_limits<std::int64_t>::max()
						   : (std::uint64_t{1} << (size * 8)) - 1;
	field.help = help_of(tag);
	if (space != std::string_view::npos) {
		const std::string_view range = head.substr(space + 1);
		const std::size_t dots = range.find("..");
		if (dots == std::string_view::npos)
			throw WrongTag{fmt::format("'{}' is no range in the tag '{}'", range, tag)};
		field.least = number_in(range.substr(0, dots), tag);
		field.most = number_in(range.substr(dots + 2), tag);
	}
	return field;
}

std::vector<Field> read_columns(const btf &types, const Tags &tags, std::uint32_t id)
{
	std::vector<Field> columns;
	const btf_type *type = resolve(types, id);

	if (type == nullptr || !btf_is_struct(type))
		return columns;
	for (int i = 0; i < btf_vlen(type); i++) {
		// A tag stands at the struct, whose id is found by walking to it.
		const btf_member &member = btf_members(type)[i];
		for (const auto &[place, tag] : tags) {
			if (btf__type_by_id(&types, place.first) != type || place.second != i)
				continue;
			const std::string name = text_at(types, member.name_off);
			Field column = parse_tag(name, tag, known_size(types, member.type, name));
			column.offset = btf_member_bit_offset(type, static_cast<std::uint32_t>(i)) / 8;
			columns.push_back(std::move(column));
		}
	}
	return columns;
}

// A map's definition is a struct whose members are pointers: to an array for a
// number, to the type for key and value.
struct MapDefinition {
	std::uint32_t key = 0;
	std::uint32_t value = 0;
	std::uint32_t type = 0;
	std::uint32_t most = 0;
};

MapDefinition read_definition(const btf &types, const btf_type &var)
{
	MapDefinition definition;
	const btf_type *shape = resolve(types, var.type);

	if (shape == nullptr || !btf_is_struct(shape))
		throw WrongTag{fmt::format("'{}' is no map", name_of(types, var))};
	for (int i = 0; i < btf_vlen(shape); i++) {
		const btf_member &member = btf_members(shape)[i];
		const std::string name = text_at(types, member.name_off);
		const btf_type *pointer = resolve(types, member.type);
		if (pointer == nullptr || !btf_is_ptr(pointer))
			continue;
		const btf_type *target = resolve(types, pointer->type);
		const std::uint32_t number = target != nullptr && btf_is_array(target) ? btf_array(target)->nelems : 0;
		if (name == "key")
			definition.key = pointer->type;
		else if (name == "value")
			definition.value = pointer->type;
		else if (name == "type")
			definition.type = number;
		else if (name == "max_entries")
			definition.most = number;
	}
	if (definition.key == 0 || definition.value == 0)
		throw WrongTag{fmt::format("the map '{}' does not say the types of its key and value", name_of(types, var))};
	return definition;
}

// Values are written there, whatever the types say.
void require_inside(const std::vector<Field> &fields, std::size_t begin, std::size_t end, const std::string &map)
{
	for (const Field &field : fields)
		if (field.offset < begin || field.size > end || field.offset > end - field.size)
			throw WrongTag{fmt::format("'{}' is outside of the keys or values of the map '{}'", field.name, map)};
}

Parameter read_list(const btf &types, const Tags &tags, const btf_type &var, const std::string &tag)
{
	const MapDefinition map = read_definition(types, var);
	const std::string name = name_of(types, var);
	List list;

	list.key_size = known_size(types, map.key, name);
	list.value_size = known_size(types, map.value, name);
	list.most = map.most;
	list.has_prefix = map.type == BPF_MAP_TYPE_LPM_TRIE;
	list.key = read_columns(types, tags, map.key);
	list.value = read_columns(types, tags, map.value);
	list.of_tables = !list.key.empty();
	if (list.of_tables) {
		// "table; what it is for"
		if (tag.substr(0, tag.find(';')) != "table")
			throw WrongTag{fmt::format("the map '{}' has columns, and is not tagged \"table\"", name)};
	} else {
		const std::size_t skip = list.has_prefix ? sizeof(std::uint32_t) : 0;
		Field item = parse_tag(name, tag, list.key_size < skip ? 0 : list.key_size - skip);
		item.offset = skip;
		list.key.push_back(std::move(item));
	}
	require_inside(list.key, list.has_prefix ? sizeof(std::uint32_t) : 0, list.key_size, name);
	require_inside(list.value, 0, list.value_size, name);
	for (const auto *fields : {&list.key, &list.value})
		for (const Field &field : *fields)
			if (field.kind == Kind::cidr &&
			    (fields == &list.value || !list.has_prefix || field.offset + field.size != list.key_size))
				throw WrongTag{fmt::format("'{}' of '{}' is a cidr, and is not the end of an LPM trie's key", field.name, name)};
	return {name, help_of(tag), list};
}

bool is_in(const btf &types, std::string_view section, std::uint32_t var, std::size_t *offset)
{
	for (std::uint32_t id = 1; id < btf__type_cnt(&types); id++) {
		const btf_type *type = btf__type_by_id(&types, id);
		if (!btf_is_datasec(type) || name_of(types, *type) != section)
			continue;
		for (int i = 0; i < btf_vlen(type); i++) {
			if (btf_var_secinfos(type)[i].type != var)
				continue;
			*offset = btf_var_secinfos(type)[i].offset;
			return true;
		}
	}
	return false;
}

Schema read(const btf &types)
{
	const Tags tags = read_tags(types);
	Schema schema;

	for (const auto &[place, tag] : tags) {
		const btf_type *var = btf__type_by_id(&types, place.first);
		if (place.second != -1 || var == nullptr || !btf_is_var(var))
			continue;
		std::size_t offset = 0;
		const std::string name = name_of(types, *var);
		if (is_in(types, ".maps", place.first, &offset)) {
			schema.push_back(read_list(types, tags, *var, tag));
		} else if (is_in(types, ".rodata", place.first, &offset)) {
			Field field = parse_tag(name, tag, known_size(types, var->type, name));
			if (field.kind == Kind::cidr)
				throw WrongTag{fmt::format("'{}' is a cidr outside of a map", name)};
			field.offset = offset;
			schema.push_back({name, field.help, Scalar{field}});
		} else {
			throw WrongTag{fmt::format("'{}' has a tag, and is neither a map nor a `const volatile` global", name)};
		}
	}
	std::ranges::sort(schema, {}, &Parameter::name);
	return schema;
}

} // namespace

base::Result<Schema> read_schema(const std::string &policy, const btf *types)
{
	if (types == nullptr)
		return Schema{};
	try {
		return read(*types);
	} catch (const WrongTag &wrong) {
		return base::fail({.id = "policy-schema", .code = base::ExitCode::bad_input, .action = "read the parameters of the policy",
				   .object = policy, .reason = wrong.reason,
				   .hint = "loader/bpf/policy.h says how a policy declares its parameters", .errnum = 0});
	}
}

} // namespace loader::params
