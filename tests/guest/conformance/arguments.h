// SPDX-License-Identifier: GPL-2.0
//
// Pointers that hooks were called with and that were NULL. The verifier lets a
// program read through an argument without a check unless the kernel's types say
// that it can be NULL, by a name that ends in __nullable.
#pragma once

#include "tests/guest/conformance/programs.h"

namespace conformance {

// A line for each argument that was NULL in what ran so far. How many of them the
// kernel's types do not tell of. Nothing where the programs do not look.
unsigned list_null_arguments(const Programs &programs);

} // namespace conformance
