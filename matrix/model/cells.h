// SPDX-License-Identifier: GPL-2.0
//
// The model beside results that have events: each cell over the kernel with
// neither road, or over itself with nothing attached.
//
//   auto modelled = model::model_cells(comparison, model, model::Over::none);
//   for (const model::Cell &cell : modelled->cells)
//           print(cell.workload, cell.name, cell.instructions, cell.ns.low, cell.ns.high);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "matrix/compare/compare.h"
#include "matrix/model/model.h"

namespace matrix::model {

// What is subtracted.
enum class Over {
	none, // the same workload on the variant none, idle
	idle, // and on the same kernel with the same stack and no program
};

// A difference that was measured on the CPU itself.
struct Real {
	double ns = 0;
	bool significant = false; // or it may be chance
};

struct Cell {
	std::string workload;
	compare::Configuration configuration;
	double instructions = 0; // more, of the kernel
	Estimate ns;             // more: a model
	double second_cache = 0; // on top, when the lines that it has more come from there
	double memory = 0;
	bool has_lines = false;
	// One of the counts that it is made of is not exact, on one side of the difference: the figure
	// may be a mode and no cost.
	bool inexact_instructions = false;
	bool inexact_ns = false; // any of the events that a model needs
	bool inexact_lines = false;
	std::optional<Real> real; // see real.h
};

struct Modelled {
	std::vector<Cell> cells; // by workload, in the order of the results
	std::size_t without_events = 0; // cells that could not be modelled
};

// Fails with results-without-events (exit 12) when no cell has its events or nothing
// to be compared with.
base::Result<Modelled> model_cells(const compare::Comparison &comparison, const Model &model, Over over);

} // namespace matrix::model
