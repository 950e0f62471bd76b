// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <iostream>
#include <memory>
#include <set>
#include <sstream>
#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "loader/base/files.h"
#include "matrix/advise/features.h"
#include "matrix/build/errors.h"
#include "matrix/cli/build_options.h"
#include "matrix/cli/config_option.h"
#include "matrix/cli/verbs.h"
#include "matrix/package/package.h"

namespace matrix::cli {

namespace {

struct PackageCommand {
	std::string variant;
	std::string dispatch;
	std::string kernel;
	std::string config = "running";
	std::vector<std::string> wants;
	std::string trim;
	std::string format = "deb";
	std::string kernel_src;
	bool config_only = false;
	unsigned jobs = 0;
};

// The names of modules, as lsmod lists them: localmodconfig reads the first word of each line after a heading.
// Nothing else of these lines, which change with each use of a module.
base::Result<std::filesystem::path> modules_of(const Layout &layout, const std::string &given)
{
	const bool running = given == "running";
	const auto text = base::read_file(running ? "/proc/modules" : given);
	const std::filesystem::path list = layout.packages_dir() / "modules.lsmod";
	std::set<std::string> names;
	std::error_code error;

	if (!text)
		return tl::unexpected(text.error());
	std::istringstream lines{*text};
	for (std::string line, name; std::getline(lines, line);)
		if (std::istringstream{line} >> name && name != "Module")
			names.insert(name);
	if (names.empty())
		return build::refuse("no-modules", base::ExitCode::bad_input, "leave out modules that are not in", running ? "/proc/modules" : given,
				     "it names none, so that nothing would be left", "a file as lsmod prints it");
	std::filesystem::create_directories(list.parent_path(), error);
	if (auto done = base::write_file_atomically(list, fmt::format("Module Size Used by\n{} 1 0\n", fmt::join(names, " 1 0\n"))); !done)
		return tl::unexpected(done.error());
	return list;
}

base::Result<package::PackageOptions> resolve(const Context &context, const PackageCommand &command, const advise::Config &config)
{
	const build::Variant *variant = build::find_variant(command.variant, command.dispatch, command.kernel);

	if (variant == nullptr)
		return tl::unexpected(build::unknown_variant(command.variant, command.dispatch, command.kernel));
	if (variant->debug)
		return build::refuse("bad-option", base::ExitCode::usage, "build packages of", command.variant, "a kernel that checks itself is not one to install",
				     "make variant=" + command.variant);
	if (config.is_32_bit_x86())
		return build::refuse("architecture-not-supported", base::ExitCode::usage, "build packages with", config.name,
				     "it is of 32 bits; the series was built and tested on x86-64");
	if (!config.arch.empty() && config.arch != "x86")
		return build::refuse("architecture-not-supported", base::ExitCode::usage, "build packages with", config.name,
				     fmt::format("it is of {}; the series was built and tested on x86-64", config.arch));
	auto wants = advise::features_wanted({command.wants.begin(), command.wants.end()}, config, {});
	if (!wants)
		return tl::unexpected(wants.error());
	package::PackageOptions options{.variant = variant, .config = &config, .wants = std::move(*wants),
					.trim = command.trim, .format = command.format == "rpm" ? package::Format::rpm : package::Format::deb,
					.kernel_src = command.kernel_src,
					.jobs = command.jobs != 0 ? command.jobs : std::max(1U, std::thread::hardware_concurrency()),
					.verbose = context.verbose};
	if (!command.trim.empty()) {
		auto modules = modules_of(context.layout, command.trim);
		if (!modules)
			return tl::unexpected(modules.error());
		options.trim = std::move(*modules);
	}
	return options;
}

int run_package(const Context &context, const PackageCommand &command)
{
	const auto config = read_config_option(command.config);
	if (!config)
		return report(config.error());
	const auto options = resolve(context, command, *config);
	if (!options)
		return report(options.error());
	build::SystemRunner runner{context.verbose};
	package::PackageBuilder builder{context.layout, runner, *options};
	if (command.config_only) {
		const auto written = builder.configure();
		if (!written)
			return report(written.error());
		std::cout << written->string() << '\n';
		return base::to_int(base::ExitCode::ok);
	}
	const auto packages = builder.build();
	if (!packages)
		return report(packages.error());
	for (const std::string &file : packages->files)
		std::cout << (packages->folder / file).string() << (packages->reused ? " (unchanged)" : "") << '\n';
	const auto image = std::ranges::find_if(packages->files, [](const std::string &file) { return file.find("headers") == std::string::npos && file.find("devel") == std::string::npos; });
	std::cout << fmt::format("The kernel is {}. It installs beside the others: {} {}\n", packages->release, command.format == "rpm" ? "rpm -i" : "apt install",
				 (packages->folder / (image == packages->files.end() ? "*" : *image)).string());
	return base::to_int(base::ExitCode::ok);
}

} // namespace

void register_package(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("package", "from a kernel's configuration and a variant to installable packages");
	auto command = std::make_shared<PackageCommand>();

	verb->add_option("--variant", command->variant, "the road: see `hookmatrix variants`")->type_name(build::kernel_type())->required();
	verb->add_option("--dispatch", command->dispatch, "how its hooks reach their callbacks, where the variant has a choice")->type_name(build::dispatch_type());
	add_kernel_version(*verb, command->kernel);
	add_config_option(*verb, command->config);
	verb->add_option("--want", command->wants, "what must not be lost (repeatable): see `hookmatrix advise`")
		->check(CLI::IsMember(advise::wanted_names()))->allow_extra_args(false);
	verb->add_option("--trim", command->trim, "leave out modules that this output of lsmod does not name; running: this machine's")->type_name("FILE");
	verb->add_option("--format", command->format, "deb or rpm")->check(CLI::IsMember({"deb", "rpm"}))->capture_default_str();
	verb->add_flag("--config-only", command->config_only, "write and check the configuration, and build nothing");
	verb->add_option("--kernel-src", command->kernel_src, "git tree, folder or tarball (also $KERNEL_SRC)")->type_name("PATH");
	verb->add_option("--jobs,-j", command->jobs, "parallel jobs (default: processors)");
	on_run(verb, context, [command](Context &c) { return run_package(c, *command); });
}

} // namespace matrix::cli
