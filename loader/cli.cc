// SPDX-License-Identifier: GPL-2.0
#include "loader/cli.h"

#include <CLI/CLI.hpp>
#include <bpf/libbpf.h>

#include <cstdio>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "loader/attach.h"
#include "loader/base/exit_codes.h"
#include "loader/base/files.h"
#include "loader/command.h"
#include "loader/kernel.h"
#include "loader/libbpf_log.h"
#include "loader/object.h"
#include "loader/params/names.h"
#include "loader/params/schema.h"
#include "loader/params/values.h"
#include "loader/pins.h"
#include "loader/probe.h"

namespace loader {

namespace {

struct Options {
	bool verbose = false;
	bool json = false;
	std::string object;
	std::string report;
	std::string params;
	std::string name;
	std::string pin_root = default_pin_root;
	AttachOptions attach;
	std::vector<std::string> command;
};

int complain(const base::Error &error)
{
	fmt::print(stderr, "hookload: {}\n", error.to_string());
	return base::to_int(error.code);
}

void print(const std::string &text) { std::fwrite(text.data(), 1, text.size(), stdout); }

base::Result<params::Values> read_parameters(const PolicyObject &object, const std::string &file)
{
	params::SystemNames names;

	if (file.empty())
		return params::Values{};
	const auto schema = params::read_schema(object.name(), bpf_object__btf(object.handle()));
	if (!schema)
		return tl::unexpected(schema.error());
	const auto text = base::read_file(file, std::size_t{1} << 20);
	if (!text) {
		base::Error error = text.error();
		error.code = base::ExitCode::bad_input;
		return base::fail(error);
	}
	return params::read_values(*schema, *text, file, names);
}

base::Result<AttachedPolicy> attach_object(Kernel &kernel, const Options &options)
{
	// The object first: what is wrong with it is wrong on every kernel.
	auto object = PolicyObject::open(options.object);
	if (!object)
		return tl::unexpected(object.error());
	const auto values = read_parameters(*object, options.params);
	if (!values)
		return tl::unexpected(values.error());
	AttachOptions how = options.attach;
	how.values = &*values;
	const ProbeReport found = probe(kernel);
	if (!found.target)
		return base::fail(found.error);
	auto attached = attach(kernel, *found.target, *std::move(object), how);
	if (!attached)
		return attached;

	for (const ProgramStatus &status : attached->programs())
		if (!status.attached)
			fmt::print(stderr, "hookload: left out '{}': {}\n", status.program, status.reason);
	if (!options.report.empty())
		if (auto written = base::write_file_atomically(options.report, report_json(*attached).dump(2) + "\n"); !written)
			return tl::unexpected(written.error());
	return attached;
}

int do_probe(const Options &options)
{
	RunningKernel kernel;
	LibbpfLog log(options.verbose);
	const ProbeReport report = probe(kernel);

	print(options.json ? to_json(report).dump(2) + "\n" : to_text(report));
	return report.target ? 0 : base::to_int(report.error.code);
}

int do_run(const Options &options)
{
	RunningKernel kernel;
	auto attached = attach_object(kernel, options);
	base::Result<int> status = attached ? run_command(options.command) : tl::unexpected(attached.error());

	if (status)
		return *status;
	// The command's own statuses are the caller's; ours is one that it will
	// not use, and the message names the cause.
	complain(status.error());
	return base::to_int(base::ExitCode::boot_failed);
}

int do_load(const Options &options)
{
	const PinRoot pins(options.pin_root);
	const std::string name = options.name.empty() ? policy_name(options.object) : options.name;
	RunningKernel kernel;

	if (auto free = pins.check_free(name); !free)
		return complain(free.error());
	auto attached = attach_object(kernel, options);
	if (!attached)
		return complain(attached.error());
	if (auto pinned = pins.pin(*attached, name); !pinned)
		return complain(pinned.error());
	fmt::print("{}: {} program(s) attached\n", name, attached->links().size());
	return 0;
}

int do_status(const Options &options)
{
	RunningKernel kernel;
	const auto &btf = kernel.btf();
	const auto policies = PinRoot(options.pin_root).list(btf ? &*btf : nullptr);

	if (!policies)
		return complain(policies.error());
	print(options.json ? to_json(*policies).dump(2) + "\n" : to_text(*policies));
	return 0;
}

int do_unload(const Options &options)
{
	const auto removed = PinRoot(options.pin_root).remove(options.name);
	return removed ? 0 : complain(removed.error());
}

using Verb = int (*)(const Options &);

CLI::App *add_verb(CLI::App &app, const char *name, const char *help, Verb verb, Verb &chosen)
{
	CLI::App *sub = app.add_subcommand(name, help);
	sub->callback([verb, &chosen] { chosen = verb; });
	return sub;
}

void add_attach_options(CLI::App &verb, Options &options)
{
	verb.add_flag("--skip-missing", options.attach.skip_missing,
		      "Leave out programs whose hook this kernel lacks or disables, and name them");
	verb.add_option("--params", options.params, "Parameters of the policy: a TOML file");
	verb.add_option("--cgroup", options.attach.cgroup, "Folder of the cgroup for programs of section lsm_cgroup/");
	verb.add_option("--report", options.report, "Write what was attached to FILE as JSON");
	verb.add_option("OBJECT", options.object, "Policy object: a .bpf.o file")->required();
}

void add_verbs(CLI::App &app, Options &options, Verb &chosen)
{
	app.add_flag("-v,--verbose", options.verbose, "Show libbpf's log as it comes");
	app.require_subcommand(1);
	app.fallthrough();

	add_verb(app, "probe", "Say what this kernel is for a policy, with proof", do_probe, chosen)
		->add_flag("--json", options.json, "Print JSON");
	add_attach_options(*add_verb(app, "run", "Attach OBJECT, run the command after --, detach", do_run, chosen), options);

	CLI::App *load = add_verb(app, "load", "Attach OBJECT and keep it by pinning", do_load, chosen);
	add_attach_options(*load, options);
	load->add_option("--name", options.name, "Name of the policy (default: from the file name)");
	load->add_option("--pin", options.pin_root, "Folder on a BPF file system")->capture_default_str();

	CLI::App *status = add_verb(app, "status", "List the loaded policies", do_status, chosen);
	status->add_flag("--json", options.json, "Print JSON");
	status->add_option("--pin", options.pin_root, "Folder on a BPF file system")->capture_default_str();

	CLI::App *unload = add_verb(app, "unload", "Detach and remove a loaded policy", do_unload, chosen);
	unload->add_option("NAME", options.name, "Name of the policy")->required();
	unload->add_option("--pin", options.pin_root, "Folder on a BPF file system")->capture_default_str();
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
