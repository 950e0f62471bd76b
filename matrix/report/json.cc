// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/renderer.h"

namespace matrix::report {

base::Result<std::string> render_json(const compare::Comparison &comparison)
{
	return compare::to_json(comparison.results()).dump(1) + "\n";
}

} // namespace matrix::report
