// SPDX-License-Identifier: GPL-2.0
//
// Where results come from: what somebody needs to judge them and to make them
// again. It becomes `context` of matrix.json.
//
//   collect::ContextInput input{.set = set, .accelerator = accelerator, .command = "hookmatrix run"};
//   nlohmann::json context = collect::make_context(layout, input, results);
//   context["kernels"]["override"]["release"];   // "6.12.117"
//   context["guest"]["cpu"];                     // as the guest saw it
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "matrix/collect/boot_result.h"

namespace matrix::collect {

struct ContextInput {
	const plan::Set &set;
	boot::Accelerator accelerator;
	std::string accelerator_reason;
	std::string command;
};

nlohmann::json make_context(const Layout &layout, const ContextInput &input, const std::vector<BootResult> &results);

} // namespace matrix::collect
