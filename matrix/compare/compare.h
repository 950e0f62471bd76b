// SPDX-License-Identifier: GPL-2.0
//
// What the cells say when put beside the baseline: the variant `none`, idle,
// of the same kernel and the same results. Only rows of one accelerator are ever put side by side.
//
//   auto comparison = compare::compare(std::move(results));
//   if (!comparison) return report(comparison.error());   // not-comparable: exit 12
//   if (const auto cost = comparison->cost(configuration, "pipe", "instructions"))
//           fmt::print("{:+} ({:+.1f} %)\n", cost->absolute, cost->percent);
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/compare/exactness.h"
#include "matrix/compare/pairs.h"
#include "matrix/compare/results.h"
#include "matrix/compare/times.h"

namespace matrix::compare {

struct Cost {
	double value = 0;    // the cell's median
	double baseline = 0; // that of `none`
	double absolute = 0; // value - baseline
	double percent = 0;  // of the baseline
};

class Comparison {
public:
	explicit Comparison(Results results);

	[[nodiscard]] const Results &results() const { return results_; }
	[[nodiscard]] const std::vector<Configuration> &configurations() const { return configurations_; } // in order of appearance
	[[nodiscard]] const std::vector<std::string> &workloads() const { return workloads_; }
	[[nodiscard]] const std::vector<std::string> &counters() const { return counters_; } // of hookbench
	[[nodiscard]] const std::vector<std::string> &events() const { return events_; } // trace::event_table(): what its instructions do
	[[nodiscard]] const std::vector<Pair> &pairs() const { return pairs_; }
	[[nodiscard]] std::string accelerator() const;
	[[nodiscard]] bool exact() const { return accelerator() == "tcg-icount"; }

	// The first boot's cell; nullptr when the matrix has none. Of times one whose samples are the
	// medians of all boots: each of them is one observation.
	[[nodiscard]] const Cell *cell(const Configuration &, std::string_view workload, std::string_view counter) const;
	// Nothing when either side is missing or not ok.
	[[nodiscard]] std::optional<Cost> cost(const Configuration &, std::string_view workload, std::string_view counter) const;

	// What the attached programs add: the median less that of the same kernel idle.
	// Nothing for an idle configuration, or when either side is missing or not ok.
	[[nodiscard]] std::optional<double> added(const Configuration &, std::string_view workload, std::string_view counter) const;

	// Of counts: the figure, or one of the two that are subtracted, is one mode of several
	// (exactness.h), and the difference need not be a cost. Of times a figure is never so, and a
	// difference is where it is not significant (times.h): it may be chance.
	[[nodiscard]] bool inexact(const Configuration &, std::string_view workload, std::string_view counter) const;
	[[nodiscard]] bool inexact_cost(const Configuration &, std::string_view workload, std::string_view counter) const;
	[[nodiscard]] bool inexact_added(const Configuration &, std::string_view workload, std::string_view counter) const;

	// Of times: the row beside that of none, and beside the same kernel idle. Each of the two is
	// judged as one table, of all its rows. nullptr: of counts, or nothing to be compared with.
	[[nodiscard]] const Difference *over_none(const Configuration &, std::string_view workload, std::string_view counter) const;
	[[nodiscard]] const Difference *over_idle(const Configuration &, std::string_view workload, std::string_view counter) const;

	// nullptr when the matrix has none. Results of several kernels have one of each: the
	// default kernel's, or where there is none the first; and that of a row's own kernel.
	[[nodiscard]] const Configuration *baseline() const;
	[[nodiscard]] const Configuration *baseline_of(const Configuration &) const;
	[[nodiscard]] std::vector<const Cell *> not_ok(std::string_view status) const;
	[[nodiscard]] bool pairs_equal() const; // of times: not significantly different; false also when there is no pair

private:
	void collect_axes();
	void collect_times();

	Results results_;
	std::vector<Configuration> configurations_;
	std::vector<std::string> workloads_;
	std::vector<std::string> counters_;
	std::vector<std::string> events_;
	std::vector<Pair> pairs_;
	std::set<Key> inexact_;
	std::map<Key, std::size_t> first_boots_; // places in results_.cells
	std::map<Key, Cell> gathered_; // of times: cell()
	std::map<Key, Difference> over_none_;
	std::map<Key, Difference> over_idle_;
};

// Fails with accelerators-differ (exit 12) when the rows are not all of one
// accelerator: instructions of an emulator and cycles of a CPU have no
// difference and no ratio.
base::Result<Comparison> compare(Results results);

base::Result<void> one_accelerator(const std::vector<Cell> &cells);

// One set of results out of several files, under the same rule, and of times those of one
// processor (cpus-differ). A cell that stands in more than one of them becomes a further boot
// of the first; a boot of which files say that it is the same one is refused (same-boot).
base::Result<Results> merge(std::vector<Results> all);

} // namespace matrix::compare
