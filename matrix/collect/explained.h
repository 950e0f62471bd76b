// SPDX-License-Identifier: GPL-2.0
//
// What a set asks to be explained: where the instructions of one operation go, on two
// cells. Each is kept, as a boot is, under what goes into it.
//
//   auto asked = collect::asked_to_explain(set);                    // fails with cell-unknown
//   nlohmann::json all = collect::explained(layout, *asked, collect::by_tracing(layout, log), false, progress).value();
//   all[0]["status"];   // "ok", or "failed" with its `reason`
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "matrix/collect/progress.h"
#include "matrix/plan/plan.h"

namespace matrix::collect {

struct Asked {
	plan::Explanation words; // as the set has them
	plan::PlannedBoot a;
	plan::PlannedBoot b;
};

base::Result<std::vector<Asked>> asked_to_explain(const plan::Set &set);

// Of one, what `hookmatrix explain --format json` prints.
using Explainer = std::function<base::Result<nlohmann::json>(const Asked &)>;

Explainer by_tracing(const Layout &layout, std::ostream &log);

// An array of `workload`, `a`, `b`, `status`, and `explained` or `reason`, in the order of
// the set. `fresh`: what is kept is not looked at. An interruption is the only error.
base::Result<nlohmann::json> explained(const Layout &layout, const std::vector<Asked> &asked, const Explainer &explainer, bool fresh,
					 Progress &progress);

} // namespace matrix::collect
