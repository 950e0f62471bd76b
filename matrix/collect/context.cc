// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/context.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>

#include "bench/conditions.h"
#include "loader/base/files.h"
#include "matrix/boot/qemu.h"
#include "matrix/build/digest.h"
#include "matrix/build/variants.h"
#include "matrix/collect/loads.h"
#include "matrix/compare/boots.h"
#include "matrix/hooks/census.h"
#include "matrix/hooks/hook_table.h"
#include "matrix/lsm/stack.h"

namespace matrix::collect {

namespace {

using nlohmann::json;

// metadata.json of the build as it is, beside what the image itself says.
json kernel_context(const Layout &layout, const std::string &name)
{
	json kernel = json::object();

	if (const auto text = base::read_file(layout.kernel_dir(name) / "metadata.json")) {
		const json metadata = json::parse(*text, nullptr, false);
		if (metadata.is_object())
			kernel["metadata"] = metadata;
	}
	if (const auto sum = build::sha256_file(layout.kernel_dir(name) / "bzImage"))
		kernel["bzimage_sha256"] = *sum;
	return kernel;
}

// How many hooks of each class a built kernel has; null where it cannot be read or has no mechanism.
json hook_classes(const Layout &layout, const std::string &name)
{
	const auto table = hooks::read_hook_table(layout, name);
	json classes = json::object();

	if (!table)
		return nullptr;
	for (const auto &[kind, count] : hooks::count_classes(*table))
		classes[std::string{hooks::to_string(kind)}] = count;
	return classes;
}

// What the source declares, and on how many of these each LSM has a callback.
json census(const Layout &layout)
{
	const auto census = hooks::take_census(layout.source_dir());
	json lsms = json::object();

	if (!census)
		return nullptr;
	for (const auto &[lsm, its] : census->lsms)
		lsms[lsm] = its.size();
	return {{"version", census->version}, {"hooks", census->hooks.size()}, {"lsms", lsms}};
}

// Of a guest of so many MiB: what the kernel kept of it at boot. What is in use later
// varies by megabytes, for other reasons. Null where the guest did not say so.
json memory(const json &hello, unsigned given_mib)
{
	const std::uint64_t given = std::uint64_t{given_mib} * 1024;
	const json::json_pointer total{"/memory_kib/total"};

	if (!hello.contains(total) || !hello.at(total).is_number_unsigned() || hello.at(total) > given)
		return nullptr;
	return {{"kept", given - hello.at(total).get<std::uint64_t>()}};
}

json kernels(const Layout &layout, const plan::Set &set, const std::vector<BootResult> &results)
{
	json all = json::object();

	for (const BootResult &result : results) {
		const std::string name = build::kernel_name(result.boot.variant, result.boot.dispatch);
		json &kernel = all[name];
		if (kernel.is_null())
			kernel = kernel_context(layout, name);
		if (!kernel.contains("hooks"))
			kernel["hooks"] = hook_classes(layout, name);
		if (!result.hello.is_object())
			continue;
		if (!kernel.contains("memory_kib") && result.boot.scenario == "idle")
			kernel["memory_kib"] = memory(result.hello, set.memory_mib);
		if (kernel.contains("release"))
			continue;
		kernel["release"] = result.hello.value("release", json{});
		kernel["version"] = result.hello.value("version", json{});
	}
	return all;
}

json guest(const std::vector<BootResult> &results)
{
	for (const BootResult &result : results) {
		if (!result.hello.is_object() || !result.hello.contains("cpu"))
			continue;
		return {{"cpu", result.hello["cpu"]},
			{"cpus", 1},
			{"vulnerabilities", result.hello.value("vulnerabilities", json::object())},
			{"clocksource", result.hello.value("clocksource", json{})},
			{"cmdline", result.hello.value("cmdline", json{})}};
	}
	return json::object();
}

json host(boot::Accelerator accelerator)
{
	utsname system{};

	::uname(&system);
	json said{{"kernel", system.release},
		  {"machine", system.machine},
		  {"cpus", ::sysconf(_SC_NPROCESSORS_ONLN)},
		  {"qemu", boot::qemu_version(boot::qemu_program(""))}};
	// A guest does not see the governor of the CPU that it runs on. The load is that of its guests.
	if (accelerator != boot::Accelerator::tcg_icount) {
		const json conditions = bench::to_json(bench::conditions("/", -1));
		for (const json &condition : conditions)
			if (condition["name"] != "load")
				said["conditions"].push_back(condition);
	}
	return said;
}

// Of what is timed: what each guest said of its machine. Of what is counted there is none.
json boots(const std::vector<BootResult> &results)
{
	std::vector<compare::Boot> said;

	for (const BootResult &result : results) {
		const json context = result.bench.is_object() ? result.bench.value("context", json{}) : json{};
		if (result.ok() && context.is_object() && context.contains("conditions"))
			said.push_back({.configuration = {.variant = result.boot.variant, .dispatch = result.boot.dispatch,
							  .stack = result.boot.stack, .scenario = result.boot.scenario},
					.boot = result.boot.boot, .file = {}, .context = context});
	}
	return compare::to_json(said);
}

// "selinux-policy-default 2:2.20221101-9 0577…", one for each; none where no policy
// was loaded.
json policy_packages(const Layout &layout, const std::vector<BootResult> &results)
{
	json packages = json::array();
	const bool loaded = std::any_of(results.begin(), results.end(), [](const BootResult &result) {
		return !lsm::parse_stack(result.boot.stack).policies().empty();
	});
	const auto text = base::read_file(layout.lsm_policies() / "packages.txt");

	if (!loaded || !text)
		return packages;
	std::istringstream lines{*text};
	for (std::string line; std::getline(lines, line);)
		packages.push_back(line);
	return packages;
}

// What did not work at once, and why: nothing measured depends on it.
json done_twice(const std::vector<BootResult> &results)
{
	json list = json::array();

	for (const BootResult &result : results)
		if (!result.first_failure.empty())
			list.push_back(result.boot.title() + ": " + result.first_failure);
	return list;
}

// What a boot that failed said last: for a reader who has the report alone.
json failed_boots(const std::vector<BootResult> &results)
{
	json list = json::array();

	for (const BootResult &result : results)
		if (!result.ok() && !result.console_tail.empty())
			list.push_back({{"boot", result.boot.title()}, {"reason", result.reason}, {"console", result.console_tail}});
	return list;
}

} // namespace

json make_context(const Layout &layout, const ContextInput &input, const std::vector<BootResult> &results)
{
	json context{{"program", "hookmatrix"},
		     {"set", input.set.name},
		     {"description", input.set.description},
		     {"command", input.command},
		     {"accelerator", boot::accelerator_name(input.accelerator)},
		     {"accelerator_reason", input.accelerator_reason},
		     {"host", host(input.accelerator)},
		     {"guest", guest(results)},
		     {"done_twice", done_twice(results)},
		     {"failed_boots", failed_boots(results)},
		     {"policy_packages", policy_packages(layout, results)},
		     {"census", census(layout)},
		     {"loads", loads(results)},
		     {"kernels", kernels(layout, input.set, results)}};
	if (json said = boots(results); !said.empty())
		context["boots"] = std::move(said);
	return context;
}

} // namespace matrix::collect
