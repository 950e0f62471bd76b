// SPDX-License-Identifier: GPL-2.0
//
// Which options make a command change its status: the smallest set of the differences
// between two configurations, found by building and booting what lies between them.
//
//   cost::BisectOptions options{.good = *good, .bad = *bad, .argv = {"hookload", "probe"}, .jobs = 2};
//   auto found = cost::bisect(layout, options, runner, guests, std::cerr);
//   for (const cost::Difference &each : found->minimal) show(each.name, each.good, each.bad);
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "matrix/advise/config_file.h"
#include "matrix/build/process.h"
#include "matrix/collect/runner.h"
#include "matrix/cost/minimise.h"
#include "matrix/layout.h"

namespace matrix::cost {

struct Difference {
	std::string name; // without CONFIG_
	std::string good; // value of the good configuration; n: off
	std::string bad;

	bool operator==(const Difference &) const = default;
};

struct BisectOptions {
	advise::Config good;
	advise::Config bad;
	std::vector<std::string> argv; // run in the guest
	std::vector<boot::GuestFile> files;
	std::vector<std::string> append; // words of the command line
	std::string kernel = {}; // what both are of, a version; empty: the default
	std::string kernel_src;
	unsigned memory_mib = 1024;
	unsigned jobs = 1;
	bool verbose = false;
};

struct Bisected {
	int good_status = 0;
	int bad_status = 0;
	std::size_t differences = 0; // that can be chosen
	std::vector<Difference> minimal;
	unsigned trials = 0; // kernels that were booted; without those of an earlier run
};

// What can be chosen (has a prompt) and is not the same in both.
std::vector<Difference> choosable(const build::ConfigValues &good, const build::ConfigValues &bad, const std::filesystem::path &tree);

// Both get what a guest of ours needs (kconfig-fragments/qemu.config), and modules are not
// built: m is as good as n. What was tried is kept in build/bisect/, so that an interrupted
// search goes on. Fails with nothing-to-bisect (12) where both give the same status.
base::Result<Bisected> bisect(const Layout &layout, const BisectOptions &options, build::ProcessRunner &runner, collect::GuestRunner &guests, std::ostream &log);

} // namespace matrix::cost
