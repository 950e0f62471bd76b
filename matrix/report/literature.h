// SPDX-License-Identifier: GPL-2.0
//
// Published figures beside those of these results. A row whose cells are not among
// the results says so.
//
//   for (const report::Literature &row : report::literature(comparison))
//           print(row.what, row.published, row.ours, row.same_sign);
#pragma once

#include <string>
#include <vector>

#include "matrix/report/model.h"

namespace matrix::report {

struct Literature {
	std::string what;
	std::string published; // "+4 % time", "+9.5 % rate"; of a claim its words
	std::string source;    // with where it stands: lore.kernel.org/r/ and a message id, or a link
	std::string ours;      // "+2.8 % instructions of eventfd_write"; "not in these results"
	std::string same_sign; // yes, no, equal, or why it cannot be told; empty where ours is missing
	std::string alike;     // what makes it comparable
	std::string unlike;    // what does not
};

// Empty where none of the rows has its cells, and for results that are not counts.
std::vector<Literature> literature(const compare::Comparison &comparison);

} // namespace matrix::report
