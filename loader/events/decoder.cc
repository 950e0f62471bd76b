// SPDX-License-Identifier: GPL-2.0
#include "loader/events/decoder.h"

#include <arpa/inet.h>
#include <bpf/btf.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace loader {

namespace {

constexpr std::string_view header_struct = "event_header";
constexpr std::string_view header_member = "header";
constexpr std::string_view kind_enum = "event_kind";
constexpr std::string_view enumerator_prefix = "EVENT_";
constexpr std::string_view address_typedef = "ip_address";
constexpr std::size_t address_size = 16;
// Types of a file can be circles; those of the kernel are none.
constexpr unsigned deepest = 16;

std::string_view name_at(const btf &types, std::uint32_t offset)
{
	const char *name = btf__str_by_offset(&types, offset);
	return name == nullptr ? std::string_view{} : name;
}

std::string lower(std::string_view text)
{
	std::string lowered{text};
	std::ranges::transform(lowered, lowered.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
	return lowered;
}

std::size_t size_of(const btf &types, std::uint32_t type)
{
	const std::int64_t size = btf__resolve_size(&types, type);
	return size < 0 ? 0 : static_cast<std::size_t>(size);
}

// The part of a record that a member lies in; empty when it does not wholly.
std::span<const std::byte> part(std::span<const std::byte> bytes, std::size_t offset, std::size_t size)
{
	if (offset > bytes.size() || size > bytes.size() - offset)
		return {};
	return bytes.subspan(offset, size);
}

std::uint64_t number(std::span<const std::byte> bytes)
{
	std::uint64_t value = 0;
	std::memcpy(&value, bytes.data(), std::min(bytes.size(), sizeof(value)));
	return value;
}

std::int64_t signed_number(std::span<const std::byte> bytes)
{
	const std::uint64_t value = number(bytes);
	const unsigned bits = static_cast<unsigned>(std::min(bytes.size(), sizeof(value)) * 8);

	if (bits == 0 || bits >= 64)
		return static_cast<std::int64_t>(value);
	const std::uint64_t sign = std::uint64_t{1} << (bits - 1);
	return static_cast<std::int64_t>((value ^ sign) - sign);
}

std::string text(std::span<const std::byte> bytes)
{
	const auto *begin = reinterpret_cast<const char *>(bytes.data());
	return {begin, std::find(begin, begin + bytes.size(), '\0')};
}

// IPv4 addresses are ::ffff:a.b.c.d in records, and shown as a.b.c.d.
std::string address(std::span<const std::byte> bytes)
{
	constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
	std::array<char, INET6_ADDRSTRLEN> shown{};
	const bool is_v4 = std::memcmp(bytes.data(), mapped.data(), mapped.size()) == 0;

	::inet_ntop(is_v4 ? AF_INET : AF_INET6, bytes.data() + (is_v4 ? mapped.size() : 0), shown.data(), shown.size());
	return shown.data();
}

bool is_char(const btf &types, const btf_type &element)
{
	return btf_is_int(&element) && element.size == 1 && name_at(types, element.name_off) == "char";
}

} // namespace

EventDecoder::EventDecoder(const btf &types) : types_(types)
{
	const std::int32_t kinds = btf__find_by_name_kind(&types, std::string(kind_enum).c_str(), BTF_KIND_ENUM);
	const std::int32_t header = btf__find_by_name_kind(&types, std::string(header_struct).c_str(), BTF_KIND_STRUCT);

	if (kinds < 0 || header < 0)
		return;
	const btf_type *shape = btf__type_by_id(&types, static_cast<std::uint32_t>(header));
	for (int i = 0; i < btf_vlen(shape); i++)
		if (name_at(types, btf_members(shape)[i].name_off) == "kind")
			kind_offset_ = btf_member_bit_offset(shape, static_cast<std::uint32_t>(i)) / 8;
	const btf_type *list = btf__type_by_id(&types, static_cast<std::uint32_t>(kinds));
	for (int i = 0; i < btf_vlen(list); i++) {
		const std::string_view enumerator = name_at(types, btf_enum(list)[i].name_off);
		if (!enumerator.starts_with(enumerator_prefix))
			continue;
		const std::string name = lower(enumerator.substr(enumerator_prefix.size()));
		const std::int32_t type = btf__find_by_name_kind(&types, ("event_" + name).c_str(), BTF_KIND_STRUCT);
		if (type > 0)
			kinds_.emplace(static_cast<std::uint32_t>(btf_enum(list)[i].val), Kind{name, static_cast<std::uint32_t>(type)});
	}
}

nlohmann::ordered_json EventDecoder::array(const btf_type &type, std::span<const std::byte> bytes, unsigned depth) const
{
	const struct btf_array *shape = ::btf_array(&type);
	const std::int32_t element = btf__resolve_type(&types_, shape->type);
	const std::size_t step = size_of(types_, shape->type);
	nlohmann::ordered_json list = nlohmann::ordered_json::array();

	if (element > 0 && is_char(types_, *btf__type_by_id(&types_, static_cast<std::uint32_t>(element))))
		return text(bytes);
	for (std::uint32_t i = 0; i < shape->nelems && step > 0; i++) {
		const auto one = part(bytes, i * step, step);
		if (one.empty())
			break;
		list.push_back(value(shape->type, one, depth));
	}
	return list;
}

nlohmann::ordered_json EventDecoder::value(std::uint32_t id, std::span<const std::byte> bytes, unsigned depth) const
{
	const btf_type *type = btf__type_by_id(&types_, id);

	for (unsigned i = 0; type != nullptr && (btf_is_mod(type) || btf_is_typedef(type)); i++) {
		if (btf_is_typedef(type) && name_at(types_, type->name_off) == address_typedef && bytes.size() == address_size)
			return address(bytes);
		type = i < deepest ? btf__type_by_id(&types_, type->type) : nullptr;
	}
	if (type == nullptr || depth > deepest)
		return nullptr;
	if (btf_is_struct(type)) {
		nlohmann::ordered_json members = nlohmann::ordered_json::object();
		add_members(members, *type, bytes, depth + 1);
		return members;
	}
	if (btf_is_array(type))
		return array(*type, bytes, depth + 1);
	if (btf_is_enum(type))
		for (int i = 0; i < btf_vlen(type); i++)
			if (static_cast<std::uint32_t>(btf_enum(type)[i].val) == number(bytes))
				return name_at(types_, btf_enum(type)[i].name_off);
	if (btf_is_int(type) && (btf_int_encoding(type) & BTF_INT_BOOL) != 0)
		return number(bytes) != 0;
	if (btf_is_int(type) && (btf_int_encoding(type) & BTF_INT_SIGNED) != 0)
		return signed_number(bytes);
	return number(bytes);
}

void EventDecoder::add_members(nlohmann::ordered_json &into, const btf_type &type, std::span<const std::byte> bytes,
				unsigned depth) const
{
	const std::byte *end = bytes.data(); // of the members before: in a struct none overlap

	for (int i = 0; i < btf_vlen(&type); i++) {
		const btf_member &member = btf_members(&type)[i];
		const std::string_view name = name_at(types_, member.name_off);
		const auto place = part(bytes, btf_member_bit_offset(&type, static_cast<std::uint32_t>(i)) / 8, size_of(types_, member.type));
		if (place.empty() || place.data() < end)
			continue;
		end = place.data() + place.size();
		if (name == header_member) {
			nlohmann::ordered_json header = value(member.type, place, depth);
			for (auto &[key, one] : header.items())
				if (key != "kind")
					into[key] = std::move(one);
			continue;
		}
		into[std::string(name)] = value(member.type, place, depth);
	}
}

std::optional<nlohmann::ordered_json> EventDecoder::decode(std::span<const std::byte> record) const
{
	const auto where = part(record, kind_offset_, sizeof(std::uint32_t));
	const auto kind = where.empty() ? kinds_.end() : kinds_.find(static_cast<std::uint32_t>(number(where)));

	if (kind == kinds_.end() || record.size() < size_of(types_, kind->second.type))
		return std::nullopt;
	nlohmann::ordered_json event{{"kind", kind->second.name}};
	add_members(event, *btf__type_by_id(&types_, kind->second.type), record, 0);
	event["kind"] = kind->second.name; // whatever members the struct has
	return event;
}

std::optional<std::size_t> EventDecoder::dropped_offset() const
{
	const std::int32_t id = btf__find_by_name_kind(&types_, ".bss", BTF_KIND_DATASEC);

	if (id < 0)
		return std::nullopt;
	const btf_type *section = btf__type_by_id(&types_, static_cast<std::uint32_t>(id));
	for (int i = 0; i < btf_vlen(section); i++) {
		const btf_var_secinfo &place = btf_var_secinfos(section)[i];
		const btf_type *var = btf__type_by_id(&types_, place.type);
		if (var != nullptr && name_at(types_, var->name_off) == "dropped")
			return place.offset;
	}
	return std::nullopt;
}

std::string event_line(const nlohmann::ordered_json &event)
{
	std::string line;

	if (const auto time = event.find("time_ns"); time != event.end() && time->is_number_unsigned())
		line = fmt::format("{:.6f} ", static_cast<double>(time->get<std::uint64_t>()) / 1e9);
	line += event.value("kind", "?") + ":";
	for (const auto &[key, one] : event.items()) {
		if (key == "time_ns" || key == "kind")
			continue;
		line += fmt::format(" {} {}", key, one.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
	}
	return line;
}

} // namespace loader
