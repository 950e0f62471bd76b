// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/trial.h"

#include "loader/base/files.h"
#include "matrix/build/make_watcher.h"
#include "matrix/build/seed.h"

namespace fs = std::filesystem;

namespace matrix::build {

base::Result<ConfigValues> TrialBuilder::configure(const std::vector<Setting> &settings)
{
	const fs::path wanted = options_.kbuild.obj / "hookmatrix.config";

	if (auto done = prepare_obj(options_.kbuild.tree, options_.kbuild.obj); !done)
		return tl::unexpected(done.error());
	if (!options_.seed.empty()) {
		view_.phase("seed");
		const auto seeded = seed(options_.seed, options_.kbuild.obj, runner_);
		if (!seeded)
			return tl::unexpected(seeded.error());
		if (!seeded->why_not.empty())
			view_.note("note: " + seeded->why_not);
	}
	if (auto done = base::write_file_atomically(wanted, to_text(last_of_each({settings}))); !done)
		return tl::unexpected(done.error());
	if (auto done = run_kconfig(options_.kbuild, "allnoconfig", {{"KCONFIG_ALLCONFIG", wanted.string()}}, runner_); !done)
		return tl::unexpected(done.error());
	return read_config(options_.kbuild.obj / ".config");
}

base::Result<void> TrialBuilder::make()
{
	MakeWatcher watcher{view_, 0, options_.kbuild.verbose};

	return run_make(options_.kbuild, {"bzImage"}, {}, watcher, runner_, {.id = "kernel-not-built", .action = "build the kernel", .object = options_.label});
}

} // namespace matrix::build
