// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/kconfig.h"

#include <glob.h>

#include <algorithm>

#include "loader/base/files.h"
#include "matrix/build/text.h"

namespace fs = std::filesystem;

namespace matrix::build {

namespace {

constexpr int deepest_source = 40; // files that source files; the kernel has about six levels

struct Line {
	std::string text; // with continuations joined
	unsigned number = 0;
	std::size_t indent = 0;
};

std::size_t indent_of(std::string_view line)
{
	std::size_t column = 0;
	for (const char c : line) {
		if (c == '\t')
			column = (column & ~std::size_t{7}) + 8;
		else if (c == ' ')
			column++;
		else
			break;
	}
	return column;
}

std::vector<Line> logical_lines(std::string_view text)
{
	std::vector<Line> lines;
	unsigned number = 0;
	bool open = false;

	for (std::string_view line : split_lines(text)) {
		number++;
		const bool continues = line.ends_with('\\');
		if (continues)
			line.remove_suffix(1);
		if (open)
			lines.back().text.append(line);
		else
			lines.push_back({.text = std::string{line}, .number = number, .indent = indent_of(line)});
		open = continues;
	}
	return lines;
}

// Cuts " if EXPR" off a property; quoted text before it is passed over.
std::string_view cut_if(std::string_view &text)
{
	char quote = '\0';
	for (std::size_t at = 0; at < text.size(); at++) {
		if (quote != '\0')
			quote = text[at] == quote ? '\0' : quote;
		else if (text[at] == '"' || text[at] == '\'')
			quote = text[at];
		else if (text.substr(at).starts_with("if ") && (at == 0 || text[at - 1] == ' ' || text[at - 1] == '\t')) {
			const std::string_view condition = trim(text.substr(at + 3));
			text = trim(text.substr(0, at));
			return condition;
		}
	}
	return {};
}

class Reader {
public:
	Reader(KconfigTree &tree, fs::path folder, std::string architecture)
		: tree_(tree), folder_(std::move(folder)), architecture_(std::move(architecture)) {}

	void text(std::string_view content, const std::string &file, int depth)
	{
		const std::vector<Line> lines = logical_lines(content);
		const std::size_t frames = frames_.size();
		for (std::size_t at = 0; at < lines.size(); at++) {
			std::string_view line = lines[at].text;
			line = trim(line.substr(0, line.find(" #")));
			if (line.empty() || line.starts_with('#'))
				continue;
			if (line == "help" || line == "---help---") {
				at = skip_help(lines, at);
				continue;
			}
			const std::size_t end = std::min(line.find_first_of(" \t\"'"), line.size());
			statement(line.substr(0, end), trim(line.substr(end)), {file, lines[at].number}, depth);
		}
		close_to(frames); // a file that ends inside a block closes it
	}

private:
	struct Place {
		std::string file;
		unsigned line;
	};
	struct Frame {
		bool choice = false;
		std::vector<Condition> conditions;
	};

	static std::size_t skip_help(const std::vector<Line> &lines, std::size_t at)
	{
		std::size_t first = at + 1;
		while (first < lines.size() && trim(lines[first].text).empty())
			first++;
		if (first == lines.size() || lines[first].indent == 0)
			return first - 1;
		const std::size_t indent = lines[first].indent;
		while (first < lines.size() && (trim(lines[first].text).empty() || lines[first].indent >= indent))
			first++;
		return first - 1;
	}

	void close_to(std::size_t count)
	{
		in_comment_ = false;
		if (frames_.size() > count)
			frames_.resize(count);
		entry_ = nullptr;
	}

	void open_frame(bool choice)
	{
		in_comment_ = false;
		frames_.push_back({.choice = choice, .conditions = {}});
		entry_ = nullptr;
	}

	void statement(std::string_view word, std::string_view rest, const Place &place, int depth)
	{
		if (word == "config" || word == "menuconfig")
			begin_symbol(rest, place);
		else if (word == "menu" || word == "choice")
			open_frame(word == "choice");
		else if (word == "if") {
			open_frame(false);
			add_condition(rest, "if", place);
		} else if (word == "endif" || word == "endmenu" || word == "endchoice")
			close_to(frames_.empty() ? 0 : frames_.size() - 1);
		else if (word == "comment")
			in_comment_ = true;
		else if (word == "source" || word == "rsource" || word == "osource" || word == "orsource")
			source(word, rest, place, depth);
		else
			property(word, rest, place);
	}

