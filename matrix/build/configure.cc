// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/configure.h"

#include <fmt/format.h>

#include "loader/base/files.h"
#include "matrix/build/audit.h"
#include "matrix/build/digest.h"
#include "matrix/build/errors.h"
#include "matrix/build/variants.h"

namespace fs = std::filesystem;

namespace matrix::build {

namespace {

using base::ExitCode;

// Of the values that are strings, those that are files of the fragment's folder.
base::Result<std::vector<FragmentFile>> load_files(const fs::path &folder, const std::vector<Setting> &settings)
{
	std::vector<FragmentFile> files;
	std::error_code missing;

	for (const Setting &setting : settings) {
		const std::string &value = setting.value;
		if (value.size() < 3 || value.front() != '"' || value.find('/') != std::string::npos)
			continue;
		const std::string name = value.substr(1, value.size() - 2);
		if (!fs::is_regular_file(folder / name, missing))
			continue;
		const auto text = base::read_file(folder / name);
		if (!text)
			return tl::unexpected(text.error());
		files.push_back({.name = name, .content = *text, .checksum = sha256(*text)});
	}
	return files;
}

base::Result<void> write_files(const fs::path &obj, const std::vector<Fragment> &fragments)
{
	for (const Fragment &fragment : fragments) {
		for (const FragmentFile &file : fragment.files)
			if (auto done = base::write_file_atomically(obj / file.name, file.content); !done)
				return done;
	}
	return {};
}

} // namespace

base::Result<void> run_kconfig(const Kbuild &kbuild, const std::string &target, const Environment &more, ProcessRunner &runner)
{
	Command command{.argv = kbuild.make({target}), .environment = kbuild.environment(), .cwd = {}, .stdin_file = {}, .log = {}, .on_line = {},
			.on_tick = {}};

	for (const auto &[name, value] : more)
		command.environment[name] = value;
	const auto done = runner.run(command);
	if (!done)
		return tl::unexpected(done.error());
	if (done->status != 0)
		return refuse("kconfig-failed", ExitCode::build_failed, "configure the kernel", kbuild.obj.string(),
			      "make " + target + " failed:\n" + done->output);
	return {};
}

base::Result<ConfigValues> read_config(const fs::path &path)
{
	const auto text = base::read_file(path);
	if (!text)
		return tl::unexpected(text.error());
	const auto settings = parse_settings(*text, path.filename().string());
	if (!settings)
		return tl::unexpected(settings.error());
	return values_of(*settings);
}

base::Result<std::vector<Fragment>> load_fragments(const fs::path &folder, const std::vector<std::string> &names)
{
	std::vector<Fragment> fragments;

	if (auto clash = check_exclusion(names); !clash)
		return tl::unexpected(clash.error());
	for (const std::string &name : names) {
		const fs::path path = folder / (name + ".config");
		if (name.find('/') != std::string::npos || !fs::is_regular_file(path))
			return refuse("fragment-missing", ExitCode::usage, "read the fragment", name,
				      "there is no " + path.string());
		const auto text = base::read_file(path);
		if (!text)
			return tl::unexpected(text.error());
		auto settings = parse_settings(*text, folder.filename().string() + "/" + name + ".config");
		if (!settings)
			return tl::unexpected(settings.error());
		auto files = load_files(folder / name, *settings);
		if (!files)
			return tl::unexpected(files.error());
		fragments.push_back({.name = name, .path = path, .checksum = sha256(*text),
				     .settings = std::move(*settings), .files = std::move(*files)});
	}
	return fragments;
}

std::vector<Setting> wishes_of(const std::vector<Fragment> &fragments)
{
	std::vector<std::vector<Setting>> all;

	for (const Fragment &fragment : fragments)
		all.push_back(fragment.settings);
	return merge_settings(all);
}

base::Result<void> configure(const Kbuild &kbuild, const std::vector<Fragment> &fragments, ProcessRunner &runner)
{
	const std::vector<Setting> wishes = wishes_of(fragments);
	const fs::path merged = kbuild.obj / "hookmatrix.config";

	if (auto done = prepare_obj(kbuild.tree, kbuild.obj); !done)
		return done;
	if (auto done = write_files(kbuild.obj, fragments); !done)
		return done;
	if (auto done = base::write_file_atomically(merged, to_text(wishes)); !done)
		return done;
	if (auto done = run_kconfig(kbuild, "allnoconfig", {{"KCONFIG_ALLCONFIG", merged.string()}}, runner); !done)
		return done;
	const auto values = read_config(kbuild.obj / ".config");
	if (!values)
		return tl::unexpected(values.error());
	return audit(wishes, *values, kbuild.tree);
}

} // namespace matrix::build
