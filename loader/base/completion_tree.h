// SPDX-License-Identifier: GPL-2.0
//
// A command line as completion sees it. Only for the files completion*.cc.
//
//   for (const Node &node : read_nodes(app)) …   // the program, then each verb
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <utility>
#include <vector>

namespace base::completion {

enum class Kind { other, file, folder, entries, words };

struct Value {
	Kind kind = Kind::other;
	std::vector<std::string> words; // of entries: the folder
};

struct Flag {
	std::vector<std::string> names; // with their dashes, short ones first
	std::string help;
	bool takes_value = false;
	bool repeats = false;
	std::string type; // how --help calls the value
	Value value;
};

struct Place {
	std::string name;
	bool repeats = false; // takes all words that follow, too
	Value value;
};

struct Node {
	std::string path; // "hookload run"
	std::vector<Flag> flags; // those that fall through to a parent as well
	std::vector<Place> places;
	std::vector<std::pair<std::string, std::string>> verbs; // names and helps
};

// Parents stand before their verbs.
std::vector<Node> read_nodes(const CLI::App &app);

// `text` with `with` before each of `characters`.
std::string escape(const std::string &text, const std::string &characters, const std::string &with = "\\");

// One word for bash and zsh: 'it'\''s'.
std::string quote(const std::string &text);

// The name of a shell function: what no shell takes in a name is '_'.
std::string function_name(const std::string &path);

std::string bash_script(const std::vector<Node> &nodes);
std::string zsh_script(const std::vector<Node> &nodes);
std::string fish_script(const std::vector<Node> &nodes);

} // namespace base::completion
