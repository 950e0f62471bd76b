// SPDX-License-Identifier: GPL-2.0
#include "matrix/package/own_config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "loader/base/files.h"
#include "matrix/advise/advice.h"
#include "matrix/advise/verify.h"
#include "matrix/build/audit.h"

namespace matrix::package {

namespace {

namespace fs = std::filesystem;

// Of a variant's fragments, what is of the dispatch and not of our guests.
bool says_dispatch(const build::Setting &setting)
{
	return setting.name.starts_with("SECURITY_DISPATCH_") || setting.name == "SECURITY_LADDER_CALLS" || setting.name == "BPF_LSM_ALWAYS_CALL" ||
	       setting.name == "BPF_LSM_HOOK_TRAMPOLINE";
}

} // namespace

std::string suffix_of(const build::Variant &variant)
{
	const bool usual = build::find_variant(variant.family) == &variant;

	return fmt::format("-{}", usual ? variant.family : variant.name);
}

base::Result<std::vector<build::Setting>> lines_for(const build::Variant &variant, const advise::Config &config, const std::set<std::string> &wants,
						    const std::vector<build::Fragment> &fragments)
{
	const auto advised = advise::fragment_for(std::string{variant.family}, config, wants);
	auto lines = build::parse_settings(fmt::format("{}\n", fmt::join(advised, "\n")), "hookmatrix advise");

	if (!lines)
		return lines;
	std::erase_if(*lines, [](const build::Setting &line) { return says_dispatch(line); });
	for (const build::Fragment &fragment : fragments)
		std::ranges::copy_if(fragment.settings, std::back_inserter(*lines), says_dispatch);
	const std::string release = fmt::format("\"{}{}\"", config.text("LOCALVERSION"), suffix_of(variant));
	lines->push_back({.name = "LOCALVERSION", .value = release, .file = "hookmatrix package", .line = 0});
	lines->push_back({.name = "LOCALVERSION_AUTO", .value = "n", .file = "hookmatrix package", .line = 0});
	return lines;
}

base::Result<build::ConfigValues> apply(const build::Kbuild &kbuild, const advise::Config &config, const std::vector<build::Setting> &lines, const fs::path &trim,
					build::ProcessRunner &runner)
{
	auto values = advise::configure(kbuild, config, lines, runner);

	if (values && !trim.empty()) {
		if (auto done = build::run_kconfig(kbuild, "localmodconfig", {{"LSMOD", fs::absolute(trim).string()}}, runner); !done)
			return tl::unexpected(done.error());
		values = build::read_config(kbuild.obj / ".config");
	}
	if (!values)
		return values;
	if (auto held = build::audit(lines, *values, kbuild.tree); !held)
		return tl::unexpected(held.error());
	return values;
}

} // namespace matrix::package
