// SPDX-License-Identifier: GPL-2.0
#include "matrix/package/package.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "loader/base/files.h"
#include "matrix/build/digest.h"
#include "matrix/build/errors.h"
#include "matrix/build/lock.h"
#include "matrix/build/metadata.h"
#include "matrix/build/seed.h"

namespace matrix::package {

namespace {

namespace fs = std::filesystem;
using base::ExitCode;

// Raise it when what is passed to make, or what is collected, changes.
constexpr std::string_view recipe = "2";

struct ProgramRow {
	std::string_view when;
	std::string_view program;
	std::string_view package;
};

constexpr std::array programs{
#define HOOKMATRIX_PROGRAM(when, program, package) ProgramRow{when, program, package},
#include "matrix/package/programs.def"
#undef HOOKMATRIX_PROGRAM
};

struct FormatRow {
	std::string_view name;
	std::string_view target; // of the kernel's make
	std::string_view ending;
};

constexpr std::array formats{FormatRow{"deb", "bindeb-pkg", ".deb"}, FormatRow{"rpm", "binrpm-pkg", ".rpm"}};

const FormatRow &row_of(Format format) { return formats.at(static_cast<std::size_t>(format)); }

// The uapi headers would take the place of the distribution's own package of that name; debugging symbols are not made.
bool is_wanted(const fs::path &file, const FormatRow &row)
{
	const std::string name = file.filename().string();

	return name.ends_with(row.ending) && !name.starts_with("linux-libc-dev") && !name.starts_with("kernel-headers") && name.find("-dbg_") == std::string::npos;
}

std::vector<fs::path> packages_in(const fs::path &folder, const FormatRow &row)
{
	std::vector<fs::path> found;
	std::error_code error;

	for (const auto &entry : fs::directory_iterator{folder, error})
		if (entry.is_regular_file(error) && entry.path().extension() == row.ending)
			found.push_back(entry.path());
	std::ranges::sort(found);
	return found;
}

// What the owner of a package says of himself and of its number.
void pass_on(build::Environment &environment)
{
	for (const char *name : {"DEBEMAIL", "DEBFULLNAME", "KDEB_PKGVERSION", "KDEB_CHANGELOG_DIST", "KDEB_COMPRESS", "LMC_KEEP"})
		if (const char *value = std::getenv(name); value != nullptr)
			environment[name] = value;
}

fs::path rpm_folder(const fs::path &obj) { return obj / "rpmbuild"; }

} // namespace

build::Environment make_environment(const fs::path &obj)
{
	build::Environment environment{{"DEB_BUILD_PROFILES", "pkg.linux-upstream.nokerneldbg"},
				       {"RPMOPTS", fmt::format("--nodeps --define='_topdir {}'", rpm_folder(obj).string())}};

	pass_on(environment);
	return environment;
}

std::vector<std::string> missing_programs(const build::ConfigValues &values, Format format)
{
	std::vector<std::string> missing;

	for (const ProgramRow &row : programs) {
		const bool runs = row.when == row_of(format).name || build::value_of(values, row.when) == "y";
		std::string text = fmt::format("{} (package {})", row.program, row.package);
		if (runs && build::find_program(row.program).empty() && std::ranges::find(missing, text) == missing.end())
			missing.push_back(std::move(text));
	}
	return missing;
}

std::string PackageBuilder::action() const
{
	return fmt::format("build packages of {} with", options_.variant->name);
}

// A place of its own for each configuration and format, whatever the source's revision.
fs::path PackageBuilder::folder_of(const build::Variant &variant, Format format) const
{
	build::Digest place;

	for (const auto &[name, value] : options_.config->values)
		place.add(name).add(value);
	for (const std::string &want : options_.wants)
		place.add(want);
	return layout_.packages_dir() / fmt::format("{}-{}{}{}", variant.name, place.hex().substr(0, 8), options_.trim.empty() ? "" : "-trimmed", format == Format::rpm ? "-rpm" : "");
}

base::Result<void> PackageBuilder::prepare()
{
	const std::vector<std::string> names{options_.variant->fragments.begin(), options_.variant->fragments.end()};
	const auto fragments = build::load_fragments(layout_.fragments(), names);
	build::Digest digest;

	if (!fragments)
		return tl::unexpected(fragments.error());
	auto lines = lines_for(*options_.variant, *options_.config, options_.wants, *fragments);
	if (!lines)
		return tl::unexpected(lines.error());
	lines_ = std::move(*lines);
	auto source = build::SourcePreparer{layout_, runner_}.prepare(options_.kernel_src, options_.variant->kernel);
	if (!source)
		return tl::unexpected(source.error());
	source_ = std::move(*source);

	digest.add(recipe).add(source_.identity).add(row_of(options_.format).name).add(build::to_text(lines_));
	for (const auto &[name, value] : options_.config->values)
		digest.add(name).add(value);
	if (!options_.trim.empty()) {
		const auto modules = base::read_file(options_.trim);
		if (!modules)
			return tl::unexpected(modules.error());
		digest.add(*modules);
	}
	for (const auto &[role, version] : build::tool_versions(runner_))
		digest.add(role).add(version);
	build::Environment given;
	pass_on(given);
	for (const auto &[name, value] : given)
		digest.add(name).add(value);
	identity_ = digest.hex();
	folder_ = folder_of(*options_.variant, options_.format);
	kbuild_ = build::Kbuild{.tree = source_.tree, .obj = folder_ / "obj", .launcher = build::find_launcher(layout_.root), .jobs = options_.jobs, .verbose = options_.verbose};
	return {};
}

// With the objects of the same kernel in the other format, or of another variant of the same configuration, where one was built.
base::Result<void> PackageBuilder::run_seed(build::ProgressView &view)
{
	std::vector<fs::path> folders{folder_of(*options_.variant, options_.format == Format::rpm ? Format::deb : Format::rpm)};

	view.phase("seed");
	for (const std::string_view name : options_.variant->seeds)
		folders.push_back(folder_of(*build::find_variant(name), options_.format));
	for (const fs::path &folder : folders) {
		const fs::path from = folder / "obj";
		if (from == kbuild_.obj)
			continue;
		const auto seeded = build::seed(from, kbuild_.obj, runner_);
		if (!seeded)
			return tl::unexpected(seeded.error());
		if (!seeded->why_not.empty())
			view.note("note: " + seeded->why_not);
		if (seeded->done)
			break;
	}
	return {};
}

base::Result<build::ConfigValues> PackageBuilder::run_configure(build::ProgressView &view)
{
	view.phase("configure");
	return apply(kbuild_, *options_.config, lines_, options_.trim, runner_);
}

base::Result<void> PackageBuilder::require_programs(const build::ConfigValues &values) const
{
	if (const auto missing = missing_programs(values, options_.format); !missing.empty())
		return build::refuse("program-missing", ExitCode::missing_dependency, action(), options_.config->name,
				     fmt::format("this configuration's build runs what PATH has not: {}", fmt::join(missing, ", ")), "install them");
	return {};
}

base::Result<fs::path> PackageBuilder::configure()
{
	if (auto done = prepare(); !done)
		return tl::unexpected(done.error());
	const auto lock = build::FolderLock::take(kbuild_.obj, action());
	if (!lock)
		return tl::unexpected(lock.error());
	build::ProgressView view{std::string{options_.variant->name} + " package"};
	if (auto done = run_configure(view); !done)
		return tl::unexpected(done.error());
	return kbuild_.obj / ".config";
}

base::Result<void> PackageBuilder::make(build::ProgressView &view)
{
	const fs::path remembered = kbuild_.obj / "hookmatrix.objects";
	std::error_code error;
	// What is left of a build that was there before is not known.
	const bool anew = !fs::exists(kbuild_.obj / "vmlinux", error);
	const unsigned expected = anew ? static_cast<unsigned>(std::strtoul(base::read_file(remembered).value_or("0").c_str(), nullptr, 10)) : 0;
	build::MakeWatcher watcher{view, expected, options_.verbose};

	// Packages of an earlier source, or of a build that was cut off, would stand beside the new ones.
	for (const fs::path &old : packages_in(folder_, row_of(options_.format)))
		fs::remove(old, error);
	fs::remove_all(rpm_folder(kbuild_.obj) / "RPMS", error);
	const auto done = build::run_make(kbuild_, {std::string{row_of(options_.format).target}}, make_environment(kbuild_.obj), watcher, runner_,
					  {.id = "package-not-built", .action = action(), .object = options_.config->name});
	objects_ = watcher.objects();
	if (!done)
		return done;
	if (build::tree_identity(source_.tree) != source_.identity)
		return build::refuse("source-changed", ExitCode::build_failed, action(), options_.config->name, "the source was prepared anew during the build",
				     "run the same command again");
	return anew ? base::write_file_atomically(remembered, std::to_string(objects_) + "\n") : base::Result<void>{};
}

base::Result<void> PackageBuilder::collect(Packages &packages)
{
	const FormatRow &row = row_of(options_.format);
	const auto release = base::read_file(kbuild_.obj / "include/config/kernel.release");
	nlohmann::json sums = nlohmann::json::object();
	std::error_code error;

	if (!release)
		return tl::unexpected(release.error());
	packages.release = release->substr(0, release->find('\n'));
	for (const fs::path &file : packages_in(rpm_folder(kbuild_.obj) / "RPMS/x86_64", row)) {
		fs::rename(file, folder_ / file.filename(), error);
		if (error)
			return build::refuse("package-not-moved", ExitCode::build_failed, action(), file.string(), "it cannot be moved to " + folder_.string() + ": " + error.message(),
					     "run the same command again");
	}
	for (const fs::path &file : packages_in(folder_, row)) {
		if (!is_wanted(file, row)) {
			fs::remove(file, error);
			continue;
		}
		const auto sum = build::sha256_file(file);
		if (!sum)
			return tl::unexpected(sum.error());
		packages.files.push_back(file.filename().string());
		sums[packages.files.back()] = *sum;
	}
	if (packages.files.empty())
		return build::refuse("package-not-built", ExitCode::build_failed, action(), options_.config->name,
				     fmt::format("make {} ended well and left no {} file", row.target, row.ending),
				     "the whole output: " + (kbuild_.obj / "build.log").string());
	const nlohmann::json record{{"schema_version", build::metadata_schema},
				    {"identity", identity_},
				    {"variant", options_.variant->name},
				    {"configuration", options_.config->name},
				    {"trimmed", !options_.trim.empty()},
				    {"kernel_release", packages.release},
				    {"lines", build::to_text(lines_)},
				    {"sha256", sums}};
	return base::write_file_atomically(folder_ / "package.json", record.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

base::Result<Packages> PackageBuilder::build()
{
	if (auto done = prepare(); !done)
		return tl::unexpected(done.error());
	const auto lock = build::FolderLock::take(kbuild_.obj, action());
	Packages packages{.folder = folder_, .release = {}, .files = {}, .reused = true, .warnings = source_.warnings};

	if (!lock)
		return tl::unexpected(lock.error());
	if (const auto old = build::read_metadata(folder_ / "package.json"); old && old->value("identity", "") == identity_) {
		packages.release = old->value("kernel_release", "");
		const nlohmann::json sums = old->value("sha256", nlohmann::json::object());
		for (const auto &[name, sum] : sums.items())
			packages.files.push_back(name);
		if (!packages.files.empty() && std::ranges::all_of(packages.files, [this](const std::string &name) { return fs::exists(folder_ / name); }))
			return packages;
		packages.files.clear();
	}
	packages.reused = false;
	build::ProgressView view{std::string{options_.variant->name} + " package"};
	for (const std::string &warning : packages.warnings)
		view.note("warning: " + warning);
	if (!kbuild_.launcher.said.empty())
		view.note("compiling through " + kbuild_.launcher.said);
	if (auto done = run_seed(view); !done)
		return tl::unexpected(done.error());
	const auto values = run_configure(view);
	if (!values)
		return tl::unexpected(values.error());
	if (auto there = require_programs(*values); !there)
		return tl::unexpected(there.error());
	if (auto done = make(view); !done)
		return tl::unexpected(done.error());
	if (auto done = collect(packages); !done)
		return tl::unexpected(done.error());
	view.finish(fmt::format("built, {} objects", objects_));
	return packages;
}

} // namespace matrix::package
