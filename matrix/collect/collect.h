// SPDX-License-Identifier: GPL-2.0
//
// Runs a set: has an engine boot what is not yet finished, keeps every boot's result on disk
// as soon as it exists, and puts matrix.json together. A boot that fails does
// not stop the others.
//
//   collect::QemuRunner runner{layout};
//   collect::LocalEngine engine{2, accelerator, runner};
//   auto done = collect::collect(layout, set, {.fresh = false}, engine, std::cerr);
//   if (!done) return report(done.error());
//   return base::to_int(done->code);   // ok, guest-failed or interrupted
#pragma once

#include <ostream>
#include <string>

#include "matrix/collect/engine.h"
#include "matrix/compare/results.h"
#include "matrix/plan/set.h"

namespace matrix::collect {

struct CollectOptions {
	bool fresh = false;    // do everything again
	bool terminal = false; // the progress line is rewritten in place
	boot::Accelerator accelerator = boot::Accelerator::tcg_icount;
	std::string accelerator_reason;
	std::string command; // that makes these results again
	std::filesystem::path output; // of the results; empty: matrix.json in the report folder
	std::optional<std::uint64_t> seed; // of the order of the boots, where that is chance; goes into the context
	nlohmann::json prices = nullptr; // what mechanisms cost on a CPU, as hooklab wrote it; goes into the context
	GuestRunner *guests = nullptr; // for what is asked beside the boots of the plan; without it nothing is
};

struct Collected {
	compare::Results results; // partial after an interruption
	std::size_t booted = 0;
	std::size_t kept = 0; // finished by an earlier run
	std::size_t failed = 0;
	base::ExitCode code = base::ExitCode::ok;
	std::filesystem::path output; // what was written: after an interruption NAME.partial.json, in which what is missing has failed
};

// An Error is about the host: a kernel that is not built, a folder that cannot
// be written. matrix.json is written to the report folder in every other case.
base::Result<Collected> collect(const Layout &layout, const plan::Set &set, const CollectOptions &options, Engine &engine, std::ostream &log);

// What collect() would do, boot by boot: keep it, do it, or wait for its kernel.
base::Result<void> preview(const Layout &layout, const plan::Set &set, const CollectOptions &options, std::ostream &out);

} // namespace matrix::collect
