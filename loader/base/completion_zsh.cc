// SPDX-License-Identifier: GPL-2.0
#include "loader/base/completion_tree.h"

namespace base::completion {

namespace {

std::string zsh_action(const Value &value)
{
	std::string list;

	switch (value.kind) {
	case Kind::other:
		return " "; // the message alone
	case Kind::file:
		return "_files";
	case Kind::folder:
		return "_files -/";
	case Kind::entries:
		return "_files -W " + escape(quote(value.words.front()), ":");
	case Kind::words:
		break;
	}
	for (const std::string &word : value.words)
		list += (list.empty() ? "" : " ") + escape(quote(word), ":");
	return "(" + list + ")";
}

// "TEXT:{text,json}" is called TEXT: the words are offered themselves.
std::string zsh_message(const std::string &type)
{
	const std::string name = type.substr(0, type.find(':'));

	return name.empty() ? " " : name;
}

// '(-j --jobs)--jobs=[parallel jobs]:UINT: '
void zsh_specs(const Flag &flag, std::vector<std::string> &specs)
{
	std::string others;

	for (const std::string &name : flag.names)
		others += (others.empty() ? "" : " ") + name;
	for (const std::string &name : flag.names) {
		std::string spec = flag.repeats ? "*" : "(" + others + ")";
		spec += name;
		if (flag.takes_value)
			spec += name.starts_with("--") ? "=" : "+";
		spec += "[" + escape(flag.help, "\\[]:") + "]";
		if (flag.takes_value)
			spec += ":" + zsh_message(flag.type) + ":" + zsh_action(flag.value);
		specs.push_back(spec);
	}
}

// True when what follows the places is left to `rest`.
bool zsh_places(const Node &node, std::vector<std::string> &specs)
{
	int number = 0;

	if (!node.verbs.empty()) { // a verb is the only word
		specs.emplace_back("1: :->verb");
		specs.emplace_back("*:: :->rest");
		return true;
	}
	for (const Place &place : node.places) {
		number++;
		if (place.repeats && place.value.kind == Kind::other)
			break;
		specs.push_back((place.repeats ? "*" : std::to_string(number)) + ":" + escape(place.name, "\\:") + ":" +
				zsh_action(place.value));
		if (place.repeats)
			return false;
	}
	specs.emplace_back("*:: :->rest");
	return true;
}

std::string zsh_verbs(const Node &node)
{
	std::string text = "\tverb)\n\t\tverbs=(\n";

	for (const auto &[name, help] : node.verbs)
		text += "\t\t\t" + quote(escape(name, "\\:") + ":" + help) + "\n";
	text += "\t\t)\n\t\t_describe -t commands verb verbs && ret=0\n\t\t;;\n\trest)\n\t\tcase $words[1] in\n";
	for (const auto &[name, help] : node.verbs)
		text += "\t\t" + quote(name) + ") " + function_name(node.path + " " + name) + " && ret=0 ;;\n";
	return text + "\t\tesac\n\t\t;;\n";
}

std::string zsh_function(const Node &node)
{
	std::vector<std::string> specs;
	std::string text = function_name(node.path) + "()\n{\n\tlocal curcontext=$curcontext state line ret=1 at=$CURRENT\n"
			   "\tlocal -a state_descr verbs all=(\"${words[@]}\")\n\tlocal -A opt_args\n\n\t_arguments -C -s -S";

	for (const Flag &flag : node.flags)
		zsh_specs(flag, specs);
	const bool rest = zsh_places(node, specs);
	for (const std::string &spec : specs)
		text += " \\\n\t\t" + quote(spec);
	text += " && ret=0\n";
	if (!node.verbs.empty())
		text += "\tcase $state in\n" + zsh_verbs(node) + "\tesac\n";
	else if (rest) // behind -- stands a command
		text += "\tif [[ $state == rest ]] && (( ${all[(i)--]} < at )); then\n"
			"\t\twords=(\"${(@)all[${all[(i)--]} + 1,-1]}\")\n\t\tCURRENT=$(( at - ${all[(i)--]} ))\n"
			"\t\t_normal && ret=0\n\tfi\n";
	return text + "\treturn ret\n}\n\n";
}

} // namespace

std::string zsh_script(const std::vector<Node> &nodes)
{
	const std::string &name = nodes.front().path;
	const std::string function = function_name(name);
	std::string script = "#compdef " + name + "\n# zsh completion for " + name + ", made by `" + name + " completion zsh`\n\n";

	for (const Node &node : nodes)
		script += zsh_function(node);
	// In a folder of $fpath the file is the function; with source it is not.
	return script + "if [[ $funcstack[1] == " + function + " ]]; then\n\t" + function + " \"$@\"\nelse\n\tcompdef " + function +
	       " " + quote(name) + "\nfi\n";
}

} // namespace base::completion
