// SPDX-License-Identifier: GPL-2.0
//
// Puts a policy object on the kernel at hand: decides program by program,
// maps type, attach type and target, loads, and links. All programs are
// attached or none is.
//
//   auto attached = loader::attach(kernel, target, std::move(object), {.skip_missing = true, .verbose = false});
//   if (!attached) return tl::unexpected(attached.error()); // nothing stayed
//   write(report_json(*attached));
//   // `attached` goes out of scope: every program is detached
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "loader/kernel.h"
#include "loader/object.h"
#include "loader/params/values.h"
#include "loader/probe.h"
#include "loader/stopwatch.h"

namespace loader {

// A map of a loaded policy that the next one goes on with.
struct KeptMap {
	std::string name; // dots are underscores, as in pins
	base::Fd fd;
};

struct AttachOptions {
	bool skip_missing = false; // leave out programs whose hook is absent or disabled
	bool verbose = false;	   // libbpf's log on stderr as it comes
	// Checked parameters, which outlive the call; null: the policy's defaults.
	const params::Values *values = nullptr;
	std::string cgroup; // folder of the cgroup that lsm_cgroup/ programs are attached to
	const std::vector<KeptMap> *kept = nullptr; // maps that are taken over by name
	std::string only; // a program of the object: the others stay out. Empty: all.
	std::string log;  // file for libbpf's whole log when the load fails; empty: none
	Spent spent;	  // what the caller did before, for the report: open and probe
};

struct ProgramStatus {
	std::string program;
	std::string hook;
	bool attached = false;
	std::string reason; // why it was left out
};

struct Link {
	std::string program;
	base::Fd fd; // closing it detaches the program
};

class AttachedPolicy {
public:
	AttachedPolicy(Mechanism mechanism, PolicyObject object, std::vector<ProgramStatus> programs, std::vector<Link> links,
		       const Spent &spent)
		: mechanism_(mechanism), object_(std::move(object)), programs_(std::move(programs)), links_(std::move(links)), spent_(spent)
	{
	}

	[[nodiscard]] Mechanism mechanism() const { return mechanism_; }
	[[nodiscard]] const PolicyObject &object() const { return object_; }
	[[nodiscard]] const std::vector<ProgramStatus> &programs() const { return programs_; }
	[[nodiscard]] const std::vector<Link> &links() const { return links_; }
	[[nodiscard]] const Spent &spent() const { return spent_; }

private:
	Mechanism mechanism_;
	PolicyObject object_;
	std::vector<ProgramStatus> programs_;
	std::vector<Link> links_; // after the object: links go before programs and maps
	Spent spent_;
};

// One entry per program, in the object's order; an error when a program cannot
// be attached here and may not be left out. Loads at most trivial programs.
base::Result<std::vector<ProgramStatus>> plan(Kernel &kernel, const Target &target,
					      const std::vector<PolicyProgram> &programs, const AttachOptions &options);

// The first half of attach(): the programs that can be attached are in the kernel,
// for a caller that makes the links itself.
base::Result<std::vector<ProgramStatus>> load(Kernel &kernel, const Target &target, const PolicyObject &object,
					      const AttachOptions &options);

base::Result<AttachedPolicy> attach(Kernel &kernel, const Target &target, PolicyObject object,
				    const AttachOptions &options);

// {"schema_version":1,"mechanism":…,"attached":N,"programs":[…],"spent":{…}}
nlohmann::json report_json(const AttachedPolicy &policy);

} // namespace loader
