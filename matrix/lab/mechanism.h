// SPDX-License-Identifier: GPL-2.0
//
// The table of mechanisms whose prices the lab measures: a row in mechanisms.def
// and a sequence of instructions in one of *.S.
//
//   for (const lab::Mechanism &mechanism : lab::mechanism_table())
//           mechanism.many(rounds, bits_for(mechanism));   // 16 copies a round
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace matrix::lab {

// What a mechanism is there for.
enum class Kind {
	part,     // what a processor does one at a time: its price is added up by a model
	dispatch, // a way from a hook to its callbacks and back: what a model is tried on
	other,    // another one, with something that a model knows nothing of
	lines,    // where lines of memory come from
};

enum class Bits { steady, random };

extern "C" using Sequence = void (*)(unsigned long rounds, const unsigned char *bits);

struct Mechanism {
	std::string_view name;
	Kind kind;
	unsigned in_a_copy; // how often a copy of the sequence does it
	Bits bits;
	Sequence many; // as many copies a round as `copies`
	Sequence once; // one copy a round
	std::string_view meaning;
};

std::span<const Mechanism> mechanism_table();
const Mechanism &nothing(); // the same loop around nothing: what is subtracted

const Mechanism *find_mechanism(std::string_view name); // nullptr when there is no such row
std::string_view to_string(Kind kind);

extern const unsigned copies;

// Of all sequences, with what they call.
std::span<const std::byte> code();
std::span<std::byte> data();
Sequence evict_code(); // runs more code than the first cache holds; looks at no argument
// Runs it in a way that no processor foresees.
void call_unforeseen(Sequence sequence, unsigned long rounds, const unsigned char *bits);
const void *retpoline_thunk();

// To go by: none is set, or they are random. From another place on, they are others.
const unsigned char *bits(Bits kind, unsigned place);

} // namespace matrix::lab
