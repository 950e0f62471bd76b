// SPDX-License-Identifier: GPL-2.0
//
// Made-up results of the real shape, for the tests of comparing and reporting.
//
//   compare::Results results = example::results();
//   results.cells.push_back(example::cell({"none", "-", "-", "idle"}, "pipe", {1900, 1900}));
#pragma once

#include "matrix/compare/results.h"

namespace matrix::example {

inline compare::Cell cell(compare::Configuration configuration, std::string workload, std::vector<double> samples,
			  unsigned boot = 1)
{
	compare::Cell cell;

	cell.configuration = std::move(configuration);
	cell.workload = std::move(workload);
	cell.counter = "instructions";
	cell.unit = "instructions/op";
	cell.accelerator = "tcg-icount";
	cell.samples = std::move(samples);
	cell.status = "ok";
	cell.boot = boot;
	cell.programs_attached = cell.configuration.scenario == "noop-1" ? 1 : 0;
	return cell;
}

inline const compare::Configuration none_idle{"none", "-", "-", "idle"};
inline const compare::Configuration override_idle{"override", "gate", "-", "idle"};
inline const compare::Configuration override_noop{"override", "gate", "-", "noop-1"};
inline const compare::Configuration bpf_idle{"bpf-lsm", "static-call", "bpf", "idle"};
inline const compare::Configuration bpf_noop{"bpf-lsm", "static-call", "bpf", "noop-1"};

inline compare::Results results()
{
	compare::Results all;

	all.context = {{"set", "example"},
		       {"command", "hookmatrix run --set example"},
		       {"host", {{"qemu", "QEMU emulator version 7.2"}}},
		       {"guest", {{"cpu", "QEMU TCG CPU"}, {"vulnerabilities", {{"spectre_v2", "Mitigation: Retpolines"}}}}},
		       {"kernels", {{"none", {{"release", "6.12.1"}}}}}};
	all.cells = {
		cell(none_idle, "getppid", {320, 320, 320}),        cell(none_idle, "eventfd_write", {500, 500, 500, 9000}),
		cell(override_idle, "getppid", {320, 320, 320}),    cell(override_idle, "eventfd_write", {507, 507, 507}),
		cell(override_noop, "getppid", {320, 320, 320}),    cell(override_noop, "eventfd_write", {630, 630, 630}),
		cell(bpf_idle, "getppid", {320, 320, 320}),         cell(bpf_idle, "eventfd_write", {540, 540, 540}),
		cell(bpf_noop, "getppid", {320, 320, 320}),         cell(bpf_noop, "eventfd_write", {665, 665, 665}),
		cell(none_idle, "getppid", {320, 320, 320}, 2),     cell(none_idle, "eventfd_write", {500, 500, 500}, 2),
	};
	return all;
}

} // namespace matrix::example
