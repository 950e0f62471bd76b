// SPDX-License-Identifier: GPL-2.0
//
// What parameters a policy takes, read from the tags in its object's BTF
// (loader/bpf/policy.h says how a policy writes them).
//
//   auto schema = params::read_schema("protect_paths", bpf_object__btf(object));
//   if (!schema) …                            // policy-schema: the object's author is to blame
//   for (const Parameter &p : *schema) print(p.name, p.help);
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "loader/base/result.h"
#include "loader/params/kind.h"

struct btf;

namespace loader::params {

// A read-only global; the offset is one in .rodata.
struct Scalar {
	Field field;
};

// A map that is filled. Without columns its key is `item`.
struct List {
	std::vector<Field> key;   // columns; offsets in the key
	std::vector<Field> value; // columns; offsets in the value; none: the value is 1
	bool of_tables = false;   // or each entry is a value of key[0]
	bool has_prefix = false;  // the key of an LPM trie: it begins with a prefix length
	std::size_t key_size = 0;
	std::size_t value_size = 0;
	std::size_t most = 0; // entries
};

struct Parameter {
	std::string name; // of the global or the map
	std::string help;
	std::variant<Scalar, List> shape;
};

using Schema = std::vector<Parameter>;

// `policy` is for messages. A policy without parameters has an empty schema.
base::Result<Schema> read_schema(const std::string &policy, const btf *types);

} // namespace loader::params
