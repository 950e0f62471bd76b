// SPDX-License-Identifier: GPL-2.0
//
// A relocatable object as libelf gives it, sorted for look-ups.
//
//   auto object = Object::open(obj / "fs/open.o");
//   const Symbol *at = object->symbol_at(1, 0x40);   // the function or variable there
//   object->sections()[1].relocations_in(0x40, 0x45);
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "loader/base/result.h"

namespace same_code {

struct Symbol {
	std::string name;
	std::uint64_t value = 0;
	std::uint64_t size = 0;
	std::size_t section = 0; // 0: of another object
	bool function = false;
	bool variable = false;
	bool local = false;
	bool of_section = false;
};

struct Relocation {
	std::uint64_t offset = 0;
	std::uint32_t type = 0;
	std::size_t symbol = 0;
	std::int64_t addend = 0;
};

struct Section {
	std::string name;
	std::string data; // empty for .bss
	bool code = false;
	bool writable = false;
	bool strings = false;
	std::vector<Relocation> relocations; // by offset
	std::vector<std::size_t> symbols;    // by address and name

	[[nodiscard]] std::span<const Relocation> relocations_in(std::uint64_t begin, std::uint64_t end) const;
};

class Object {
public:
	static base::Result<Object> open(const std::filesystem::path &file);

	[[nodiscard]] const std::vector<Section> &sections() const { return sections_; }
	[[nodiscard]] const std::vector<Symbol> &symbols() const { return symbols_; }
	// What has a size and includes the place, else the label before it; the
	// first by name of several. Null for a place with neither.
	[[nodiscard]] const Symbol *symbol_at(std::size_t section, std::uint64_t offset) const;

private:
	std::vector<Section> sections_; // by the ELF file's numbers
	std::vector<Symbol> symbols_;   // the same
};

} // namespace same_code
