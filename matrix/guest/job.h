// SPDX-License-Identifier: GPL-2.0
//
// What the host wants done in the guest: /hookmatrix/job.json of the initramfs.
// Both sides use this, so that they cannot disagree.
//
//   guest::Job job{.argv = {"hookbench", "list"}};
//   base::Result<std::string> text = guest::job_to_json(job);   // host
//   base::Result<guest::Job> read = guest::job_from_json(*text); // guest
#pragma once

#include <map>
#include <string>
#include <vector>

#include "loader/base/result.h"

namespace matrix::guest {

inline constexpr const char *job_path = "/hookmatrix/job.json";

struct Job {
	std::vector<std::string> argv{};
	std::map<std::string, std::string> environment{};
	unsigned uid = 0;         // also the gid; another than 0 has no capability at all
	bool interactive = false; // a shell on the console instead of argv and frames
	unsigned rows = 0;        // the size of the terminal, 0: unknown
	unsigned columns = 0;
};

// An argument that is not UTF-8 is an error: JSON could not carry it unchanged.
base::Result<std::string> job_to_json(const Job &job);
base::Result<Job> job_from_json(const std::string &text);

} // namespace matrix::guest
