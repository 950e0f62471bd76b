// SPDX-License-Identifier: GPL-2.0
// The types of an object are what anybody made: whatever they are, the answer is a
// schema, an event or an error, and a value that a schema takes has the schema's size.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "loader/events/decoder.h"
#include "loader/libbpf_log.h"
#include "loader/params/schema.h"
#include "loader/params/values.h"
#include "tests/loader/made_types.h"

namespace {

using namespace loader::params;
using Bytes = std::span<const std::uint8_t>;

class EveryName final : public Names {
public:
	tl::expected<FileIdentity, std::string> identify(const std::string &path) override
	{
		return FileIdentity{.device = 1, .inode = path.size(), .on_cgroup2 = true};
	}
};

// Arbitrary bytes are hardly ever types: each three change a byte of right ones,
// behind their header.
std::vector<std::uint8_t> changed(Bytes changes)
{
	static const loader::MadeTypes right = loader::policy_types();
	std::uint32_t size = 0;
	const auto *raw = static_cast<const std::uint8_t *>(btf__raw_data(right.get(), &size));
	std::vector<std::uint8_t> types(raw, raw + size);
	constexpr std::size_t header = 24;

	for (; changes.size() >= 3; changes = changes.subspan(3))
		types[header + (changes[0] | std::size_t{changes[1]} << 8) % (size - header)] = changes[2];
	return types;
}

std::string value_of(const Field &field)
{
	switch (field.kind) {
	case Kind::boolean: return "true";
	case Kind::string: return R"("x")";
	case Kind::cgroup:
	case Kind::inode: return R"("/x")";
	case Kind::cidr: return R"("10.0.0.0/8")";
	case Kind::u16:
	case Kind::u32:
	case Kind::u64:
	case Kind::port: break;
	}
	return std::to_string(field.least);
}

std::string value_of(const List &list)
{
	std::string columns;

	if (!list.of_tables)
		return "[" + value_of(list.key.front()) + "]";
	for (const auto *fields : {&list.key, &list.value})
		for (const Field &field : *fields)
			columns += (columns.empty() ? "" : ", ") + field.name + " = " + value_of(field);
	return "[{" + columns + "}]";
}

void fill(const Schema &schema, const Parameter &parameter)
{
	const auto *list = std::get_if<List>(&parameter.shape);
	const std::string value = list != nullptr ? value_of(*list) : value_of(std::get<Scalar>(parameter.shape).field);
	EveryName names;
	const auto values = read_values(schema, parameter.name + " = " + value, "fuzz.toml", names);

	if (!values)
		return;
	for (const ListValue &filled : values->lists)
		for (const ListEntry &entry : filled.entries)
			if (list != nullptr && (entry.key.size() != list->key_size || entry.value.size() != list->value_size))
				std::abort();
}

void decode(const btf &types, Bytes bytes)
{
	const loader::EventDecoder decoder(types);
	const std::vector<std::uint8_t> zeroes(256); // their kind is the first one, wherever it stands

	(void)decoder.dropped_offset();
	for (const Bytes record : {bytes, Bytes{zeroes}})
		if (const auto event = decoder.decode(std::as_bytes(record)))
			(void)loader::event_line(*event);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
	const Bytes input{data, size};
	const std::vector<std::uint8_t> raw = size % 4 == 3 ? std::vector<std::uint8_t>(data, data + size) : changed(input);
	const loader::LibbpfLog quiet;
	const std::unique_ptr<btf, void (*)(btf *)> types{btf__new(raw.data(), static_cast<std::uint32_t>(raw.size())), btf__free};

	if (!types)
		return 0;
	if (const auto schema = read_schema("fuzz", types.get()))
		for (const Parameter &parameter : *schema)
			fill(*schema, parameter);
	decode(*types, input);
	return 0;
}
