// SPDX-License-Identifier: GPL-2.0
//
// Boots one kernel in QEMU, runs one command in it and says how it went.
//
//   boot::GuestJob job{.kernel = layout.kernel_dir("none") / "bzImage"};
//   job.append = {"lsm=selinux,bpf"};
//   job.argv = {"hookbench", "run", "--output", "/results/bench.json"};
//   base::Result<boot::GuestReport> report = boot::run_guest(layout, job);
//   if (report && report->outcome == boot::Outcome::ok) use(report->files["bench.json"]);
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "matrix/boot/accelerator.h"
#include "matrix/boot/outcome.h"
#include "matrix/layout.h"

namespace matrix::boot {

struct GuestFile {
	std::filesystem::path host{};
	std::string guest{}; // absolute; empty: /bin/NAME when executable, else /NAME
};

struct GuestJob {
	std::filesystem::path kernel{}; // bzImage
	std::vector<std::string> append{}; // further words of the kernel command line
	std::vector<GuestFile> files{};
	std::vector<std::string> argv{}; // found on PATH=/bin:/sbin; working directory /
	std::map<std::string, std::string> environment{};
	unsigned uid = 0;
	unsigned memory_mib = 1024;
	unsigned cpus = 1; // more than one: without icount, see accelerator.h
	Accelerator accelerator = Accelerator::tcg_icount;
	std::chrono::seconds timeout{600}; // of the whole run
	std::chrono::seconds silence{90};  // without a byte from console and channel: a hang
	// QEMU's path; empty: $HOOKMATRIX_QEMU, else qemu-system-x86_64 on PATH.
	std::string qemu{};
	// A TCG plugin that QEMU loads, with its arguments; empty: none.
	std::filesystem::path plugin{};
	std::string plugin_arguments{};
};

struct GuestReport {
	Outcome outcome = Outcome::lost_result; // failed until the guest says otherwise
	int exit_status = -1;                   // of the command, as a shell says it
	std::string out{};
	std::string err{};
	std::map<std::string, std::string> files{}; // what the command left in /results, by relative path
	nlohmann::json hello; // see matrix/guest/hello.h; null when the guest did not get that far
	std::string reason{};   // one line, empty when the outcome is ok
	std::vector<std::string> console_tail; // the last 40 lines
};

// Sees what comes in while the guest runs.
class GuestObserver {
public:
	virtual ~GuestObserver() = default;
	virtual void on_out(std::string_view) {}
	virtual void on_err(std::string_view) {}
	virtual void on_console_line(std::string_view) {}
	virtual void on_hello(const nlohmann::json &) {}
	virtual void on_qemu_started(int /*pid*/) {}
};

// The kernel's default of a job with an empty `guest` name.
std::string guest_path_of(const GuestFile &file);

// An Error is about the host (no kernel, no hookguest, no temporary folder);
// whatever happens to the guest is a GuestReport. A SIGINT or SIGTERM ends the
// guest and is Outcome::interrupted.
base::Result<GuestReport> run_guest(const Layout &layout, const GuestJob &job, GuestObserver *observer = nullptr);

// What `run_guest` would execute, with file names in place of what is made for
// the run: printed by dry runs.
std::vector<std::string> planned_command(const GuestJob &job);

} // namespace matrix::boot
