// SPDX-License-Identifier: GPL-2.0
#include <iostream>
#include <memory>

#include "matrix/cli/verbs.h"
#include "matrix/hooks/audit.h"
#include "matrix/build/variants.h"
#include "matrix/hooks/idle_code.h"
#include "matrix/hooks/lsm_code.h"

namespace matrix::cli {

namespace {

struct AuditOptions {
	std::string kernel = "override";
	bool code = false;
	bool json = false;
};

int show_code(const Context &context, const AuditOptions &options)
{
	const auto code = hooks::compare_idle_code(context.layout, options.kernel);

	if (!code)
		return report(code.error());
	std::cout << hooks::as_text(*code);
	return base::to_int(base::ExitCode::ok);
}

int audit_lsm(const Context &context, const AuditOptions &options)
{
	const auto code = hooks::read_lsm_code(context.layout, options.kernel);

	if (!code)
		return report(code.error());
	if (options.json)
		std::cout << hooks::as_json(*code).dump(2) << '\n';
	else
		std::cout << hooks::as_text(*code);
	return base::to_int(hooks::not_direct(*code).empty() ? base::ExitCode::ok : base::ExitCode::failed);
}

int run_audit(const Context &context, const AuditOptions &options)
{
	if (const build::Variant *row = build::find_variant(options.kernel); row != nullptr && row->lsm && !options.code)
		return audit_lsm(context, options);
	if (options.code)
		return show_code(context, options);
	const auto audit = hooks::audit_gates(context.layout, options.kernel);

	if (!audit)
		return report(audit.error());
	std::cout << hooks::as_text(*audit, options.kernel);
	return base::to_int(audit->offenders.empty() ? base::ExitCode::ok : base::ExitCode::failed);
}

} // namespace

void register_audit(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("audit", "proves of a built kernel what a hook without programs or callbacks runs");
	auto options = std::make_shared<AuditOptions>();

	verb->add_option("--kernel", options->kernel, "a variant that is built")->type_name(build::kernel_type())->capture_default_str();
	verb->add_flag("--code", options->code,
		       "instead: what the compiler made of the gates, function by function beside none");
	verb->add_flag("--json", options->json, "of a kernel with the LSM framework: as JSON");
	verb->footer("override: each gate is one no-op. bpf-lsm: the functions of hooks, what they run without callbacks,\n"
		     "and how they call callbacks.\n"
		     "Status: 1 when a gate is something else, or a function has indirect calls that the dispatch does not explain.");
	on_run(verb, context, [options](Context &c) { return run_audit(c, *options); });
}

} // namespace matrix::cli
