// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/verify.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "loader/base/files.h"
#include "loader/base/temp_dir.h"
#include "matrix/build/audit.h"
#include "matrix/build/configure.h"

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

base::Result<Verdict> verify(const Layout &layout, const fs::path &tree, const Config &config, const std::vector<std::string> &fragment,
			     build::ProcessRunner &runner)
{
	const auto wishes = build::parse_settings(fmt::format("{}\n", fmt::join(fragment, "\n")), "the fragment");
	const auto dir = base::TempDir::create();

	if (!wishes)
		return tl::unexpected(wishes.error());
	if (!dir)
		return tl::unexpected(dir.error());
	const build::Kbuild kbuild{.tree = tree, .obj = dir->path() / "obj", .root = layout.root};
	if (auto done = build::prepare_obj(kbuild.tree, kbuild.obj); !done)
		return tl::unexpected(done.error());
	if (auto done = base::write_file_atomically(kbuild.obj / ".config", build::to_text(build::merge_settings({settings_of(config), *wishes}))); !done)
		return tl::unexpected(done.error());
	if (auto done = build::run_kconfig(kbuild, "olddefconfig", {}, runner); !done)
		return tl::unexpected(done.error());
	const auto text = base::read_file(kbuild.obj / ".config");
	if (!text)
		return tl::unexpected(text.error());
	const auto settings = build::parse_settings(*text, ".config");
	if (!settings)
		return tl::unexpected(settings.error());
	const auto held = build::audit(*wishes, build::values_of(*settings), tree);
	return Verdict{.lines = wishes->size(), .lost = held ? std::string{} : held.error().reason};
}

} // namespace matrix::advise
