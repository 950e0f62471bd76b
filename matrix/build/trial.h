// SPDX-License-Identifier: GPL-2.0
//
// A kernel for one question, of options that nobody gave a name: its image alone, in a
// folder that the next one may go on with.
//
//   TrialBuilder trials{runner, {.label = "without AUDIT", .kbuild = kbuild, .seed = layout.obj_dir("none")}};
//   auto values = trials.configure(settings);   // what Kconfig made of them
//   if (values) done = trials.make();           // kbuild.obj / "arch/x86/boot/bzImage", "vmlinux"
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "loader/base/result.h"
#include "matrix/build/configure.h"
#include "matrix/build/progress.h"

namespace matrix::build {

struct TrialOptions {
	std::string label; // for the progress line
	Kbuild kbuild;
	std::filesystem::path seed; // a build folder whose objects the first build takes over; empty: none
};

class TrialBuilder {
public:
	TrialBuilder(ProcessRunner &runner, TrialOptions options) : runner_(runner), options_(std::move(options)), view_(options_.label) {}

	// The settings over allnoconfig, later ones before earlier ones. What did not stay is for the caller to judge.
	base::Result<ConfigValues> configure(const std::vector<Setting> &settings);
	// Fails with kernel-not-built (5), or interrupted.
	base::Result<void> make();

	[[nodiscard]] std::filesystem::path image() const { return options_.kbuild.obj / "arch/x86/boot/bzImage"; }
	[[nodiscard]] std::filesystem::path vmlinux() const { return options_.kbuild.obj / "vmlinux"; }
	[[nodiscard]] ProgressView &view() { return view_; }

private:
	ProcessRunner &runner_;
	TrialOptions options_;
	ProgressView view_;
};

} // namespace matrix::build
