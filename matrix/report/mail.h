// SPDX-License-Identifier: GPL-2.0
//
// Blocks as plain text of at most 80 columns, for mails.
//
//   std::string text = report::mail_title(model) + report::mail_chapter("Answer", blocks);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "matrix/report/chapter.h"

namespace matrix::report {

std::string mail_title(const Model &model);

// Nothing where there are no blocks.
std::string mail_chapter(std::string_view title, const std::vector<Block> &blocks);

} // namespace matrix::report
