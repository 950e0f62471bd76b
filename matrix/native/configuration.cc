// SPDX-License-Identifier: GPL-2.0
#include "matrix/native/configuration.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "matrix/build/debian_source.h"
#include "matrix/build/variants.h"
#include "matrix/guest/hello.h"
#include "matrix/lsm/stack.h"
#include "matrix/plan/scenario.h"

namespace matrix::native {

namespace {

tl::unexpected<base::Error> wrong(const char *id, base::ExitCode code, const std::string &object, std::string reason, std::string hint)
{
	return base::fail({.id = id, .code = code, .action = "tell what was measured in", .object = object, .reason = std::move(reason),
			   .hint = std::move(hint), .errnum = 0});
}

tl::unexpected<base::Error> unknown(const BenchFile &file, std::string reason, std::string hint)
{
	return wrong("configuration-unknown", base::ExitCode::bad_input, file.name, std::move(reason), std::move(hint));
}

tl::unexpected<base::Error> contradicted(const BenchFile &file, std::string reason, std::string hint)
{
	return wrong("configuration-contradicted", base::ExitCode::bad_input, file.name, std::move(reason), std::move(hint));
}

tl::unexpected<base::Error> no_name(const char *option, const std::string &name, std::string reason)
{
	return wrong("bad-option", base::ExitCode::usage, std::string{option} + " " + name, std::move(reason), "small letters, digits and -, as in my-kernel");
}

bool is_name(const std::string &text)
{
	const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };

	return !text.empty() && text.front() != '-' && std::all_of(text.begin(), text.end(), fits);
}

// "6.12" of "6.12.117-override"; empty where it does not begin so.
std::string series_of(const std::string &release)
{
	const std::size_t dot = release.find('.');
	const std::size_t end = dot == std::string::npos ? dot : release.find_first_not_of("0123456789", dot + 1);
	const std::string series = release.substr(0, end);

	return dot == std::string::npos || dot == 0 || dot + 1 == series.size() || series.find_first_not_of("0123456789.") != std::string::npos ? "" : series;
}

std::string with_series(const std::string &family, const std::string &series)
{
	return series.empty() || series == build::default_kernel() ? family : family + "-" + series;
}

// The LSM framework is there, is not, or that was not to be seen.
std::optional<bool> framework(const BenchFile &file)
{
	if (file.lsm)
		return true;
	return file.securityfs ? std::optional{false} : std::nullopt;
}

// What is known of the kernel, and how it is called.
struct Kernel {
	const build::Variant *row = nullptr; // nullptr: none of this project
	std::string name;
	std::string dispatch;
};

base::Result<Kernel> given_kernel(const BenchFile &file, const Given &given)
{
	const std::string series = series_of(file.release);
	const std::string of = compare::kernel_suffix(given.variant);

	if (const build::Variant *row = build::find_variant(given.variant, given.dispatch); row != nullptr) {
		if (!of.empty() && of != "-" + series)
			return contradicted(file, fmt::format("{} was asked for, and it is of Linux {}", given.variant, file.release), "give the name without a version");
		return Kernel{.row = row, .name = with_series(std::string{row->family}, series), .dispatch = std::string{row->dispatch}};
	}
	if (build::find_variant(given.variant) != nullptr)
		return tl::unexpected(build::unknown_variant(given.variant, given.dispatch));
	if (!is_name(given.variant) || !of.empty())
		return no_name("--variant", given.variant, of.empty() ? "it is no name" : "its end would be the version of a kernel");
	return Kernel{.row = nullptr, .name = with_series(given.variant, series), .dispatch = given.dispatch.empty() ? "-" : given.dispatch};
}

base::Result<Kernel> kernel_of(const BenchFile &file, const Given &given)
{
	if (!given.variant.empty())
		return given_kernel(file, given);
	const build::Variant *row = build::variant_of_release(file.release);
	if (row == nullptr)
		return unknown(file, fmt::format("its kernel, {}, is no package of this project: the end of a release says which one it is", file.release),
			       "--variant NAME, a kernel of the project (with --dispatch) or a name of your own");
	if (!given.dispatch.empty() && given.dispatch != row->dispatch)
		return contradicted(file, fmt::format("the dispatch of {} is {}", file.release, row->dispatch), "leave --dispatch out");
	return Kernel{.row = row, .name = with_series(std::string{row->family}, series_of(file.release)), .dispatch = std::string{row->dispatch}};
}

// Why it cannot be that kernel; empty: it can.
std::string contradiction(const BenchFile &file, const build::Variant &row)
{
	const std::optional<bool> has = framework(file);

	if (has && *has != row.lsm)
		return row.lsm ? "it has no LSM framework" : fmt::format("it has the LSM framework ({})", *file.lsm);
	if (row.family == "override" && file.securityfs && !file.hooks_shown)
		return "it has no hooks for programs (/sys/kernel/security/bpf_hooks)";
	if (row.family == "none" && file.hooks_shown)
		return "it has hooks for programs (/sys/kernel/security/bpf_hooks)";
	return {};
}

base::Result<std::string> stack_of(const BenchFile &file, const Given &given, const Kernel &kernel)
{
	const std::optional<bool> has = framework(file);
	const std::string shown = guest::stack_name(file.lsm);

	if (!given.stack.empty()) {
		const std::string names = lsm::parse_stack(given.stack).names();
		if (has && names != shown)
			return contradicted(file, fmt::format("the kernel had the stack '{}', not '{}'", shown, names), "give --stack with these LSMs, or not at all");
		return given.stack;
	}
	if (has || (kernel.row != nullptr && !kernel.row->lsm))
		return shown;
	return unknown(file, "its LSMs were not to be seen: securityfs was not mounted", "--stack LSMS, as yama,selinux,bpf; - where there are none");
}

// What does not fit to the programs that the kernel had on its hooks; empty: all does.
std::string program_contradiction(const std::string &scenario, unsigned programs)
{
	const plan::Scenario *row = plan::find_scenario(scenario);

	if (row == nullptr || (row->policy.empty() && scenario != "idle"))
		return {};
	const bool fits = scenario == "idle" ? programs == 0 : row->on_one_hook != 0 ? programs == row->on_one_hook : programs != 0;
	return fits ? "" : fmt::format("{} programs were attached to its hooks, which is not '{}'", programs, scenario);
}

} // namespace

