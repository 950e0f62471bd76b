// SPDX-License-Identifier: GPL-2.0
//
// The events of a policy, read by the types in its BTF (loader/bpf/policy.h says how a
// policy declares them): what a policy adds to its records needs no change here.
//
//   const EventDecoder decoder(*types);
//   if (const auto event = decoder.decode(record)) print(event->dump());
//   // {"kind":"exec","time_ns":…,"pid":12,…,"path":"/bin/sh"}
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

#include <nlohmann/json.hpp>

struct btf;
struct btf_type;

namespace loader {

class EventDecoder {
public:
	// `types` outlives the decoder.
	explicit EventDecoder(const btf &types);

	// The policy has a type for at least one kind of event.
	[[nodiscard]] bool any() const { return !kinds_.empty(); }
	// nullopt: no kind of this policy, or shorter than its type.
	[[nodiscard]] std::optional<nlohmann::ordered_json> decode(std::span<const std::byte> record) const;
	// Where the policy counts what it could not report; nullopt: it does not.
	[[nodiscard]] std::optional<std::size_t> dropped_offset() const;

private:
	struct Kind {
		std::string name;
		std::uint32_t type = 0;
	};

	[[nodiscard]] nlohmann::ordered_json value(std::uint32_t type, std::span<const std::byte> bytes, unsigned depth) const;
	void add_members(nlohmann::ordered_json &into, const btf_type &type, std::span<const std::byte> bytes, unsigned depth) const;
	[[nodiscard]] nlohmann::ordered_json array(const btf_type &type, std::span<const std::byte> bytes, unsigned depth) const;

	const btf &types_;
	std::map<std::uint32_t, Kind> kinds_;
	std::size_t kind_offset_ = 0; // in a record
};

// One line for a person: "3.141 exec: pid 12 uid 0 comm sh path /bin/sh".
std::string event_line(const nlohmann::ordered_json &event);

} // namespace loader
