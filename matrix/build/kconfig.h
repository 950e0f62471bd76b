// SPDX-License-Identifier: GPL-2.0
//
// The Kconfig files of a source, as far as the reasons of an audit need them:
// each symbol's definitions with everything they depend on, and who selects it.
//
//   auto tree = read_kconfig("build/source/tree");
//   for (const Definition &d : tree->symbols.at("BPF_LSM"))
//           for (const Condition &c : d.conditions) evaluate(*c.expr, values);
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/build/kconfig_expr.h"

namespace matrix::build {

struct Condition {
	ExprPtr expr;
	std::string kind; // "depends on", "if", "prompt if"
	std::string file;
	unsigned line = 0;
};

struct Definition {
	std::string file;
	unsigned line = 0;
	bool prompt = false;               // can be chosen; otherwise set by default or select alone
	bool in_choice = false;
	std::vector<Condition> conditions; // its own and those of the menus, ifs and choices around it
};

struct Select {
	std::string by;
	ExprPtr condition; // null: always
	std::string file;
	unsigned line = 0;
};

struct KconfigTree {
	std::map<std::string, std::vector<Definition>, std::less<>> symbols;
	std::map<std::string, std::vector<Select>, std::less<>> selects; // by the symbol selected
	std::vector<std::string> missing; // files that are sourced and were not found, but for those that may be missing
};

// `architecture` stands for $(SRCARCH). Files that are missing are passed over:
// the result explains an error, and a part of the reasons is better than none.
std::shared_ptr<const KconfigTree> read_kconfig(const std::filesystem::path &tree,
						const std::string &architecture = "x86");

// One file's text; `source` lines are followed below `folder`, unless it is empty.
void parse_kconfig(KconfigTree &tree, std::string_view text, const std::string &file,
		   const std::filesystem::path &folder, const std::string &architecture);

} // namespace matrix::build
