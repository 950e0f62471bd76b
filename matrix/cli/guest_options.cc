// SPDX-License-Identifier: GPL-2.0
#include "matrix/cli/guest_options.h"

#include <iostream>

#include "matrix/build/variants.h"
#include "matrix/cli/build_options.h"

namespace matrix::cli {

void add_guest_options(CLI::App &verb, GuestOptions &options)
{
	auto *variant = verb.add_option("--variant", options.variant, "the kernel: see `hookmatrix variants`")->type_name(build::kernel_type());

	verb.add_option("--dispatch", options.dispatch, "how its hooks reach their callbacks, where the variant has a choice")
		->type_name(build::dispatch_type())->needs(variant);
	add_kernel_version(verb, options.kernel_version);
	verb.add_option("--kernel", options.kernel, "a bzImage in place of a variant's")->type_name("FILE")->excludes(variant);
	verb.add_option("--append", options.append, "words for the kernel's command line: 'lsm=selinux,bpf'")
		->allow_extra_args(false);
	verb.add_option("--accel", options.accelerator, "auto, tcg or kvm")->capture_default_str();
	verb.add_option("--memory", options.memory, "MiB of the guest")->check(CLI::Range(256u, 65536u))
		->capture_default_str();
	verb.add_option("--cpus", options.cpus, "processors of the guest; with more than one nothing is counted")
		->check(CLI::Range(1u, 64u))->capture_default_str();
	verb.add_option("--qemu", options.qemu, "QEMU's program (also $HOOKMATRIX_QEMU)")->type_name("FILE");
}

base::Result<boot::GuestJob> make_guest_job(const Layout &layout, const GuestOptions &options)
{
	boot::GuestJob job;

	const build::Variant *variant = build::find_variant(options.variant, options.dispatch, options.kernel_version);
	if (options.kernel.empty() && variant == nullptr)
		return base::fail(build::unknown_variant(options.variant, options.dispatch, options.kernel_version));
	const auto wish = boot::parse_accelerator(options.accelerator);
	if (!wish)
		return tl::unexpected(wish.error());
	const auto choice = boot::choose_accelerator(*wish, options.qemu);
	if (!choice)
		return tl::unexpected(choice.error());
	job.kernel = options.kernel.empty() ? layout.kernel_dir(variant->name) / "bzImage" : std::filesystem::path{options.kernel};
	job.append = options.append;
	job.memory_mib = options.memory;
	job.cpus = options.cpus;
	job.accelerator = boot::for_cpus(choice->accelerator, options.cpus);
	job.qemu = options.qemu;
	return job;
}

boot::GuestFile split_guest_file(const std::string &text)
{
	const std::size_t colon = text.rfind(":/");

	if (colon == std::string::npos || colon == 0)
		return {.host = text, .guest = {}};
	return {.host = text.substr(0, colon), .guest = text.substr(colon + 1)};
}

std::string error_id(boot::Outcome outcome) { return "guest-" + std::string{boot::outcome_name(outcome)}; }

int exit_code_of(const boot::GuestReport &report)
{
	using boot::Outcome;

	if (report.outcome == Outcome::ok || report.outcome == Outcome::command_failed)
		return report.exit_status;
	std::cerr << "hookmatrix: error[" << error_id(report.outcome) << "]: cannot run the command in the guest: "
		  << report.reason << '\n';
	if (report.outcome == Outcome::interrupted)
		return base::to_int(base::ExitCode::interrupted);
	std::cerr << "The last " << report.console_tail.size() << " lines of the guest's console:\n";
	for (const std::string &line : report.console_tail)
		std::cerr << "  | " << line << '\n';
	return base::to_int(base::ExitCode::boot_failed);
}

} // namespace matrix::cli
