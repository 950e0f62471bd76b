// SPDX-License-Identifier: GPL-2.0
//
// What idle hooks cost, beside how many gates an operation passes: one boot of the
// control and one of the kernel with gates, traced by window_plugin.so.
//
//   auto table = trace::trace_gates(layout, {.variant = "override", .workloads = {}}, std::cerr);
//   for (const trace::GateRow &row : table->rows)
//           if (row.steady && row.cost() > row.allowed()) complain(row.workload);
#pragma once

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "loader/base/result.h"
#include "matrix/layout.h"
#include "matrix/trace/counts.h"

namespace matrix::trace {

// What hookbench counted.
struct Figure {
	double median = 0;
	double spread = 0; // between the quartiles
};

// A function that runs another number of instructions than on the control.
struct FunctionChange {
	std::string function;
	double of_none = 0;
	double here = 0;
	double gates = 0; // that are passed in it
	// Both kernels have the same code for it: what differs are its data.
	bool same_code = false;

	// What is there besides the gates.
	[[nodiscard]] double extra() const { return here - of_none - gates; }
};

struct GateRow {
	std::string workload;
	double none = 0; // instructions of one operation
	double here = 0;
	bool steady = false; // the samples are equal between their quartiles, on both kernels
	double gates = 0;    // passed by one operation
	std::map<std::string, double> by_hook;
	std::vector<std::string> not_passed; // hooks that the workload is meant to cross, and does not
	std::vector<std::string> not_meant;  // that it crosses, and that its row does not name
	std::vector<FunctionChange> functions; // the most extra instructions first

	[[nodiscard]] double cost() const { return here - none; }
	// Of the cost, what functions of the same code run more or less: it depends
	// on where objects happen to lie in memory, and is not for the gates to pay.
	[[nodiscard]] double by_data() const;
	[[nodiscard]] double for_hooks() const { return cost() - by_data(); }
	// One instruction for each gate; two for eventfd_write, whose one gate
	// stands in a function with a value that both sides need.
	[[nodiscard]] double allowed() const;
	// Of the cost, what no function accounts for: none when counting is right.
	[[nodiscard]] double unexplained() const;
};

struct GateTable {
	std::string variant;
	std::vector<GateRow> rows;
};

// Pure: from two traced boots to a row.
GateRow make_row(const std::string &workload, const Counts &none, const Counts &here, Figure of_none, Figure of_here);

struct TraceOptions {
	std::string variant = "override";
	std::vector<std::string> workloads; // empty: all
	unsigned samples = 0;               // of each workload; 0: its own number
};

// Fails with `kernel-not-built`, `no-plugin`, `guest-failed`, or what reading gives.
base::Result<GateTable> trace_gates(const Layout &layout, const TraceOptions &options, std::ostream &log);

std::string as_text(const GateTable &table, bool functions);
nlohmann::json as_json(const GateTable &table);

} // namespace matrix::trace
