// SPDX-License-Identifier: GPL-2.0
//
// Would the series apply to another tree? Each patch is tried on those before it, in a
// repository of its own that holds the files which the series touch; where it does not apply
// as it is, three-way, with the blobs of the tree that it was made for. Neither tree is
// written to.
//
//   auto report = rebase_series({override, lsm}, pristine, "linux-6.13", runner);
//   for (const PatchFit &fit : report->patches)
//           print(to_string(fit.state), fit.patch, fit.detail);
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "loader/base/result.h"
#include "matrix/build/process.h"
#include "matrix/build/series.h"

namespace matrix::build {

enum class FitState {
	there,     // it has the patch already
	clean,     // where the hunks say
	offset,    // elsewhere in the file
	three_way, // merged
	conflict   // not applied; those after it are tried without it
};

std::string_view to_string(FitState state);

struct PatchFit {
	std::string series;
	std::string patch;
	FitState state = FitState::conflict;
	std::vector<std::string> files; // of a conflict: where it is
	std::string after;              // an earlier conflict in one of its files, of which this may be no more than the consequence
	std::string detail;             // of a conflict: the hunks, or why the patch was not tried
};

struct RebaseReport {
	std::string made_for; // release of the tree that the series are for
	std::string onto;
	std::vector<PatchFit> patches;

	[[nodiscard]] std::size_t count(FitState state) const;
};

// Fails with rebase-tree where a tree is none, rebase-base where the series do not apply to
// the tree that they are for, and with what git says where it fails otherwise.
base::Result<RebaseReport> rebase_series(const std::vector<Series> &series, const std::filesystem::path &made_for, const std::filesystem::path &onto,
					 ProcessRunner &runner);

std::string rebase_text(const RebaseReport &report);
nlohmann::json rebase_json(const RebaseReport &report);

} // namespace matrix::build