base::Result<Named> configuration_of(const BenchFile &file, const Given &given)
{
	const auto kernel = kernel_of(file, given);
	if (!kernel)
		return tl::unexpected(kernel.error());
	if (const std::string no = kernel->row == nullptr ? "" : contradiction(file, *kernel->row); !no.empty())
		return contradicted(file, fmt::format("it would be {}, but {}", kernel->name, no), "--variant NAME, if it is another kernel");
	const auto stack = stack_of(file, given, *kernel);
	if (!stack)
		return tl::unexpected(stack.error());
	const std::string scenario = given.scenario.empty() ? "idle" : given.scenario;
	if (!is_name(scenario))
		return no_name("--scenario", scenario, "it is no name");
	if (!is_name(kernel->dispatch) && kernel->dispatch != "-")
		return no_name("--dispatch", kernel->dispatch, "it is no name");

	Named named{.configuration = {.variant = kernel->name, .dispatch = kernel->dispatch, .stack = *stack, .scenario = scenario}, .programs = 0, .note = {}};
	if (file.programs) {
		named.programs = *file.programs;
		if (const std::string no = program_contradiction(scenario, named.programs); !no.empty())
			return contradicted(file, no, "--scenario NAME says what was attached");
		return named;
	}
	const plan::Scenario *row = plan::find_scenario(scenario);
	named.programs = row == nullptr ? 0 : row->on_one_hook;
	// A kernel with neither road has no hooks to attach to.
	if (kernel->row == nullptr || kernel->row->family != "none")
		named.note = fmt::format("which programs were attached is not known ({}), and taken to be '{}'",
					 file.hooks_shown ? "only root may read it" : "the kernel does not show it", scenario);
	return named;
}

} // namespace matrix::native
