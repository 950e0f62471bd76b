// SPDX-License-Identifier: GPL-2.0
//
// What a built kernel tells of itself: symbols, data by address, BTF, and the
// jump table, in which each test of a static key has an entry.
//
//   auto kernel = Vmlinux::open(layout.kernel_dir("override") / "vmlinux");
//   kernel->symbol("hook_ids");                    // {address, size}
//   kernel->btf_name(id);                          // "bpf_override_file_open"
//   *kernel->key_tests();                          // {"bpf_override_key_file_open", "do_dentry_open"}, …
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "loader/base/result.h"

struct btf;

namespace matrix::hooks {

struct Symbol {
	std::uint64_t address = 0;
	std::uint64_t size = 0;
};

struct Function {
	std::string name;
	std::string source; // the file whose static function this is; empty for a global one
	std::uint64_t address = 0;
	std::uint64_t size = 0;
};

// One patched no-op or jump.
struct KeyTest {
	std::string key;           // the static key's symbol
	std::string function;      // the function that the instruction is in
	std::uint64_t address = 0; // of the instruction
};

class Vmlinux {
public:
	// Fails with `vmlinux-unreadable`: not there, not ELF, without symbols or
	// without BTF.
	static base::Result<Vmlinux> open(const std::filesystem::path &file);

	[[nodiscard]] std::optional<Symbol> symbol(const std::string &name) const;
	// The bytes at an address of the file's data; nothing outside of it.
	[[nodiscard]] std::optional<std::string> bytes(std::uint64_t address, std::size_t count) const;
	[[nodiscard]] std::optional<std::string> string_at(std::uint64_t address) const;
	// As many of `count` integers of 4 or 8 bytes as the file has there.
	[[nodiscard]] std::vector<std::uint64_t> integers(std::uint64_t address, std::size_t count, std::size_t width) const;
	[[nodiscard]] std::string btf_name(std::uint32_t id) const;
	[[nodiscard]] bool has_btf_function(const std::string &name) const;
	// Of the keys that have a symbol. Fails when an entry is not in the file.
	[[nodiscard]] base::Result<std::vector<KeyTest>> key_tests() const;
	[[nodiscard]] std::vector<Function> functions() const; // by address, one of each that share one
	[[nodiscard]] const Function *function_at(std::uint64_t address) const; // nullptr: in none
	// Code of assembly that is no function: entries of system calls, thunks. nullptr: none.
	[[nodiscard]] const Function *label_at(std::uint64_t address) const;
	// The sizes of all functions, added.
	[[nodiscard]] std::uint64_t code_bytes() const;

private:
	struct Section {
		std::uint64_t address;
		std::string data;
	};
	struct FreeBtf {
		void operator()(struct btf *btf) const;
	};

	Vmlinux() = default;
	base::Result<void> read_elf(const std::filesystem::path &file);

	std::filesystem::path file_;
	std::vector<Section> sections_;
	std::map<std::string, Symbol> symbols_; // the first of a name, which static ones may share
	std::map<std::uint64_t, Function> functions_; // by address
	std::map<std::uint64_t, Function> labels_;    // by address
	std::map<std::uint64_t, std::string> objects_; // variables, static keys among them
	std::unique_ptr<struct btf, FreeBtf> btf_;
};

} // namespace matrix::hooks
