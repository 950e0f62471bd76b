// SPDX-License-Identifier: GPL-2.0
#include "loader/base/completion_tree.h"

namespace base::completion {

namespace {

std::string fish_quote(const std::string &text) { return "'" + escape(text, "'\\") + "'"; }

std::string fish_list(const std::vector<std::string> &words)
{
	std::string list;

	for (const std::string &word : words)
		list += " " + fish_quote(word);
	return list;
}

// Two functions: where the cursor is, and the command behind --.
std::string fish_walk(const std::string &name, const std::string &function, const std::vector<std::string> &values,
		      const std::vector<std::string> &verbs)
{
	return "# Where the cursor is: PATH of the verb, places that are filled; or -- and the words of a command.\n"
	       "function _" + function + "_where\n"
	       "    set -l at " + fish_quote(name) + "\n"
	       "    set -l place 0\n"
	       "    set -l wants 0\n"
	       "    set -l words (commandline -opc)\n"
	       "    set -e words[1]\n"
	       "    while set -q words[1]\n"
	       "        set -l word $words[1]\n"
	       "        set -e words[1]\n"
	       "        if test $wants = 1\n"
	       "            set wants 0\n"
	       "        else if test \"$word\" = --\n"
	       "            string join -- ' ' -- (string escape -- $words)\n"
	       "            return\n"
	       "        else if string match -q -- '-*' \"$word\"\n"
	       "            contains -- \"$at $word\"" + fish_list(values) + "\n"
	       "            and set wants 1\n"
	       "        else if contains -- \"$at $word\"" + fish_list(verbs) + "\n"
	       "            set at \"$at $word\"\n"
	       "            set place 0\n"
	       "        else\n"
	       "            set place (math $place + 1)\n"
	       "        end\n"
	       "    end\n"
	       "    printf '%s\\n' \"$at\" $place\n"
	       "end\n\n"
	       "# PATH [FIRST [LAST]]: the verb, and which of its places is next.\n"
	       "function _" + function + "_at\n"
	       "    set -l where (_" + function + "_where)\n"
	       "    test \"$where[1]\" = \"$argv[1]\"\n"
	       "    or return\n"
	       "    set -q argv[2]\n"
	       "    or return 0\n"
	       "    test $where[2] -ge $argv[2] -a $where[2] -le $argv[-1]\n"
	       "end\n\n"
	       "function _" + function + "_command\n"
	       "    set -l where (_" + function + "_where)\n"
	       "    string match -q -- '--*' $where[1]\n"
	       "    and complete -C (string sub -s 4 -- $where[1])' '(commandline -ct)\n"
	       "end\n\n";
}

std::string fish_value(const Value &value)
{
	switch (value.kind) {
	case Kind::other:
		return " -x";
	case Kind::file:
		return " -r -F";
	case Kind::folder:
		return " -x -a '(__fish_complete_directories (commandline -ct))'";
	case Kind::entries:
		return " -x -a " + fish_quote("(ls -- " + fish_quote(value.words.front()) + " 2>/dev/null)");
	case Kind::words:
		break;
	}
	// fish reads the list once more, as it reads a command.
	return " -x -a " + fish_quote(fish_list(value.words).substr(1));
}

void fish_node(const Node &node, const std::string &function, std::string &script)
{
	const auto rule = [&](const std::string &places) {
		return "complete -c " + fish_quote(node.path.substr(0, node.path.find(' '))) + " -n " +
		       fish_quote("_" + function + "_at " + fish_quote(node.path) + places);
	};

	for (const auto &[name, help] : node.verbs)
		script += rule(" 0") + " -a " + fish_quote(fish_quote(name)) + " -d " + fish_quote(help) + "\n";
	for (const Flag &flag : node.flags) {
		script += rule("");
		for (const std::string &name : flag.names)
			script += name.starts_with("--") ? " -l " + fish_quote(name.substr(2)) : " -s " + fish_quote(name.substr(1));
		script += " -d " + fish_quote(flag.help) + (flag.takes_value ? fish_value(flag.value) : "") + "\n";
	}
	for (std::size_t i = 0; i < node.places.size(); i++) {
		const Place &place = node.places[i];
		const std::string range = " " + std::to_string(i) + (place.repeats ? " 1000000" : "");
		if (place.value.kind == Kind::file)
			script += rule(range) + " -F\n";
		else if (place.value.kind != Kind::other)
			script += rule(range) + fish_value(place.value) + "\n";
	}
}

} // namespace

std::string fish_script(const std::vector<Node> &nodes)
{
	const std::string &name = nodes.front().path;
	const std::string function = function_name(name);
	std::vector<std::string> values;
	std::vector<std::string> verbs;

	for (const Node &node : nodes) {
		for (const Flag &flag : node.flags)
			if (flag.takes_value)
				for (const std::string &option : flag.names)
					values.push_back(node.path + " " + option);
		for (const auto &[verb, help] : node.verbs)
			verbs.push_back(node.path + " " + verb);
	}
	std::string script = "# fish completion for " + name + ", made by `" + name + " completion fish`\n\n" +
			     fish_walk(name, function, values, verbs) + "complete -c " + fish_quote(name) + " -f\n" +
			     "complete -c " + fish_quote(name) + " -a '(_" + function + "_command)'\n";
	for (const Node &node : nodes)
		fish_node(node, function, script);
	return script;
}

} // namespace base::completion
