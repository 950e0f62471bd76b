// SPDX-License-Identifier: GPL-2.0
//
// Where do the instructions go? One operation of a workload on two cells, each booted
// once under QEMU's TCG with the plugin that keeps the order of what runs.
//
//   auto cell = explain::parse_cell("bpf-lsm-jump-table/selinux:enforcing,bpf/noop-1");
//   auto explained = explain::explain(layout, "pipe", *a, *b, std::cerr);
//   std::cout << explain::as_text(*explained, {.all = false});
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "loader/base/result.h"
#include "matrix/explain/align.h"
#include "matrix/layout.h"
#include "matrix/plan/plan.h"

namespace matrix::explain {

// KERNEL[/STACK][/SCENARIO]: a variant or VARIANT-DISPATCH, the LSMs and what is attached.
// Left out: bpf on a bpf-lsm kernel and nothing on others, and idle. Fails with
// `cell-unknown`, naming what is wrong.
base::Result<plan::PlannedBoot> parse_cell(const std::string &text);

// One cell, traced.
struct Traced {
	std::string name;           // "override noop-1"
	double counted = 0;         // by hookbench: kernel and user space
	std::uint64_t kernel = 0;   // instructions of the kernel in the operation that is shown
	std::vector<Call> calls;
};

struct Explained {
	std::string workload;
	std::string operation;
	Traced a;
	Traced b;
	std::vector<Row> rows;

	[[nodiscard]] double counted_difference() const { return b.counted - a.counted; }
	[[nodiscard]] std::int64_t kernel_difference() const;
	// Instructions of either operation that are in no row, or in code without a name.
	[[nodiscard]] std::int64_t unexplained() const;
};

// Fails with `kernel-not-built`, `no-plugin`, `guest-failed`, `interrupted`, or what reading gives.
base::Result<Explained> explain(const Layout &layout, const std::string &workload, const plan::PlannedBoot &a,
				const plan::PlannedBoot &b, std::ostream &log);

struct TextOptions {
	bool all = false; // also the calls that are alike and lead to none that differ
};

std::string as_text(const Explained &explained, const TextOptions &options);
std::string as_html(const Explained &explained);
nlohmann::json as_json(const Explained &explained);

} // namespace matrix::explain
