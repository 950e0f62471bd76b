// SPDX-License-Identifier: GPL-2.0
//
// From somebody's configuration and a variant to packages that install beside the
// kernels that are there: build/own/VARIANT-ID/, with the packages and package.json.
//
//   PackageBuilder builder{layout, runner, {.variant = find_variant("override"), .config = &config}};
//   auto packages = builder.build();
//   if (!packages) return report(packages.error());   // 3 a program is missing, 6, 7, 13
//   for (const std::string &file : packages->files) show(packages->folder / file);
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "loader/base/result.h"
#include "matrix/build/make_watcher.h"
#include "matrix/build/source.h"
#include "matrix/layout.h"
#include "matrix/package/own_config.h"

namespace matrix::package {

enum class Format { deb, rpm };

struct PackageOptions {
	const build::Variant *variant = nullptr;
	const advise::Config *config = nullptr;
	std::set<std::string> wants;  // features of `hookmatrix advise`
	std::filesystem::path trim;   // a file as lsmod prints it; empty: all modules
	Format format = Format::deb;
	std::string kernel_src;
	unsigned jobs = 1;
	bool verbose = false;
};

struct Packages {
	std::filesystem::path folder;
	std::string release;            // 6.12.117-override
	std::vector<std::string> files; // in the folder
	bool reused = false;
	std::vector<std::string> warnings;
};

// The programs that this configuration's build runs and PATH lacks, as "zstd (package zstd)".
std::vector<std::string> missing_programs(const build::ConfigValues &values, Format format);

// What the kernel's make is told about packages, with the caller's own words (DEBEMAIL, ...).
// Which programs are missing says missing_programs(), not rpm, whose database is empty on Debian.
// RPM packages come to lie below `obj`: Linux 6.1 would leave them in the user's home.
build::Environment make_environment(const std::filesystem::path &obj);

class PackageBuilder {
public:
	PackageBuilder(const Layout &layout, build::ProcessRunner &runner, PackageOptions options)
		: layout_(layout), runner_(runner), options_(std::move(options)) {}

	base::Result<Packages> build();
	// Source, .config and what the build would run; returns the path of the .config.
	base::Result<std::filesystem::path> configure();

private:
	[[nodiscard]] std::filesystem::path folder_of(const build::Variant &variant, Format format) const;
	base::Result<void> run_seed(build::ProgressView &view);
	base::Result<build::ConfigValues> run_configure(build::ProgressView &view);
	[[nodiscard]] base::Result<void> require_programs(const build::ConfigValues &values) const;
	base::Result<void> prepare();
	base::Result<void> make(build::ProgressView &view);
	base::Result<void> collect(Packages &packages);
	[[nodiscard]] std::string action() const;

	const Layout &layout_;
	build::ProcessRunner &runner_;
	PackageOptions options_;
	build::Kbuild kbuild_;
	build::PreparedSource source_;
	std::vector<build::Setting> lines_;
	std::string identity_; // of all that goes in
	std::filesystem::path folder_;
	unsigned objects_ = 0;
};

} // namespace matrix::package
