// SPDX-License-Identifier: GPL-2.0
//
// What every readable report shows, in words and numbers but without markup:
// the renderers only differ in how they set it. Every number in it, also in
// prose, is computed from the results.
//
//   report::Model model = report::make_model(comparison);
//   for (const std::string &sentence : model.answer) print(sentence);
//   for (const report::Section &section : model.sections)   // one per scenario and counter
//           for (const report::Row &row : section.rows) print(row.workload, row.entries);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "matrix/compare/compare.h"
#include "matrix/report/curve.h"

namespace matrix::report {

// Before a figure that is not exact, or that one is subtracted from or is; of times before a
// difference that is not significant.
inline constexpr const char *inexact_mark = "~";

// In the place of a figure that there is not.
inline constexpr const char *nothing = "\u2013";

struct Entry {
	std::string value;   // the median: "493"; "failed", "skipped" or "–" otherwise
	std::string cost;    // over none: "+7"
	std::string percent; // "+1.4 %"
	std::optional<compare::Cost> difference; // for plots; empty: nothing to compare
	bool inexact = false; // it or its baseline is one mode of several, or it may be chance: cost and percent have a mark
};

struct Row {
	std::string workload;
	std::string operation; // what exactly is counted
	std::string baseline;  // the median of `none`
	std::vector<Entry> entries; // one per column
};

// One scenario, one counter.
struct Section {
	std::string scenario;
	std::string title; // "Idle: no program attached"
	std::string counter;
	std::string unit;
	std::vector<compare::Configuration> configurations;
	std::vector<std::string> columns; // their names: "bpf-lsm selinux,bpf"
	std::vector<unsigned> programs;   // attached, per column
	std::string baseline = "none";    // whose column is the first: "none-6.1" of that kernel
	std::vector<std::size_t> places;  // of each column among those of all sections: one colour each
	std::vector<Row> rows;
};

// A table of words and numbers as they are shown, with a plot where there is one. What the
// first columns say of a row is its name. Where a figure is a cell of the results, its column
// has the configuration, the table the counter, and the first word of the row is the workload; in
// a table of one workload the row has the configuration, and the column the counter.
struct Table {
	std::string id; // for links within a page
	std::string title; // empty: that of its chapter
	std::string unit;
	std::vector<std::string> notes; // sentences above it
	std::vector<std::string> head;
	std::vector<std::vector<std::string>> rows;
	std::optional<Curve> plot;
	std::size_t keys = 1;     // so many columns are a row's name
	std::size_t fixed = 1;    // so many are in each part of a table that is too wide
	std::size_t together = 1; // so many of the others are not parted
	bool prose = false;       // sentences: a list where there are no columns of lines
	std::size_t shared = 0;   // of prose the last columns, which a list says once for rows that have them alike
	std::optional<Section> bars = {}; // what it holds, to be plotted
	std::string counter = {};    // of cells
	std::vector<std::optional<compare::Configuration>> cells = {}; // by column of head; may be empty
	std::vector<std::string> about = {}; // of each row what it is; may be empty
	std::string workload = {};                  // of all rows
	std::vector<std::string> counters = {};     // of cells, by column of head; may be empty, and so may each
	std::vector<compare::Configuration> row_cells = {}; // by row; may be empty
};

struct Problem {
	std::string where; // "override noop-1, pipe, instructions"
	std::string status;
	std::string reason;
};

struct Fact {
	std::string name;
	std::string value;
};

// What the page opens with: a question, at most three sentences, a chart.
struct Opening {
	std::string question;
	std::vector<std::string> sentences;
	std::optional<Section> chart; // none where there is nothing to draw
};

struct Model {
	std::string title;
	Opening opening;
	std::vector<std::string> answer; // sentences, the most important one first
	bool trustworthy = false;        // the A/A pairs agree
	std::string pairs;               // what the A/A pairs say
	std::string placement;           // of counts: how small a difference need not be a cost; empty: no programs
	std::string inexact;             // what the mark means, and which workloads have it; empty: none has
	std::vector<Problem> pair_differences;
	std::vector<Section> sections; // of default dispatches; not of the scenarios of the curve: tables has them
	std::vector<Problem> failed;
	std::vector<Problem> skipped; // one row per counter and reason
	std::vector<std::string> method;
	std::vector<Fact> facts; // kernels, host, guest, command
};

Model make_model(const compare::Comparison &comparison);

// What the A/A pairs say, with the verdict before it where they do not agree.
std::string pairs_verdict(const Model &model);

// "bpf-lsm selinux,bpf"; with the dispatch where a variant has several.
std::string column_name(const compare::Comparison &comparison, const compare::Configuration &configuration);

// "bpf-lsm selinux,bpf noop-1"
std::string configuration_name(const compare::Comparison &comparison, const compare::Configuration &configuration);

// Is its dispatch the one with which its variant is first in the results? Where a
// variant has several, the others are in the tables of dispatches alone.
bool is_default_dispatch(const compare::Comparison &comparison, const compare::Configuration &configuration);

std::string marked(std::string figure, bool inexact); // "~+7"
// Why a figure has the mark: "not exact", of times "not significant".
const char *why_marked(const compare::Comparison &comparison);
std::string count_text(double value);   // "12 345", "12.5"
std::string signed_text(double value);  // "+7", "0", "−3"
std::string percent_text(double value); // "+1.4 %"

} // namespace matrix::report
