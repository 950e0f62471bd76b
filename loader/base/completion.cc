// SPDX-License-Identifier: GPL-2.0
#include "loader/base/completion.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>
#include <memory>

#include "loader/base/completion_tree.h"

namespace base {

namespace completion {

namespace {

std::vector<std::string> split(const std::string &text, char at)
{
	std::vector<std::string> parts;
	std::size_t begin = 0;

	for (std::size_t end = 0; end != std::string::npos; begin = end + 1) {
		end = text.find(at, begin);
		parts.push_back(text.substr(begin, end == std::string::npos ? end : end - begin));
	}
	return parts;
}

bool has_word(const std::string &text, const std::string &word)
{
	const auto inside = [&](std::size_t at) { return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])); };
	const std::size_t at = text.find(word);

	return at != std::string::npos && (at == 0 || !inside(at - 1)) && !inside(at + word.size());
}

// CLI11 has no other way to ask an option for the set of IsMember than the
// type that --help prints: "TEXT:{bash,zsh,fish}".
Value read_value(const std::string &type)
{
	const std::size_t open = type.find('{');

	if (open != std::string::npos && (open == 0 || type[open - 1] == ':') && type.ends_with('}'))
		return {Kind::words, split(type.substr(open + 1, type.size() - open - 2), ',')};
	if (const std::size_t in = type.find(" in /"); in != std::string::npos)
		return {Kind::entries, {type.substr(in + 4)}};
	if (has_word(type, "FILE") || has_word(type, "PATH"))
		return {Kind::file, {}};
	if (has_word(type, "DIR"))
		return {Kind::folder, {}};
	return {};
}

// Scripts have one line for each help.
std::string one_line(std::string text)
{
	std::ranges::replace_if(text, [](unsigned char c) { return std::iscntrl(c) != 0; }, ' ');
	return text;
}

void read_options(const CLI::App &app, Node &node)
{
	for (const CLI::Option *option : app.get_options()) {
		const std::string type = one_line(option->get_type_name());
		if (option->get_group().empty())
			continue; // not in --help either
		if (option->get_positional())
			node.places.push_back({option->get_name(true), option->get_items_expected_max() > 1, read_value(type)});
		Flag flag{.names = {}, .help = one_line(option->get_description()),
			  .takes_value = option->get_items_expected_max() > 0,
			  .repeats = option->get_items_expected_max() > 1, .type = type, .value = read_value(type)};
		for (const std::string &name : option->get_snames())
			flag.names.push_back("-" + name);
		for (const std::string &name : option->get_lnames())
			flag.names.push_back("--" + name);
		if (!flag.names.empty())
			node.flags.push_back(std::move(flag));
	}
}

void add_fallen(const Node &parent, Node &node)
{
	for (const Flag &flag : parent.flags) {
		const auto same = [&](const Flag &own) { return own.names.back() == flag.names.back(); };
		if (std::ranges::none_of(node.flags, same))
			node.flags.push_back(flag);
	}
}

void add_node(const CLI::App &app, const std::string &path, const Node *parent, std::vector<Node> &nodes)
{
	const auto verbs = app.get_subcommands([](const CLI::App *verb) {
		return !verb->get_name().empty() && !verb->get_group().empty();
	});
	Node node{.path = path, .flags = {}, .places = {}, .verbs = {}};

	read_options(app, node);
	if (parent != nullptr && app.get_fallthrough())
		add_fallen(*parent, node);
	for (const CLI::App *verb : verbs)
		node.verbs.emplace_back(verb->get_name(), one_line(verb->get_description()));
	nodes.push_back(node);
	for (const CLI::App *verb : verbs)
		add_node(*verb, path + " " + verb->get_name(), &node, nodes);
}

} // namespace

std::vector<Node> read_nodes(const CLI::App &app)
{
	std::vector<Node> nodes;

	add_node(app, app.get_name(), nullptr, nodes);
	return nodes;
}

std::string escape(const std::string &text, const std::string &characters, const std::string &with)
{
	std::string out;

	for (const char c : text) {
		if (characters.find(c) != std::string::npos)
			out += with;
		out += c;
	}
	return out;
}

std::string quote(const std::string &text) { return "'" + escape(text, "'", "'\\'") + "'"; }

std::string function_name(const std::string &path)
{
	std::string name = "_" + path;

	std::ranges::replace_if(name, [](unsigned char c) { return c != '-' && std::isalnum(c) == 0; }, '_');
	return name;
}

} // namespace completion

std::string completion_script(const CLI::App &app, Shell shell)
{
	const auto nodes = completion::read_nodes(app);

	switch (shell) {
	case Shell::bash:
		return completion::bash_script(nodes);
	case Shell::zsh:
		return completion::zsh_script(nodes);
	case Shell::fish:
		break;
	}
	return completion::fish_script(nodes);
}

void add_completion_verb(CLI::App &app)
{
	static const std::map<std::string, Shell> shells{{"bash", Shell::bash}, {"zsh", Shell::zsh}, {"fish", Shell::fish}};
	CLI::App *verb = app.add_subcommand("completion", "Print a script that completes this program's words in SHELL");
	auto shell = std::make_shared<std::string>();

	verb->add_option("SHELL", *shell, "The shell that reads the script")->required()
		->check(CLI::IsMember({"bash", "zsh", "fish"}));
	verb->callback([&app, shell] {
		const std::string script = completion_script(app, shells.at(*shell));
		std::fwrite(script.data(), 1, script.size(), stdout);
		throw CLI::Success();
	});
}

} // namespace base
