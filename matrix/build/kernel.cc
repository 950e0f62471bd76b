// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/kernel.h"

#include <fmt/format.h>

#include <cstdlib>
#include <sstream>

#include "loader/base/files.h"
#include "matrix/build/cache.h"
#include "matrix/build/digest.h"
#include "matrix/build/errors.h"
#include "matrix/build/lock.h"
#include "matrix/build/make_watcher.h"
#include "matrix/build/seed.h"
#include "matrix/build/space.h"

namespace fs = std::filesystem;

namespace matrix::build {

namespace {

using base::ExitCode;
using Clock = std::chrono::steady_clock;

// What changes the image without being an input of its own: raise it when the
// command line or the environment of the kernel's make changes.
constexpr std::string_view recipe = "3";

// What the objects and the collected files of one take; a debug kernel's code is twice as large.
constexpr std::uint64_t kernel_bytes = 1600 * mib;
constexpr std::uint64_t debug_kernel_bytes = 2 * kernel_bytes;

const std::vector<std::string> kernel_targets{"bzImage", "modules"};

double seconds_since(Clock::time_point start)
{
	return std::chrono::duration<double>(Clock::now() - start).count();
}

base::Result<void> collect_file(const fs::path &from, const fs::path &to)
{
	std::error_code error;

	fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
	if (error)
		return refuse("kernel-not-collected", ExitCode::build_failed, "collect the kernel", from.string(),
			      error.message());
	return {};
}

// Modules by name, without their folders: a handful, loaded by insmod.
base::Result<void> copy_modules(const fs::path &obj, const fs::path &to)
{
	const auto order = base::read_file(obj / "modules.order");
	std::error_code error;

	fs::create_directories(to, error);
	if (!order)
		return {}; // a configuration without modules
	std::istringstream names{*order};
	for (std::string name; std::getline(names, name);) {
		const fs::path object = obj / name; // 6.12 lists objects: fs/overlayfs/overlay.o
		const fs::path module = fs::path{object}.replace_extension(".ko");
		if (auto done = collect_file(module, to / module.filename()); !done)
			return done;
	}
	return {};
}

} // namespace

base::Result<void> KernelBuilder::prepare()
{
	std::vector<std::string> names{options_.variant->fragments.begin(), options_.variant->fragments.end()};
	names.insert(names.end(), options_.extra_fragments.begin(), options_.extra_fragments.end());
	auto fragments = load_fragments(layout_.fragments(), names);
	if (!fragments)
		return tl::unexpected(fragments.error());
	fragments_ = std::move(*fragments);

	SourcePreparer preparer{layout_, runner_};
	auto source = preparer.prepare(options_.kernel_src, options_.variant->kernel);
	if (!source)
		return tl::unexpected(source.error());
	source_ = std::move(*source);
	tools_ = tool_versions(runner_);
	kbuild_ = Kbuild{.tree = source_.tree, .obj = layout_.obj_dir(options_.variant->name), .launcher = find_launcher(layout_.root), .jobs = options_.jobs, .verbose = options_.verbose};
	return {};
}

std::string KernelBuilder::identity() const
{
	Digest digest;

	digest.add(recipe).add(source_.identity);
	for (const Fragment &fragment : fragments_) {
		digest.add(fragment.name).add(fragment.checksum);
		for (const FragmentFile &file : fragment.files)
			digest.add(file.name).add(file.checksum);
	}
	for (const auto &[role, version] : tools_)
		digest.add(role).add(version);
	return digest.hex();
}

// What this variant took the last time, else what its row says.
unsigned KernelBuilder::expected_objects() const
{
	const auto text = base::read_file(kbuild_.obj / "hookmatrix.objects");
	unsigned long objects = text ? std::strtoul(text->c_str(), nullptr, 10) : 0;

	// The row's number is for a seed as near as the first that it names.
	const Variant *from = find_variant(seeded_from_);
	const bool near = from != nullptr && from->family == find_variant(options_.variant->seeds.front())->family;
	if (objects == 0 || objects > 1'000'000)
		objects = near ? options_.variant->seeded_objects : options_.variant->objects;
	return static_cast<unsigned>(objects);
}

base::Result<void> KernelBuilder::run_seed(ProgressView &view)
{
	const auto start = Clock::now();
	const fs::path record = kbuild_.obj / "hookmatrix.seeded"; // for a build that is resumed

	// A debug kernel compiles every file in another way than any other.
	if (options_.variant->seeds.empty())
		return {};
	view.phase("seed");
	for (const std::string_view sibling : options_.variant->seeds) {
		if (sibling == options_.variant->name)
			continue;
		const auto seeded = seed(layout_.obj_dir(sibling), kbuild_.obj, runner_);
		if (!seeded)
			return tl::unexpected(seeded.error());
		if (!seeded->why_not.empty())
			view.note("note: not begun with the objects of " + std::string{sibling} + ": " + seeded->why_not);
		if (!seeded->done)
			continue;
		seconds_["seed"] = seconds_since(start);
		if (auto done = base::write_file_atomically(record, sibling); !done)
			return done;
		break;
	}
	seeded_from_ = base::read_file(record).value_or("");
	return {};
}

base::Result<void> KernelBuilder::run_configure(ProgressView &view)
{
	const auto start = Clock::now();

	view.phase("configure");
	auto done = build::configure(kbuild_, fragments_, runner_);
	seconds_["configure"] = seconds_since(start);
	return done;
}

base::Result<void> KernelBuilder::run_make(ProgressView &view)
{
	const unsigned expected = expected_objects();
	MakeWatcher watcher{view, expected, options_.verbose};
	const auto done = build::run_make(kbuild_, options_.targets.empty() ? kernel_targets : options_.targets, {}, watcher, runner_,
					  {.id = "kernel-not-built", .action = "build the kernel", .object = std::string{options_.variant->name}});

	seconds_.insert(watcher.seconds().begin(), watcher.seconds().end());
	objects_ = watcher.objects();
	if (!done)
		return done;
	if (tree_identity(source_.tree) != source_.identity)
		return refuse("source-changed", ExitCode::build_failed, "build the kernel",
			      std::string{options_.variant->name}, "the source was prepared anew during the build",
			      "run the same command again");
	// A resumed build counts the rest alone; the larger number is the whole.
	if (options_.targets.empty() && objects_ > expected / 2)
		return base::write_file_atomically(kbuild_.obj / "hookmatrix.objects", std::to_string(objects_) + "\n");
	return {};
}

base::Result<void> KernelBuilder::collect(ProgressView &view)
{
	const fs::path folder = layout_.kernel_dir(options_.variant->name);
	const fs::path partial = folder.string() + ".partial";
	const fs::path old = folder.string() + ".old";
	const fs::path &obj = kbuild_.obj;
	std::error_code error;

	view.phase("collect");
	fs::remove_all(partial, error);
	fs::create_directories(partial, error);
	const std::pair<fs::path, const char *> files[] = {
		{obj / "arch/x86/boot/bzImage", "bzImage"}, {obj / "vmlinux", "vmlinux"},
		{obj / "System.map", "System.map"}, {obj / ".config", "config"}, {obj / "build.log", "build.log"}};
	for (const auto &[from, name] : files)
		if (auto done = collect_file(from, partial / name); !done)
			return done;
	if (auto done = copy_modules(obj, partial / "modules"); !done)
		return done;
	const auto sizes = section_sizes(partial / "vmlinux");
	if (!sizes)
		return tl::unexpected(sizes.error());
	const auto config = sha256_file(partial / "config");
	if (!config)
		return tl::unexpected(config.error());
	const MetadataInput input{.variant = options_.variant, .identity = identity(), .source = &source_,
				  .fragments = &fragments_, .tools = tools_, .seconds = seconds_, .objects = objects_,
				  .image_bytes = fs::file_size(partial / "bzImage", error), .sizes = *sizes,
				  .config_checksum = *config,
				  .seeded_from = seeded_from_};
	if (auto done = base::write_file_atomically(partial / "metadata.json", metadata_json(input).dump(2) + "\n"); !done)
		return done;
	fs::remove_all(old, error);
	fs::rename(folder, old, error); // fails when there is none, which is fine
	fs::rename(partial, folder, error);
	if (error)
		return refuse("kernel-not-collected", ExitCode::failed, "move the kernel into place", folder.string(),
			      error.message());
	fs::remove_all(old, error);
	return {};
}

base::Result<fs::path> KernelBuilder::configure()
{
	if (auto done = prepare(); !done)
		return tl::unexpected(done.error());
	const auto lock = FolderLock::take(kbuild_.obj, "configure the kernel");
	if (!lock)
		return tl::unexpected(lock.error());
	ProgressView view{std::string{options_.variant->name}};
	if (auto done = run_configure(view); !done)
		return tl::unexpected(done.error());
	return kbuild_.obj / ".config";
}

base::Result<BuiltKernel> KernelBuilder::build()
{
	if (auto done = prepare(); !done)
		return tl::unexpected(done.error());
	BuiltKernel kernel{.folder = layout_.kernel_dir(options_.variant->name), .reused = true,
			   .warnings = source_.warnings};
	const auto lock = FolderLock::take(kbuild_.obj, "build the kernel");
	if (!lock)
		return tl::unexpected(lock.error());
	const bool whole = options_.targets.empty();
	const auto old = read_metadata(kernel.folder / "metadata.json");
	if (whole && old && old->value("identity", nlohmann::json{}) == identity() && fs::exists(kernel.folder / "bzImage"))
		return kernel;
	const KernelCache cache = KernelCache::find();
	if (whole && cache.take(identity(), kernel.folder))
		return kernel;

	if (auto room = require_space(kbuild_.obj, options_.variant->debug ? debug_kernel_bytes : kernel_bytes, "build the kernel",
				      std::string{options_.variant->name}); !room)
		return tl::unexpected(room.error());
	kernel.reused = false;
	ProgressView view{std::string{options_.variant->name}};
	for (const std::string &warning : kernel.warnings)
		view.note("warning: " + warning);
	if (!kbuild_.launcher.said.empty())
		view.note("compiling through " + kbuild_.launcher.said);
	base::Result<void> done = run_seed(view);
	if (done)
		done = run_configure(view);
	if (done)
		done = run_make(view);
	if (done && whole)
		done = collect(view);
	if (!done)
		return tl::unexpected(done.error());
	// Debug kernels are made for a session of work, and would push others out.
	if (!whole)
		kernel.folder = kbuild_.obj;
	else if (!options_.variant->debug)
		cache.put(identity(), kernel.folder);
	view.finish(fmt::format("built, {} objects", objects_));
	return kernel;
}

} // namespace matrix::build
