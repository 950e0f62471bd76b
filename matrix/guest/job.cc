// SPDX-License-Identifier: GPL-2.0
#include "matrix/guest/job.h"

#include <nlohmann/json.hpp>

namespace matrix::guest {

base::Result<std::string> job_to_json(const Job &job)
{
	const nlohmann::json json{{"argv", job.argv},
				  {"environment", job.environment},
				  {"uid", job.uid},
				  {"interactive", job.interactive},
				  {"rows", job.rows},
				  {"columns", job.columns}};
	try {
		return json.dump();
	} catch (const nlohmann::json::exception &error) {
		return base::fail({.id = "argument-not-utf8", .code = base::ExitCode::usage,
				   .action = "hand the command to the guest", .object = {},
				   .reason = error.what(), .hint = "put such bytes into a file and use --file",
				   .errnum = 0});
	}
}

base::Result<Job> job_from_json(const std::string &text)
{
	try {
		const nlohmann::json json = nlohmann::json::parse(text);
		Job job;
		json.at("argv").get_to(job.argv);
		json.at("environment").get_to(job.environment);
		json.at("uid").get_to(job.uid);
		json.at("interactive").get_to(job.interactive);
		json.at("rows").get_to(job.rows);
		json.at("columns").get_to(job.columns);
		return job;
	} catch (const nlohmann::json::exception &error) {
		return base::fail({.id = "job-malformed", .code = base::ExitCode::bad_input, .action = "read the job",
				   .object = job_path, .reason = error.what(), .hint = {}, .errnum = 0});
	}
}

} // namespace matrix::guest
