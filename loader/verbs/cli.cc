// SPDX-License-Identifier: GPL-2.0
#include "loader/verbs/cli.h"

#include <CLI/CLI.hpp>

#include <span>
#include <string>
#include <vector>

#include "loader/base/completion.h"
#include "loader/base/exit_codes.h"
#include "loader/verbs/options.h"

namespace loader {

namespace {

using Verb = int (*)(const Options &);

// What a verb takes beside --json, which all have but `run`.
enum Takes : unsigned {
	takes_object = 1,   // OBJECT, --params
	takes_attach = 2,   // --skip-missing, --report, --cgroup, --log
	takes_new_name = 4, // --name
	takes_name = 8,	    // NAME
	takes_pins = 16,    // --pin
	takes_count = 32,   // --count
	takes_interval = 64, // --interval
	takes_drain = 128    // --drain
};

struct VerbRow {
	const char *name;
	const char *help;
	Verb verb;
	unsigned takes;
};

constexpr VerbRow verb_rows[] = {
	{"probe", "Say what this kernel is for a policy, with proof", do_probe, 0},
	{"check", "Say which programs of OBJECT would load here, and its parameters", do_check, takes_object},
	{"run", "Attach OBJECT, run the command after --, detach", do_run, takes_object | takes_attach},
	{"load", "Attach OBJECT and keep it by pinning", do_load, takes_object | takes_attach | takes_new_name | takes_pins},
	{"replace", "Attach OBJECT, then detach the loaded policy of the same name", do_replace,
	 takes_object | takes_attach | takes_new_name | takes_pins},
	{"unload", "Detach and remove a loaded policy", do_unload, takes_name | takes_pins},
	{"status", "List the loaded policies", do_status, takes_pins},
	{"events", "Print the events of a loaded policy as they come", do_events, takes_name | takes_pins | takes_count | takes_drain},
	{"top", "Show which programs of loaded policies run, and how long", do_top, takes_pins | takes_count | takes_interval},
};

void add_options(CLI::App &verb, const VerbRow &row, Options &options)
{
	if (row.verb != do_run)
		verb.add_flag("--json", options.json, "Print JSON");
	if (row.takes & takes_attach) {
		verb.add_flag("--skip-missing", options.attach.skip_missing,
			      "Leave out programs whose hook this kernel lacks or disables, and name them");
		verb.add_option("--cgroup", options.attach.cgroup, "Folder of the cgroup for programs of section lsm_cgroup/")->type_name("DIR");
		verb.add_option("--log", options.attach.log, "When the load fails, write libbpf's and the verifier's whole log to FILE")
			->type_name("FILE");
		verb.add_option("--report", options.report, "Write what was attached to FILE as JSON")->type_name("FILE");
	}
	if (row.takes & takes_new_name)
		verb.add_option("--name", options.name, "Name of the policy (default: from the file name)");
	if (row.takes & takes_pins)
		verb.add_option("--pin", options.pin_root, "Folder on a BPF file system")->type_name("DIR")->capture_default_str();
	if (row.takes & takes_count)
		verb.add_option("--count", options.count, "End after so many (0: go on until a signal)")->capture_default_str();
	if (row.takes & takes_drain)
		verb.add_flag("--drain", options.drain, "Print what is there and end");
	if (row.takes & takes_interval)
		verb.add_option("--interval", options.interval, "Seconds between two looks")->check(CLI::Range(0.05, 86400.0))
			->capture_default_str();
	if (row.takes & takes_object) {
		verb.add_option("--params", options.params, "Parameters of the policy: a TOML file")->type_name("FILE");
		verb.add_option("OBJECT", options.object, "Policy object: a .bpf.o file")->type_name("FILE")->required();
	}
	if (row.takes & takes_name)
		verb.add_option("NAME", options.name, "Name of the policy")->type_name("NAME in " + options.pin_root)->required();
}

void add_verbs(CLI::App &app, Options &options, Verb &chosen)
{
	app.add_flag("-v,--verbose", options.verbose, "Show libbpf's log as it comes");
	app.require_subcommand(1);
	app.fallthrough();
	for (const VerbRow &row : verb_rows) {
		CLI::App *verb = app.add_subcommand(row.name, row.help);
		verb->callback([&row, &chosen] { chosen = row.verb; });
		add_options(*verb, row, options);
	}
	base::add_completion_verb(app);
}

// What follows the first "--" is the command's, whatever it looks like.
std::span<char *> split_command(int argc, char **argv, Options &options)
{
	const std::span<char *> words(argv, static_cast<std::size_t>(argc));

	for (std::size_t i = 1; i < words.size(); i++) {
		if (std::string_view(words[i]) != "--")
			continue;
		options.command.assign(words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
		return words.first(i);
	}
	return words;
}

} // namespace

int hookload_main(int argc, char **argv)
{
	Options options;
	Verb chosen = nullptr;
	CLI::App app{"Runs BPF policies on kernels with the BPF LSM or with override hooks", "hookload"};
	const std::span<char *> words = split_command(argc, argv, options);

	add_verbs(app, options, chosen);
	try {
		app.parse(static_cast<int>(words.size()), words.data());
		if (chosen == do_run && options.command.empty())
			throw CLI::RequiredError("a command after --");
		if (chosen != do_run && words.size() != static_cast<std::size_t>(argc))
			throw CLI::ExtrasError({"--"});
	} catch (const CLI::ParseError &error) {
		return app.exit(error) == 0 ? 0 : base::to_int(base::ExitCode::usage);
	}
	options.attach.verbose = options.verbose;
	return chosen(options);
}

} // namespace loader
