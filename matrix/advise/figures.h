// SPDX-License-Identifier: GPL-2.0
//
// What the newest results say of the road that is taken today and of the two others.
//
//   const Figures figures = figures_of(results, stack, release, {"eventfd_write"}, "matrix.json");
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "matrix/advise/lsm_stack.h"
#include "matrix/compare/results.h"

namespace matrix::advise {

struct FigureColumn {
	std::string title; // "today", "override", …
	compare::Configuration configuration;
};

struct FigureRow {
	std::string workload;
	std::vector<std::optional<double>> instructions; // as the columns; nothing: not measured
	std::vector<bool> inexact = {}; // as the columns; compare/exactness.h
};

struct WeightRow {
	std::string part; // "text", …: compare::weight_parts()
	std::vector<std::optional<double>> bytes; // of the kernel of each column; nothing: not known
};

struct Figures {
	std::string file;    // empty: there are none
	std::string reason;  // why there are none
	std::string kernel;  // the release that was measured
	std::string accelerator;
	std::string caveat;  // how far the measured stack is from today's
	std::string framework = {}; // what the column of bpf-lsm is of
	std::vector<FigureColumn> columns;
	std::vector<FigureRow> rows;
	std::vector<WeightRow> weights; // empty: the results have none
};

// The workloads that are shown where none was named.
const std::vector<std::string> &usual_workloads();

// The kernel that is to be built.
struct ToCome {
	std::string kernel = {}; // "6.1": where results have it, its columns are shown
	std::string dispatch = "list";
};

Figures figures_of(const compare::Results &results, const LsmStack &stack, const Release &release, const std::vector<std::string> &workloads,
		   const std::string &file, const ToCome &next = {});

} // namespace matrix::advise