	void property(std::string_view word, std::string_view rest, const Place &place)
	{
		if (word == "depends" && rest.starts_with("on"))
			add_condition(trim(rest.substr(2)), "depends on", place);
		else if (word == "visible" && rest.starts_with("if"))
			add_condition(trim(rest.substr(2)), "visible if", place);
		else if (word == "select" || word == "imply")
			add_select(rest, place);
		else if (word == "prompt" || ((word == "bool" || word == "tristate" || word == "string" ||
					       word == "int" || word == "hex") && !rest.empty()))
			add_prompt(rest, place);
	}

	void begin_symbol(std::string_view name, const Place &place)
	{
		in_comment_ = false;
		name_ = name;
		Definition definition{.file = place.file, .line = place.line, .prompt = false, .in_choice = false,
				      .conditions = {}};
		for (const Frame &frame : frames_) {
			definition.in_choice = definition.in_choice || frame.choice;
			definition.conditions.insert(definition.conditions.end(), frame.conditions.begin(),
						     frame.conditions.end());
		}
		auto &definitions = tree_.symbols[name_];
		definitions.push_back(std::move(definition));
		entry_ = &definitions.back();
	}

	void add_condition(std::string_view text, const char *kind, const Place &place)
	{
		ExprPtr expr = parse_expr(text);
		if (!expr || in_comment_)
			return;
		Condition condition{.expr = std::move(expr), .kind = kind, .file = place.file, .line = place.line};
		if (entry_ != nullptr)
			entry_->conditions.push_back(std::move(condition));
		else if (!frames_.empty())
			frames_.back().conditions.push_back(std::move(condition));
	}

	void add_prompt(std::string_view rest, const Place &place)
	{
		if (entry_ != nullptr && !in_comment_)
			entry_->prompt = true;
		if (const std::string_view condition = cut_if(rest); !condition.empty())
			add_condition(condition, "prompt if", place);
	}

	void add_select(std::string_view rest, const Place &place)
	{
		if (entry_ == nullptr)
			return;
		const std::string_view condition = cut_if(rest);
		tree_.selects[std::string{rest}].push_back({.by = name_,
							    .condition = condition.empty() ? nullptr : parse_expr(condition),
							    .file = place.file, .line = place.line});
	}

	void source(std::string_view word, std::string_view rest, const Place &place, int depth)
	{
		entry_ = nullptr;
		in_comment_ = false;
		std::string name{rest};
		std::erase(name, '"');
		for (std::size_t at; (at = name.find("$(SRCARCH)")) != std::string::npos;)
			name.replace(at, 10, architecture_);
		if (folder_.empty())
			return;
		const fs::path base = word.ends_with("rsource") ? folder_ / fs::path{place.file}.parent_path() : folder_;
		const bool known = depth < deepest_source && name.find('$') == std::string::npos;
		glob_t found = {};
		bool any = false;
		if (known && ::glob((base / name).c_str(), 0, nullptr, &found) == 0)
			for (std::size_t i = 0; i < found.gl_pathc; i++)
				if (const auto content = base::read_file(found.gl_pathv[i])) {
					text(*content, fs::path{found.gl_pathv[i]}.lexically_relative(folder_).string(),
					     depth + 1);
					any = true;
				}
		::globfree(&found);
		if (!any && !word.starts_with('o'))
			tree_.missing.push_back(name);
	}

	KconfigTree &tree_;
	fs::path folder_;
	std::string architecture_;
	std::vector<Frame> frames_;
	Definition *entry_ = nullptr; // the symbol whose properties follow; else the innermost frame's
	std::string name_;
	bool in_comment_ = false;     // a comment's `depends on` is nobody's
};

} // namespace

void parse_kconfig(KconfigTree &tree, std::string_view text, const std::string &file, const fs::path &folder,
		   const std::string &architecture)
{
	Reader{tree, folder, architecture}.text(text, file, 0);
}

std::shared_ptr<const KconfigTree> read_kconfig(const fs::path &folder, const std::string &architecture)
{
	auto tree = std::make_shared<KconfigTree>();

	if (const auto text = base::read_file(folder / "Kconfig"))
		parse_kconfig(*tree, *text, "Kconfig", folder, architecture);
	return tree;
}

} // namespace matrix::build
