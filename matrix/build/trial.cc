// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/trial.h"

#include <fmt/format.h>

#include "loader/base/files.h"
#include "matrix/build/errors.h"
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
	const fs::path log = options_.kbuild.obj / "build.log";
	MakeWatcher watcher{view_, 0, options_.kbuild.verbose};
	Command command{.argv = options_.kbuild.make({"bzImage"}), .environment = options_.kbuild.environment(), .cwd = {}, .stdin_file = {}, .log = log,
			.on_line = [&](std::string_view line) { watcher.line(line); }, .on_tick = [this] { view_.tick(); }};
	std::error_code error;

	fs::remove(log, error);
	watcher.enter("prepare");
	const auto done = runner_.run(command);
	watcher.enter("");
	if (!done)
		return tl::unexpected(done.error());
	if (done->status != 0)
		return refuse("kernel-not-built", base::ExitCode::build_failed, "build the kernel", options_.label,
			      fmt::format("make ended with status {}\n{}", done->status, first_errors(base::read_file(log).value_or(""), 10)),
			      "the whole output: " + log.string());
	return {};
}

} // namespace matrix::build
