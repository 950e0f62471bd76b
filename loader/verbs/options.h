// SPDX-License-Identifier: GPL-2.0
//
// What the verbs of hookload are told, and what they share.
//
//   int do_status(const Options &options);   // one verb: its status is the program's
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "loader/attach.h"
#include "loader/pins/pins.h"

namespace loader {

struct Options {
	bool verbose = false;
	bool json = false;
	std::string object;
	std::string report;
	std::string params;
	std::string name;
	std::string pin_root = default_pin_root;
	bool drain = false;  // events: what is there, without waiting
	double interval = 1; // seconds between two looks
	std::uint64_t count = 0;  // of events or looks; 0: no end
	AttachOptions attach;
	std::vector<std::string> command;
};

// One error object for every verb that answers in JSON: {"id", "reason", "next"}.
nlohmann::json error_json(const base::Error &error);

// The sentence on stderr; with --json also {"error": …} on stdout. The exit code.
int complain(const base::Error &error, const Options &options);

void print(const std::string &text);
void print(const nlohmann::json &json);

// The name that was given, or that of the object's file.
std::string name_of_policy(const Options &options);

base::Result<params::Values> read_parameters(const PolicyObject &object, const std::string &file);

// Opens the object, reads its parameters and attaches it to the running kernel.
base::Result<AttachedPolicy> attach_object(Kernel &kernel, const Options &options);

// The verbs
int do_probe(const Options &options);
int do_check(const Options &options);
int do_run(const Options &options);
int do_load(const Options &options);
int do_replace(const Options &options);
int do_unload(const Options &options);
int do_status(const Options &options);
int do_events(const Options &options);
int do_top(const Options &options);

} // namespace loader
