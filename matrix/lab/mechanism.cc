// SPDX-License-Identifier: GPL-2.0
#include "matrix/lab/mechanism.h"

#include <algorithm>
#include <array>
#include <random>

#include "matrix/lab/sequence.h"

extern "C" {
#define LAB_MECHANISM(name, kind, in_a_copy, bits, meaning) \
	void lab_##name(unsigned long, const unsigned char *); \
	void lab_##name##_once(unsigned long, const unsigned char *);
#include "matrix/lab/mechanisms.def"
#undef LAB_MECHANISM
void lab_nothing(unsigned long, const unsigned char *);
void lab_nothing_once(unsigned long, const unsigned char *);
void lab_evict_code(unsigned long, const unsigned char *);
void lab_thunk_generic();
void lab_call_unforeseen(unsigned long, const unsigned char *, matrix::lab::Sequence);
// Made by the linker for sections with such names.
extern const std::byte __start_lab_text[];
extern const std::byte __stop_lab_text[];
extern std::byte __start_lab_data[];
extern std::byte __stop_lab_data[];
}

namespace matrix::lab {

namespace {

constexpr std::array rows{
#define LAB_MECHANISM(name, kind, in_a_copy, bits, meaning) \
	Mechanism{#name, Kind::kind, in_a_copy, Bits::bits, lab_##name, lab_##name##_once, meaning},
#include "matrix/lab/mechanisms.def"
#undef LAB_MECHANISM
};

constexpr Mechanism no_mechanism{"nothing", Kind::part, 1, Bits::steady, lab_nothing, lab_nothing_once, "nothing"};

// Twice as many, so that each place is the beginning of LAB_BITS of them.
using BitArray = std::array<unsigned char, 2 * LAB_BITS>;

BitArray random_bits()
{
	std::mt19937 random{1};
	BitArray made{};

	std::generate(made.begin(), made.end(), [&] { return static_cast<unsigned char>(random() >> 31); });
	return made;
}

} // namespace

const unsigned copies = LAB_COPIES;

std::span<const Mechanism> mechanism_table() { return rows; }

const Mechanism &nothing() { return no_mechanism; }

const Mechanism *find_mechanism(std::string_view name)
{
	const auto *found = std::find_if(rows.begin(), rows.end(), [&](const Mechanism &row) { return row.name == name; });

	return found == rows.end() ? nullptr : found;
}

std::string_view to_string(Kind kind)
{
	switch (kind) {
	case Kind::part:
		return "part";
	case Kind::dispatch:
		return "dispatch";
	case Kind::other:
		return "other";
	case Kind::lines:
		break;
	}
	return "lines";
}

std::span<const std::byte> code() { return {__start_lab_text, __stop_lab_text}; }

std::span<std::byte> data() { return {__start_lab_data, __stop_lab_data}; }

Sequence evict_code() { return lab_evict_code; }

void call_unforeseen(Sequence sequence, unsigned long rounds, const unsigned char *bits) { lab_call_unforeseen(rounds, bits, sequence); }

const void *retpoline_thunk() { return reinterpret_cast<const void *>(&lab_thunk_generic); }

const unsigned char *bits(Bits kind, unsigned place)
{
	alignas(64) static const BitArray none{};
	alignas(64) static const BitArray random = random_bits();

	return (kind == Bits::random ? random : none).data() + place % LAB_BITS;
}

} // namespace matrix::lab
