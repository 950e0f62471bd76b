// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/verify.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "loader/base/files.h"
#include "loader/base/temp_dir.h"
#include "matrix/build/audit.h"

namespace matrix::advise {

namespace {

namespace fs = std::filesystem;

std::vector<build::Setting> settings_of(const Config &config)
{
	std::vector<build::Setting> settings;

	for (const auto &[name, value] : config.values)
		settings.push_back({.name = name, .value = value, .file = config.name, .line = 0});
	return settings;
}

} // namespace

base::Result<build::ConfigValues> configure(const build::Kbuild &kbuild, const Config &config, const std::vector<build::Setting> &lines, build::ProcessRunner &runner)
{
	const fs::path written = kbuild.obj / ".config";

	if (auto done = build::prepare_obj(kbuild.tree, kbuild.obj); !done)
		return tl::unexpected(done.error());
	if (auto done = base::write_file_atomically(written, build::to_text(build::last_of_each({settings_of(config), lines}))); !done)
		return tl::unexpected(done.error());
	if (auto done = build::run_kconfig(kbuild, "olddefconfig", {}, runner); !done)
		return tl::unexpected(done.error());
	return build::read_config(written);
}

base::Result<Verdict> verify(const Layout &layout, const fs::path &tree, const Config &config, const std::vector<std::string> &fragment,
			     build::ProcessRunner &runner)
{
	const auto wishes = build::parse_settings(fmt::format("{}\n", fmt::join(fragment, "\n")), "the fragment");
	const auto dir = base::TempDir::create();

	if (!wishes)
		return tl::unexpected(wishes.error());
	if (!dir)
		return tl::unexpected(dir.error());
	const build::Kbuild kbuild{.tree = tree, .obj = dir->path() / "obj", .launcher = build::find_launcher(layout.root)};
	const auto values = configure(kbuild, config, *wishes, runner);
	if (!values)
		return tl::unexpected(values.error());
	const auto held = build::audit(*wishes, *values, tree);
	return Verdict{.lines = wishes->size(), .lost = held ? std::string{} : held.error().reason};
}

} // namespace matrix::advise
