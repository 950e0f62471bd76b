// SPDX-License-Identifier: GPL-2.0
#include "loader/params/values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstring>

#include "loader/base/toml.h"
#include "loader/nearest.h"
#include "loader/params/encode.h"

namespace loader::params {

namespace {

// Thrown inside this file only, caught in read_values().
struct Wrong {
	const char *id;
	std::string reason;
};

[[noreturn]] void wrong(const char *id, const toml::value &value, std::string_view key, std::string_view reason)
{
	throw Wrong{id, fmt::format("{} {}", base::toml_place(value, key), reason)};
}

template <class Range, class Name> std::vector<std::string> names_in(const Range &range, Name name)
{
	std::vector<std::string> names;

	for (const auto &item : range)
		names.push_back(std::invoke(name, item));
	return names;
}

[[noreturn]] void unknown(const toml::value &value, std::string_view key, const std::vector<std::string> &known)
{
	const auto near = nearest_names(key, known, 1);

	wrong("params-unknown", value, key,
	      near.empty() ? fmt::format("is no parameter; there are {}", known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", ")))
			   : fmt::format("is no parameter; did you mean '{}'?", near.front()));
}

Encoded encoded(const Field &field, const toml::value &value, const std::string &key, Names &names)
{
	auto bytes = encode(field, value, names);

	if (!bytes)
		wrong("params-value", value, key, bytes.error());
	return *std::move(bytes);
}

bool may_be_left_out(Kind kind)
{
	return kind == Kind::boolean || kind == Kind::u16 || kind == Kind::u32 || kind == Kind::u64 || kind == Kind::port;
}

void put(const List &list, const Field &field, const Encoded &bytes, std::vector<std::byte> &into)
{
	std::memcpy(into.data() + field.offset, bytes.bytes.data(), field.size);
	if (field.kind != Kind::cidr)
		return;
	// The prefix is counted from behind its own number.
	const auto prefix = static_cast<std::uint32_t>((field.offset - sizeof(std::uint32_t)) * 8 + bytes.prefix_bits);
	std::memcpy(into.data(), &prefix, sizeof(prefix));
	(void)list;
}

ListEntry empty_entry(const List &list)
{
	ListEntry entry{std::vector<std::byte>(list.key_size), std::vector<std::byte>(list.value_size)};

	if (list.value.empty() && list.value_size > 0)
		entry.value.front() = std::byte{1};
	if (list.has_prefix) {
		const auto whole = static_cast<std::uint32_t>((list.key_size - sizeof(std::uint32_t)) * 8);
		std::memcpy(entry.key.data(), &whole, sizeof(whole));
	}
	return entry;
}

ListEntry read_row(const List &list, const toml::value &row, const std::string &key, Names &names)
{
	ListEntry entry = empty_entry(list);

	if (!row.is_table())
		wrong("params-value", row, key, "must be a list of tables: [{name = value, …}, …]");
	std::vector<std::string> known = names_in(list.key, &Field::name);
	std::ranges::copy(names_in(list.value, &Field::name), std::back_inserter(known));
	for (const auto &[column, value] : row.as_table())
		if (std::ranges::find(known, column) == known.end())
			unknown(value, column, known);
	for (const auto *fields : {&list.key, &list.value}) {
		for (const Field &field : *fields) {
			if (!row.contains(field.name)) {
				if (may_be_left_out(field.kind))
					continue;
				wrong("params-value", row, key, fmt::format("has an entry without '{}'", field.name));
			}
			put(list, field, encoded(field, row.at(field.name), field.name, names),
			    fields == &list.key ? entry.key : entry.value);
		}
	}
	return entry;
}

ListEntry read_item(const List &list, const toml::value &item, const std::string &key, Names &names)
{
	ListEntry entry = empty_entry(list);

	put(list, list.key.front(), encoded(list.key.front(), item, key, names), entry.key);
	return entry;
}

ListValue read_list(const Parameter &parameter, const List &list, const toml::value &value, Names &names)
{
	ListValue filled{parameter.name, {}};

	if (!value.is_array())
		wrong("params-value", value, parameter.name, "must be a list: [ … ]");
	for (const toml::value &item : value.as_array())
		filled.entries.push_back(list.of_tables ? read_row(list, item, parameter.name, names)
							: read_item(list, item, parameter.name, names));
	if (filled.entries.size() > list.most)
		wrong("params-value", value, parameter.name,
		      fmt::format("has {} entries, and the policy has room for {}", filled.entries.size(), list.most));
	return filled;
}

Values read(const Schema &schema, const toml::value &root, Names &names)
{
	Values values;

	for (const auto &[key, value] : root.as_table()) {
		const auto parameter = std::ranges::find(schema, key, &Parameter::name);
		if (parameter == schema.end())
			unknown(value, key, names_in(schema, &Parameter::name));
		if (const auto *list = std::get_if<List>(&parameter->shape)) {
			values.lists.push_back(read_list(*parameter, *list, value, names));
			continue;
		}
		const Field &field = std::get<Scalar>(parameter->shape).field;
		values.scalars.push_back({key, field.offset, encoded(field, value, key, names).bytes});
	}
	return values;
}

tl::unexpected<base::Error> fail(const char *id, const std::string &file, std::string reason)
{
	return base::fail({.id = id, .code = base::ExitCode::bad_input, .action = "read the parameters in", .object = file,
			   .reason = std::move(reason), .hint = "`hookload check OBJECT` lists the policy's parameters", .errnum = 0});
}

} // namespace

base::Result<Values> read_values(const Schema &schema, const std::string &text, const std::string &file, Names &names)
{
	const auto root = base::parse_toml(text, file);

	if (!root)
		return fail("params-syntax", file, root.error());
	try {
		return read(schema, *root, names);
	} catch (const Wrong &error) {
		return fail(error.id, file, error.reason);
	} catch (const std::exception &error) {
		return fail("params-syntax", file, error.what()); // of toml11
	}
}

} // namespace loader::params
