// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <memory>

#include "loader/base/files.h"
#include "matrix/boot/qemu.h"
#include "matrix/cli/guest_options.h"
#include "matrix/cli/verbs.h"
#include "matrix/lsm/stack.h"
#include "matrix/plan/plan.h"

namespace matrix::cli {

namespace {

struct ExecOptions {
	GuestOptions guest;
	std::string stack;
	std::vector<std::string> files;
	std::vector<std::string> environment;
	unsigned uid = 0;
	unsigned timeout = 600;
	unsigned silence = 90;
	std::string results;
	std::string json;
	bool console = false;
	bool dry_run = false;
	std::vector<std::string> command;
};

class Printer : public boot::GuestObserver {
public:
	explicit Printer(bool console) : console_(console) {}

	void on_out(std::string_view bytes) override { std::cout << bytes << std::flush; }
	void on_err(std::string_view bytes) override { std::cerr << bytes << std::flush; }
	void on_console_line(std::string_view line) override
	{
		if (console_)
			std::cerr << "console: " << line << '\n';
	}

private:
	bool console_;
};

base::Result<boot::GuestJob> make_job(const Context &context, const ExecOptions &options)
{
	auto job = make_guest_job(context.layout, options.guest);

	if (!job)
		return job;
	for (const std::string &file : options.files)
		job->files.push_back(split_guest_file(file));
	for (const std::string &setting : options.environment) {
		const std::size_t equals = setting.find('=');
		if (equals == std::string::npos || equals == 0)
			return base::fail({.id = "bad-option", .code = base::ExitCode::usage, .action = "use --env",
					   .object = setting, .reason = "it is not NAME=VALUE", .hint = {},
					   .errnum = 0});
		job->environment[setting.substr(0, equals)] = setting.substr(equals + 1);
	}
	job->uid = options.uid;
	job->timeout = std::chrono::seconds{options.timeout};
	job->silence = std::chrono::seconds{options.silence};
	job->argv = options.command;
	if (options.stack.empty())
		return job;
	if (const std::string problem = lsm::stack_problem(options.stack); !problem.empty())
		return base::fail({.id = "bad-option", .code = base::ExitCode::usage, .action = "use --stack",
				   .object = options.stack, .reason = problem, .hint = {}, .errnum = 0});
	if (options.uid != 0 && !lsm::parse_stack(options.stack).policies().empty())
		return base::fail({.id = "bad-option", .code = base::ExitCode::usage, .action = "use --uid",
				   .object = std::to_string(options.uid), .reason = "policies of --stack are loaded by root",
				   .hint = "change the user in the command: su user -c …", .errnum = 0});
	job->argv = lsm::parse_stack(options.stack).entering(std::move(job->argv));
	plan::add_stack(context.layout, options.stack, *job);
	return job;
}

nlohmann::json report_json(const boot::GuestJob &job, const boot::GuestReport &report)
{
	nlohmann::json files = nlohmann::json::array();

	for (const auto &[name, content] : report.files)
		files.push_back({{"path", name}, {"size", content.size()}});
	return {{"schema_version", 1},
		{"outcome", std::string{boot::outcome_name(report.outcome)}},
		{"reason", report.reason},
		{"exit_status", report.exit_status},
		{"accelerator", std::string{boot::accelerator_name(job.accelerator)}},
		{"hello", report.hello},
		{"files", files},
		{"console_tail", report.console_tail}};
}

base::Result<void> keep_results(const std::string &folder, const boot::GuestReport &report)
{
	for (const auto &[name, content] : report.files) {
		const std::filesystem::path path = std::filesystem::path{folder} / name;
		std::error_code failed;
		std::filesystem::create_directories(path.parent_path(), failed);
		if (auto done = base::write_file_atomically(path, content); !done)
			return done;
	}
	return {};
}

base::Result<void> keep(const ExecOptions &options, const boot::GuestJob &job, const boot::GuestReport &report)
{
	if (!options.results.empty())
		if (auto done = keep_results(options.results, report); !done)
			return done;
	if (options.json.empty())
		return {};
	const auto replace = nlohmann::json::error_handler_t::replace;
	return base::write_file_atomically(options.json, report_json(job, report).dump(2, ' ', false, replace) + "\n");
}

// The kernel leaves out of lsm= what it does not have, or what cannot start.
base::Result<void> check_stack(const ExecOptions &options, const boot::GuestReport &report)
{
	const std::string wanted = lsm::parse_stack(options.stack).names();
	const auto said = report.hello.is_object() ? report.hello.find("stack") : report.hello.end();

	// A guest that said nothing has failed, and its own error is the better one.
	if (options.stack.empty() || said == report.hello.end() || !said->is_string() || *said == wanted)
		return {};
	return base::fail({.id = "stack-differs", .code = base::ExitCode::boot_failed, .action = "boot with the stack",
			   .object = options.stack,
			   .reason = "the guest has the stack '" + said->get<std::string>() + "' where '" + wanted + "' was asked for",
			   .hint = "hookmatrix variants says which kernels have LSMs", .errnum = 0});
}

int run_exec(Context &context, const ExecOptions &options)
{
	const auto job = make_job(context, options);
	Printer printer{options.console || context.verbose};

	if (!job)
		return report(job.error());
	if (options.dry_run) {
		std::cout << boot::shell_line(boot::planned_command(*job)) << '\n';
		return base::to_int(base::ExitCode::ok);
	}
	if (context.verbose)
		std::cerr << boot::shell_line(boot::planned_command(*job)) << '\n';
	const auto guest = boot::run_guest(context.layout, *job, &printer);
	if (!guest)
		return report(guest.error());
	if (auto done = keep(options, *job, *guest); !done)
		return report(done.error());
	if (auto same = check_stack(options, *guest); !same)
		return report(same.error());
	return exit_code_of(*guest);
}

} // namespace

void register_exec(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("exec", "boots a kernel, runs a command in it, returns its status");
	auto options = std::make_shared<ExecOptions>();

	add_guest_options(*verb, options->guest);
	verb->add_option("--stack", options->stack,
			 "LSMs in their order, with policies that are loaded before: 'yama,selinux:enforcing,bpf'; the command is under them");
	verb->add_option("--file", options->files, "HOST[:GUEST], a file to put in (default: /bin or /)")
		->type_name("FILE")->allow_extra_args(false);
	verb->add_option("--env", options->environment, "NAME=VALUE for the command")->allow_extra_args(false);
	verb->add_option("--uid", options->uid, "run as this user and group, without capabilities");
	verb->add_option("--timeout", options->timeout, "seconds for the whole run")->check(CLI::Range(1u, 86400u));
	verb->add_option("--silence", options->silence, "seconds without any output that are a hang")
		->check(CLI::Range(1u, 86400u));
	verb->add_option("--results", options->results, "folder for what the command leaves in /results")->type_name("DIR");
	verb->add_option("--json", options->json, "file for the report: outcome, hello, console")->type_name("FILE");
	verb->add_flag("--console", options->console, "print the guest's console to stderr");
	verb->add_flag("-n,--dry-run", options->dry_run, "print QEMU's command line and stop");
	verb->add_option("command", options->command, "the command and its arguments, after --")->required();
	verb->footer("Status: the command's; 125 when the guest did not run it; 3 when the kernel is not built.");
	on_run(verb, context, [options](Context &c) { return run_exec(c, *options); });
}

} // namespace matrix::cli
