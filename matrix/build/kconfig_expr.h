// SPDX-License-Identifier: GPL-2.0
//
// Kconfig's expressions: parsed, evaluated against a .config, and taken apart
// into the terms that are not met.
//
//   ExprPtr expr = parse_expr("NET && (X86 || !SMP)");    // null: not an expression
//   evaluate(*expr, values);                             // Tri::n
//   unmet_terms(*expr, values, Tri::y);                  // {"NET (=n)"}
//
// A macro such as $(cc-option,-mfoo) is the result of a probe that is not in
// the .config: it evaluates to Tri::unknown and is never reported as unmet alone.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/build/settings.h"

namespace matrix::build {

enum class Tri { n = 0, m = 1, y = 2, unknown = 3 };

struct Expr;
using ExprPtr = std::shared_ptr<const Expr>;

struct Expr {
	enum class Op { symbol, literal, macro, negate, all, any, compare };
	Op op = Op::symbol;
	std::string text; // symbol, literal, macro; the operator of compare
	std::vector<ExprPtr> parts;
};

ExprPtr parse_expr(std::string_view text);
Tri evaluate(const Expr &expr, const ConfigValues &values);
std::vector<std::string> unmet_terms(const Expr &expr, const ConfigValues &values, Tri needed);
std::string to_string(const Expr &expr);

} // namespace matrix::build
