// SPDX-License-Identifier: GPL-2.0
//
// Text in lines for a terminal or a mail.
//
//   base::wrap("a long sentence", 80);            // ends with a line feed
//   base::wrap("an item of a list", 80, "  * ");  // further lines begin below its first word
#pragma once

#include <string>

namespace base {

std::string wrap(const std::string &text, std::size_t columns, const std::string &bullet = {});

} // namespace base
