// SPDX-License-Identifier: GPL-2.0
//
// Completion scripts for shells, made from the CLI::App that parses the command
// line: a verb or option that is added there is completed at once.
//
//   base::add_completion_verb(app);    // `program completion bash` prints the script
//   base::completion_script(app, base::Shell::zsh);
//
// What is offered for a value comes from its type in --help: FILE and PATH are
// files, DIR is a folder, NAME in /FOLDER is what lies there, and the words of
// CLI::IsMember are offered, as those of a type that is written like one.
//
//   app.add_option("--params", params, "a TOML file")->type_name("FILE");
//   app.add_option("--format", format, "text or json")->check(CLI::IsMember({"text", "json"}));
//
// Not followed: option groups, and words of IsMember with a comma in them.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace base {

enum class Shell { bash, zsh, fish };

std::string completion_script(const CLI::App &app, Shell shell);

// The verb `completion SHELL`. It prints while the command line is parsed, and
// ends the parsing with CLI::Success, as --help does.
void add_completion_verb(CLI::App &app);

} // namespace base
