// SPDX-License-Identifier: GPL-2.0
// The verbs that put a policy on the kernel, take it off, and say what is there.
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "loader/base/exit_codes.h"
#include "loader/command.h"
#include "loader/errors.h"
#include "loader/kernel.h"
#include "loader/libbpf_log.h"
#include "loader/pins/describe.h"
#include "loader/pins/pins.h"
#include "loader/probe.h"
#include "loader/verbs/options.h"

namespace loader {

namespace {

// A mount lives as long as the mount namespaces that have it.
void warn_of_own_namespace()
{
	std::error_code error;
	const auto ours = std::filesystem::read_symlink("/proc/self/ns/mnt", error);
	const auto first = std::filesystem::read_symlink("/proc/1/ns/mnt", error);

	if (!error && ours != first)
		fmt::print(stderr, "hookload: warning: this mount namespace is not that of process 1: the policy ends with it\n");
}

int say_attached(const std::string &name, const AttachedPolicy &attached, const Options &options)
{
	if (options.json)
		print(report_json(attached));
	else
		print(fmt::format("{}: {} program(s) attached\n", name, attached.links().size()));
	return 0;
}

} // namespace

int do_probe(const Options &options)
{
	RunningKernel kernel;
	LibbpfLog log(options.verbose);
	const ProbeReport report = probe(kernel);

	if (options.json)
		print(to_json(report));
	else
		print(to_text(report));
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
	complain(status.error(), options);
	return base::to_int(base::ExitCode::boot_failed);
}

int do_load(const Options &options)
{
	const std::string name = name_of_policy(options);
	RunningKernel kernel;
	const auto session = PinRoot(options.pin_root).open_session(true);

	if (!session)
		return complain(session.error(), options);
	if (auto free = session->check_free(name); !free)
		return complain(free.error(), options);
	auto attached = attach_object(kernel, options);
	if (!attached)
		return complain(attached.error(), options);
	if (auto pinned = session->add(*attached, name); !pinned)
		return complain(pinned.error(), options);
	warn_of_own_namespace();
	return say_attached(name, *attached, options);
}

int do_replace(const Options &options)
{
	const std::string name = name_of_policy(options);
	RunningKernel kernel;
	const auto session = PinRoot(options.pin_root).open_session(false);

	if (!session)
		return complain(session.error(), options);
	if (auto there = session->check_there(name); !there)
		return complain(there.error(), options);
	const std::vector<KeptMap> kept = session->kept_maps(name);
	Options how = options;
	how.attach.kept = &kept;
	auto attached = attach_object(kernel, how);
	if (!attached)
		return complain(attached.error(), options);
	if (auto replaced = session->replace(*attached, name); !replaced)
		return complain(replaced.error(), options);
	return say_attached(name, *attached, options);
}

int do_unload(const Options &options)
{
	RunningKernel kernel;
	if (ftrace_is_off(kernel))
		return complain(ftrace_off("unload policy", options.name), options);
	const auto session = PinRoot(options.pin_root).open_session(false);

	if (!session)
		return complain(session.error(), options);
	if (const auto removed = session->remove(options.name); !removed)
		return complain(removed.error(), options);
	if (options.json)
		print(nlohmann::json{{"schema_version", 1}, {"policy", options.name}, {"unloaded", true}});
	return 0;
}

int do_status(const Options &options)
{
	RunningKernel kernel;
	const auto &btf = kernel.btf();
	const auto policies = PinRoot(options.pin_root).list(btf ? &*btf : nullptr);

	if (!policies)
		return complain(policies.error(), options);
	const bool called = !ftrace_is_off(kernel);
	if (options.json) {
		auto json = to_json(*policies);
		json["called"] = called;
		print(json);
	} else {
		print(to_text(*policies));
	}
	if (called || policies->empty())
		return 0;
	const base::Error error = ftrace_off("rely on loaded policies", "");
	fmt::print(stderr, "hookload: {}\n", error.to_string());
	return static_cast<int>(error.code);
}

} // namespace loader
