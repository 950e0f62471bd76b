// SPDX-License-Identifier: GPL-2.0
#include "matrix/cli/build_options.h"

#include <algorithm>
#include <thread>

#include "matrix/build/debian_source.h"

namespace matrix::cli {

void add_kernel_version(CLI::App &verb, std::string &kernel)
{
	verb.add_option("--kernel-version", kernel, "the Linux that it is of (default: " + std::string{build::default_kernel()} + ")")
		->type_name(build::kernel_version_type());
}

void add_build_options(CLI::App &verb, BuildCommand &command)
{
	verb.add_option("--variant", command.variant, "the kernel: see `hookmatrix variants`")->type_name(build::kernel_type());
	verb.add_option("--dispatch", command.dispatch, "how its hooks reach their callbacks, where the variant has a choice")
		->type_name(build::dispatch_type());
	add_kernel_version(verb, command.kernel);
	verb.add_flag("--all", command.all, "every variant of that kernel that is compared, one after the other");
	verb.add_flag("--checked", command.checked, "of all, those that `make check` needs")->needs("--all");
	verb.add_option("--fragment", command.fragments, "a further fragment of kconfig-fragments/ (repeatable)")
		->allow_extra_args(false);
	verb.add_option("--kernel-src", command.kernel_src, "git tree, folder or tarball (also $KERNEL_SRC)")->type_name("PATH");
	verb.add_option("--jobs,-j", command.jobs, "parallel jobs (default: processors)");
}

base::Result<std::vector<build::BuildOptions>> resolve(const BuildCommand &command, bool verbose)
{
	const unsigned processors = std::max(1U, std::thread::hardware_concurrency());
	const build::Variant *named = build::find_variant(command.variant, command.dispatch, command.kernel);
	const std::string_view all_of = command.kernel.empty() ? build::default_kernel() : std::string_view{command.kernel};
	std::vector<build::BuildOptions> wanted;

	// Before the variant is looked at: asking for both roads is the error to
	// tell, whether or not a variant was named beside them.
	std::vector<std::string> names = command.fragments;
	if (named != nullptr)
		names.insert(names.end(), named->fragments.begin(), named->fragments.end());
	if (auto clash = build::check_exclusion(names); !clash)
		return tl::unexpected(clash.error());

	for (const build::Variant &row : build::variant_table())
		if ((command.all && !row.debug && row.kernel == all_of && (row.checked || !command.checked)) || &row == named)
			wanted.push_back({.variant = &row,
					  .extra_fragments = command.fragments,
					  .kernel_src = command.kernel_src,
					  .targets = command.targets,
					  .jobs = command.jobs != 0 ? command.jobs : processors,
					  .verbose = verbose});
	if (wanted.empty() && command.all)
		return tl::unexpected(build::unknown_kernel(command.kernel));
	if (wanted.empty())
		return tl::unexpected(build::unknown_variant(command.variant, command.dispatch, command.kernel));
	return wanted;
}

} // namespace matrix::cli
