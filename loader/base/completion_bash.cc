// SPDX-License-Identifier: GPL-2.0
#include "loader/base/completion_tree.h"

namespace base::completion {

namespace {

// The part that is the same for every program. NAME, VALUES and VERBS are put in.
constexpr const char *bash_walk = R"sh(
FUNCTION()
{
	local cur=${COMP_WORDS[COMP_CWORD]} at=NAME place=0 after='' wants='' how='' i word
	local -a words=()

	COMPREPLY=()
	# readline cuts --option=value and HOST:GUEST into words.
	[[ $cur != = ]] || cur=''
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ -n $after ]]; then
			((after += 1))
		elif [[ $word == [=:] ]]; then
			[[ -n $wants ]] || ((i += 1))
		elif [[ -n $wants ]]; then
			wants=''
		elif [[ $word == -- ]]; then
			after=0
		elif [[ $word == -* ]]; then
			case "$at $word" in
			VALUES) wants=$word ;;
			esac
		else
			case "$at $word" in
			VERBS) at="$at $word" place=0 ;;
			*) ((place += 1)) ;;
			esac
		fi
	done

	if [[ -n $wants ]]; then
		FUNCTION_offer "$at $wants"
	elif [[ -n $after ]]; then
		# Behind -- stands a command, if nothing else is known to.
		FUNCTION_offer "$at $((place + after))"
		if [[ -z $how ]] && ((${#words[@]} == 0)); then
			if ((after == 0)); then
				mapfile -t words < <(compgen -c -- "$cur")
			else
				how=default
			fi
		fi
	elif [[ $cur == -* ]]; then
		FUNCTION_offer "$at -"
	else
		FUNCTION_offer "$at $place"
	fi
	[[ -z $how ]] || compopt -o "$how"
	for word in "${words[@]}"; do
		[[ $word == "$cur"* ]] || continue
		printf -v word %q "$word"
		COMPREPLY+=("$word")
	done
}

complete -F FUNCTION NAME
)sh";

std::string put_in(std::string text, const std::string &mark, const std::string &with)
{
	for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + with.size()))
		text.replace(at, mark.size(), with);
	return text;
}

std::string bash_offer(const std::string &pattern, const Value &value)
{
	std::string row = "\t" + pattern + ")";

	switch (value.kind) {
	case Kind::other:
		return row + " ;;\n";
	case Kind::file:
		return row + " how=default ;;\n";
	case Kind::folder:
		return row + " how=dirnames ;;\n";
	case Kind::entries:
		return row + " mapfile -t words < <(ls -- " + quote(value.words.front()) + " 2>/dev/null) ;;\n";
	case Kind::words:
		break;
	}
	row += " words=(";
	for (const std::string &word : value.words)
		row += (row.ends_with('(') ? "" : " ") + quote(word);
	return row + ") ;;\n";
}

void bash_offers(const Node &node, std::string &script)
{
	Value names{Kind::words, {}};
	Value verbs{Kind::words, {}};

	for (const Flag &flag : node.flags) {
		names.words.insert(names.words.end(), flag.names.begin(), flag.names.end());
		if (flag.takes_value)
			for (const std::string &name : flag.names)
				script += bash_offer(quote(node.path + " " + name), flag.value);
	}
	script += bash_offer(quote(node.path + " -"), names);
	for (const auto &[name, help] : node.verbs)
		verbs.words.push_back(name);
	if (!node.verbs.empty())
		script += bash_offer(quote(node.path + " 0"), verbs);
	for (std::size_t i = 0; i < node.places.size(); i++) {
		const Place &place = node.places[i];
		const std::string number = std::to_string(i);
		script += bash_offer(place.repeats ? quote(node.path + " ") + "[0-9]*" : quote(node.path + " " + number), place.value);
	}
}

void add_pattern(std::string &patterns, const std::string &text) { patterns += (patterns.empty() ? "" : " | ") + quote(text); }

} // namespace

std::string bash_script(const std::vector<Node> &nodes)
{
	const std::string &name = nodes.front().path;
	const std::string function = function_name(name);
	std::string values;
	std::string verbs;
	std::string script = "# bash completion for " + name + ", made by `" + name + " completion bash`\n\n" +
			     "# What may stand at a place: sets words, or how names of files are found.\n" + function +
			     "_offer()\n{\n\tcase $1 in\n";

	for (const Node &node : nodes) {
		bash_offers(node, script);
		for (const Flag &flag : node.flags)
			if (flag.takes_value)
				for (const std::string &option : flag.names)
					add_pattern(values, node.path + " " + option);
		for (const auto &[verb, help] : node.verbs)
			add_pattern(verbs, node.path + " " + verb);
	}
	// No word is empty where a pattern is asked for: '' stands for none.
	script += "\tesac\n}\n" + put_in(bash_walk, "FUNCTION", function);
	script = put_in(script, "at=NAME", "at=" + quote(name));
	script = put_in(script, "complete -F " + function + " NAME", "complete -F " + function + " " + quote(name));
	script = put_in(script, "\t\t\tVALUES)", "\t\t\t" + (values.empty() ? "''" : values) + ")");
	return put_in(script, "\t\t\tVERBS)", "\t\t\t" + (verbs.empty() ? "''" : verbs) + ")");
}

} // namespace base::completion
