// SPDX-License-Identifier: GPL-2.0
//
// How a table is set where lines have an end: names that are too wide for a column have
// numbers, and what is too wide for a line is parted into several tables.
//
//   const report::Layout layout = report::lay_out(table.head, rows, {.line = 80, .name = 9, .gap = 1, .fixed = 1});
//   print(layout.legend);                             // "[2] bpf-lsm list selinux:enforcing,bpf"
//   for (const auto &part : layout.parts)
//           for (const std::size_t column : part) print(layout.names[column]);
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace matrix::report {

// All in columns of a terminal.
struct Room {
	std::size_t line = 80;
	std::size_t name = 16;    // of a column, before it has a number
	std::size_t least = 0;    // of a column of figures
	std::size_t widest = 1000; // of the first column
	std::size_t gap = 1;      // before each column
	std::size_t fixed = 1;    // columns that are in all parts
	std::size_t together = 1; // of the others
};

struct Layout {
	std::vector<std::string> names; // of all columns, as they stand in the table
	std::vector<std::pair<std::string, std::string>> legend; // "[2]" and its name
	std::vector<std::size_t> widths;
	std::vector<std::vector<std::size_t>> parts; // columns; one or more
};

Layout lay_out(const std::vector<std::string> &head, const std::vector<std::vector<std::string>> &rows, const Room &room);

// A row as an item of a list.
struct Sentence {
	std::string opening; // what the last columns say of it and of the rows behind it; empty: as of the one before
	std::string name;
	std::string words;   // "published: +4 % time; here: +1.2 % instructions of pipe"
};

// The last `shared` columns are said once for rows that have them alike.
std::vector<Sentence> sentences_of(const std::vector<std::string> &head, const std::vector<std::vector<std::string>> &rows, std::size_t shared);

// Not bytes: of UTF-8 without wide or combining characters.
std::size_t width_of(const std::string &text);

} // namespace matrix::report
