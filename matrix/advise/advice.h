// SPDX-License-Identifier: GPL-2.0
//
// From a configuration to a decision: what it is today, what each road takes and gives,
// which one is recommended and why, and the lines that lead there. The rules are the
// tables *.def beside this file.
//
//   const Advice advice = advise(config, {.command_line = "quiet", .wants = {"ima"}}, figures);
//   std::cout << advise::text(advice);
#pragma once

#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "matrix/advise/config_file.h"
#include "matrix/advise/figures.h"
#include "matrix/advise/known_symbols.h"
#include "matrix/advise/lsm_stack.h"
#include "matrix/advise/roads.h"

namespace matrix::advise {

enum class Weight { note, warning };
enum class Confidence { low, medium, high };

struct Finding {
	std::string id;
	Weight weight = Weight::note;
	std::string what;
	std::string next;
	std::string source;
};

struct Prerequisite {
	std::string symbol;
	bool present = false;
	std::string why;
};

// Somebody of users.def.
struct KnownUser {
	std::string id;
	std::string name;
	bool wanted = false;
	std::string without; // of one that needs no feature: what it uses
	std::string source;
};

struct Loss {
	std::string id;
	std::string name;
	bool wanted = false;
	std::string without;
	std::string instead;
	std::string source;
	std::vector<KnownUser> users;
};

// A policy that was given, and the programs that one of the kernels would refuse.
struct PolicyFit {
	std::string name;
	std::size_t programs = 0;
	std::vector<std::string> problems;        // both roads refuse it: "6.12 has no hook uring_allowed"
	std::vector<std::string> needs_framework; // override refuses it: "lsm_cgroup/socket_bind is one of a cgroup"
};

// A further row of the same variant that holds: it is needed for this, too.
struct Need {
	std::string condition; // facts.h
	std::string reason;
	std::string unless;
};

struct Recommendation {
	std::string variant;
	Confidence confidence = Confidence::low;
	std::string reason;
	std::string unless;
	std::vector<Need> also; // another variant only if the `unless` of all of them are so
	std::vector<std::string> capped; // why the confidence is no higher
	std::string already = {};        // where this is such a kernel: what is left to change
	Dispatch dispatch = {};          // of bpf-lsm
};

struct Question {
	std::string command_line;
	std::set<std::string> wants; // ids of features.def
	std::vector<PolicyFit> policies;
	std::set<std::string> asked = {}; // what --want named, before features_wanted()
};

struct Advice {
	const Config *config = nullptr;
	LsmStack stack;
	StackChange change; // by the command line
	std::string command_line;
	std::string compiled_in; // the words of it that are so (CONFIG_CMDLINE)
	std::vector<Prerequisite> prerequisites;
	std::vector<Finding> findings;
	std::vector<Road> roads; // empty: nothing is built of this configuration
	std::vector<Loss> losses;
	std::vector<KnownUser> stays; // who loses nothing
	std::vector<PolicyFit> policies;
	Figures figures;
	Recommendation recommendation;
	std::vector<std::string> fragment; // of the recommended variant, over this configuration
	UnknownSymbols unknown; // set by say_unknown()
	std::string verified; // what the Kconfig files of the source said of it; set by the caller
	bool holds = true;    // and that all of its lines stay, where they were asked
	std::vector<std::string> commands;
};

Advice advise(const Config &config, const Question &question, Figures figures);

// What the source of the kernel to come does not know, as one more finding.
void say_unknown(Advice &advice, UnknownSymbols unknown);

// The lines of a fragment that make this configuration one of `variant` (none, override, bpf-lsm; unchanged: no line),
// built from `kernel`. A comment of it names the LSM that runs with the command line.
std::vector<std::string> fragment_for(const std::string &variant, const Config &config, const Release &kernel, const std::set<std::string> &wants,
				      const std::string &command_line = {});

std::string_view to_string(Weight weight);
std::string_view to_string(Confidence confidence);

std::string text(const Advice &advice);
std::string markdown(const Advice &advice);
nlohmann::json json(const Advice &advice);

} // namespace matrix::advise
