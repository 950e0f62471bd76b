// SPDX-License-Identifier: GPL-2.0
//
// The configuration of a variant: its fragments, merged, over allnoconfig, and
// then held against what Kconfig made of them.
//
//   auto fragments = load_fragments(layout.fragments(), {"base", "qemu", "bpf", "none"});
//   auto done = configure(kbuild, *fragments, runner);
//   if (!done) return report(done.error());   // exit 6 names option, fragment, line, dependency
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "loader/base/result.h"
#include "matrix/build/kbuild.h"
#include "matrix/build/process.h"
#include "matrix/build/settings.h"

namespace matrix::build {

// A file that a value names, as CONFIG_IPE_BOOT_POLICY does: it lies in the folder
// of the fragment's name and is put into the build folder, where make looks.
struct FragmentFile {
	std::string name;
	std::string content;
	std::string checksum;
};

struct Fragment {
	std::string name; // base
	std::filesystem::path path;
	std::string checksum;
	std::vector<Setting> settings;
	std::vector<FragmentFile> files; // in the order of the settings
};

base::Result<std::vector<Fragment>> load_fragments(const std::filesystem::path &folder,
						   const std::vector<std::string> &names);

// `make TARGET` of Kconfig, with `more` in its environment: KCONFIG_ALLCONFIG, LSMOD.
base::Result<void> run_kconfig(const Kbuild &kbuild, const std::string &target, const Environment &more, ProcessRunner &runner);

// A .config that Kconfig wrote.
base::Result<ConfigValues> read_config(const std::filesystem::path &path);

std::vector<Setting> wishes_of(const std::vector<Fragment> &fragments);

// Writes obj/.config and audits it.
base::Result<void> configure(const Kbuild &kbuild, const std::vector<Fragment> &fragments, ProcessRunner &runner);

} // namespace matrix::build
