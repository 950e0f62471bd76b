// SPDX-License-Identifier: GPL-2.0
#include "matrix/package/own_config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>

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

build::Environment localmodconfig_of(const fs::path &trim)
{
	build::Environment more{{"LSMOD", fs::absolute(trim).string()}};

	if (const char *keep = std::getenv("LMC_KEEP"); keep != nullptr)
		more["LMC_KEEP"] = keep;
	return more;
}

} // namespace

base::Result<std::vector<build::Setting>> lines_for(const build::Variant &variant, const advise::Config &config, const std::set<std::string> &wants,
						    const std::vector<build::Fragment> &fragments)
{
	const auto advised = advise::fragment_for(std::string{variant.family}, config, advise::parse_release(variant.kernel), wants);
	auto lines = build::parse_settings(fmt::format("{}\n", fmt::join(advised, "\n")), "hookmatrix advise");

	if (!lines)
		return lines;
	std::erase_if(*lines, [](const build::Setting &line) { return says_dispatch(line); });
	// The configuration may be of a kernel with another one.
	if (variant.lsm)
		for (const char *other : {"SECURITY_DISPATCH_LIST", "SECURITY_DISPATCH_STATIC_CALL", "SECURITY_DISPATCH_JUMP_TABLE", "SECURITY_DISPATCH_TRAMPOLINE",
					  "BPF_LSM_ALWAYS_CALL", "BPF_LSM_HOOK_TRAMPOLINE"})
			lines->push_back({.name = other, .value = "n", .file = "hookmatrix package", .line = 0});
	for (const build::Fragment &fragment : fragments)
		std::ranges::copy_if(fragment.settings, std::back_inserter(*lines), says_dispatch);
	*lines = build::last_of_each({*lines});
	const std::string release = fmt::format("\"{}{}\"", config.text("LOCALVERSION"), build::release_suffix(variant));
	lines->push_back({.name = "LOCALVERSION", .value = release, .file = "hookmatrix package", .line = 0});
	// A key made for this build.
	if (config.has("MODULE_SIG") && config.text("MODULE_SIG_KEY") != "certs/signing_key.pem")
		lines->push_back({.name = "MODULE_SIG_KEY", .value = "\"certs/signing_key.pem\"", .file = "hookmatrix package", .line = 0});
	lines->push_back({.name = "LOCALVERSION_AUTO", .value = "n", .file = "hookmatrix package", .line = 0});
	return lines;
}

base::Result<build::ConfigValues> apply(const build::Kbuild &kbuild, const advise::Config &config, const std::vector<build::Setting> &lines, const fs::path &trim,
					build::ProcessRunner &runner)
{
	auto values = advise::configure(kbuild, config, lines, runner);

	if (values && !trim.empty()) {
		if (auto done = build::run_kconfig(kbuild, "localmodconfig", localmodconfig_of(trim), runner); !done)
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
