// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/rebase.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "loader/base/files.h"
#include "matrix/build/errors.h"
#include "matrix/build/kernel_version.h"

namespace matrix::build {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_detail = 6000; // bytes of a patch's conflicts

struct OnePatch {
	std::string series;
	std::string name;
	fs::path path;
};

std::vector<OnePatch> all_patches(const std::vector<Series> &series)
{
	std::vector<OnePatch> patches;

	for (const Series &one : series)
		for (const std::string &name : one.patches)
			patches.push_back({one.name, name, fs::absolute(one.folder / name)});
	return patches;
}

// "--- a/mm/mmap.c", "+++ b/mm/mmap.c"
std::set<std::string> files_of(const std::string &patch)
{
	std::set<std::string> files;
	std::istringstream lines{patch};

	for (std::string line; std::getline(lines, line);)
		if (line.starts_with("--- a/") || line.starts_with("+++ b/"))
			files.insert(line.substr(6, line.find('\t') - 6));
	return files;
}

base::Result<std::string> release_of(const fs::path &tree)
{
	const auto makefile = base::read_file(tree / "Makefile");
	const auto version = makefile ? parse_version(*makefile) : tl::unexpected(makefile.error());

	if (!version)
		return refuse("rebase-tree", base::ExitCode::bad_input, "find the release of the tree", tree.string(), version.error().reason,
			      "name the folder of a kernel's source");
	return version->to_string();
}

// The repository in which it is tried; gone with its owner.
class Workbench {
public:
	explicit Workbench(ProcessRunner &runner) : runner_(runner) {}
	Workbench(const Workbench &) = delete;
	Workbench &operator=(const Workbench &) = delete;
	~Workbench()
	{
		std::error_code ignored;
		if (!folder_.empty())
			fs::remove_all(folder_, ignored);
	}

	base::Result<void> open()
	{
		std::string name = (fs::temp_directory_path() / "hookmatrix-rebase.XXXXXX").string();
		if (::mkdtemp(name.data()) == nullptr)
			return base::fail_errno(errno, {.id = "rebase-tree", .code = base::ExitCode::failed, .action = "make a folder", .object = name, .reason = {},
							.hint = "is there room in TMPDIR?", .errnum = 0});
		folder_ = name;
		return must({"git", "init", "-q", "-b", "made-for", "."});
	}

	// The files as `tree` has them, and nothing else, as a commit of its own branch.
	base::Result<void> fill(const fs::path &tree, const std::set<std::string> &files)
	{
		std::error_code failed;

		for (const std::string &file : files) {
			if (!fs::is_regular_file(tree / file, failed))
				continue;
			fs::create_directories((folder_ / file).parent_path(), failed);
			fs::copy_file(tree / file, folder_ / file, fs::copy_options::overwrite_existing, failed);
			if (failed)
				return refuse("rebase-tree", base::ExitCode::failed, "copy", (tree / file).string(), failed.message(), "is there room in TMPDIR?");
		}
		if (auto done = must({"git", "add", "-A"}); !done)
			return done;
		return commit("the tree");
	}

	base::Result<void> start_over(const std::string &branch)
	{
		if (auto done = must({"git", "checkout", "-q", "--orphan", branch}); !done)
			return done;
		return must({"git", "rm", "-rfq", "--ignore-unmatch", "."});
	}

	base::Result<void> commit(const std::string &message)
	{
		return must({"git", "-c", "user.name=hookmatrix", "-c", "user.email=hookmatrix@localhost", "commit", "-q", "--allow-empty", "-m", message});
	}

	base::Result<void> must(const std::vector<std::string> &argv, const fs::path &input = {})
	{
		const auto done = run(argv, input);
		if (!done)
			return tl::unexpected(done.error());
		if (done->status != 0)
			return refuse("rebase-git", base::ExitCode::failed, "run", shell_words(argv), done->output, "git has to work in TMPDIR");
		return {};
	}

	base::Result<Finished> run(const std::vector<std::string> &argv, const fs::path &input = {})
	{
		Command command{.argv = argv, .environment = clean_environment(), .cwd = folder_, .stdin_file = input, .log = {}, .on_line = {}, .on_tick = {}};

		command.environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
		command.environment["GIT_CONFIG_NOSYSTEM"] = "1";
		return runner_.run(command);
	}

private:
	ProcessRunner &runner_;
	fs::path folder_;
};

std::vector<std::string> lines_of(const std::string &text)
{
	std::vector<std::string> lines;
	std::istringstream stream{text};

	for (std::string line; std::getline(stream, line);)
		if (!line.empty())
			lines.push_back(line);
	return lines;
}

// What git left of a patch that does not merge; then the patch is taken back.
base::Result<void> describe_conflict(Workbench &bench, const std::string &said, PatchFit &fit)
{
	const auto files = bench.run({"git", "diff", "--name-only", "--diff-filter=U"});
	const auto hunks = bench.run({"git", "diff", "--diff-filter=U"});

	if (!files || !hunks)
		return tl::unexpected(files ? hunks.error() : files.error());
	fit.state = FitState::conflict;
	fit.files = lines_of(files->output);
	fit.detail = fit.files.empty() ? said : hunks->output;
	if (fit.detail.size() > most_detail)
		fit.detail = fit.detail.substr(0, fit.detail.rfind('\n', most_detail)) + "\n[…]\n";
	return bench.must({"git", "reset", "-q", "--hard"});
}

base::Result<PatchFit> try_patch(Workbench &bench, const OnePatch &patch)
{
	PatchFit fit{.series = patch.series, .patch = patch.name};
	const auto dry = bench.run({"patch", "-p1", "-F0", "-f", "--dry-run"}, patch.path);

	if (!dry)
		return tl::unexpected(dry.error());
	fit.state = dry->output.find(" (offset ") == std::string::npos ? FitState::clean : FitState::offset;
	if (dry->status != 0) {
		const auto merged = bench.run({"git", "apply", "--3way", "--whitespace=nowarn", patch.path.string()});
		if (!merged)
			return tl::unexpected(merged.error());
		fit.state = FitState::three_way;
		if (merged->status != 0) {
			if (auto done = describe_conflict(bench, merged->output, fit); !done)
				return tl::unexpected(done.error());
			return fit;
		}
	} else if (auto done = bench.must({"patch", "-p1", "-F0", "-f", "-s", "--no-backup-if-mismatch"}, patch.path); !done) {
		// Not git: it takes a hunk of the first lines for one of the file's beginning.
		return tl::unexpected(done.error());
	}
	if (auto done = bench.must({"git", "add", "-A"}); !done)
		return tl::unexpected(done.error());
	if (auto done = bench.commit(patch.name); !done)
		return tl::unexpected(done.error());
	return fit;
}

// So that git has each blob that a patch was made from.
base::Result<void> learn_blobs(Workbench &bench, const std::vector<OnePatch> &patches)
{
	for (const OnePatch &patch : patches) {
		const auto done = bench.run({"git", "apply", "--index", "--whitespace=nowarn", patch.path.string()});
		if (!done)
			return tl::unexpected(done.error());
		if (done->status != 0)
			return refuse("rebase-base", base::ExitCode::series, "apply to the tree that it is for", patch.series + "/" + patch.name, done->output,
				      "`hookmatrix source` prepares that tree anew");
		if (auto kept = bench.commit(patch.name); !kept)
			return kept;
	}
	return {};
}

} // namespace

std::string_view to_string(FitState state)
{
	switch (state) {
	case FitState::clean: return "clean";
	case FitState::offset: return "offset";
	case FitState::three_way: return "three-way";
	case FitState::conflict: break;
	}
	return "conflict";
}

std::size_t RebaseReport::count(FitState state) const
{
	return static_cast<std::size_t>(std::ranges::count(patches, state, &PatchFit::state));
}

base::Result<RebaseReport> rebase_series(const std::vector<Series> &series, const fs::path &made_for, const fs::path &onto, ProcessRunner &runner)
{
	const std::vector<OnePatch> patches = all_patches(series);
	const auto from = release_of(made_for);
	const auto to = release_of(onto);
	std::set<std::string> files;
	Workbench bench{runner};

	if (!from || !to)
		return tl::unexpected(from ? to.error() : from.error());
	for (const OnePatch &patch : patches) {
		const auto text = base::read_file(patch.path);
		if (!text)
			return tl::unexpected(text.error());
		files.merge(files_of(*text));
	}
	const auto ready = bench.open()
				   .and_then([&] { return bench.fill(made_for, files); })
				   .and_then([&] { return learn_blobs(bench, patches); })
				   .and_then([&] { return bench.start_over("onto"); })
				   .and_then([&] { return bench.fill(onto, files); });
	if (!ready)
		return tl::unexpected(ready.error());
	RebaseReport report{.made_for = *from, .onto = *to, .patches = {}};
	for (const OnePatch &patch : patches) {
		auto fit = try_patch(bench, patch);
		if (!fit)
			return tl::unexpected(fit.error());
		report.patches.push_back(std::move(*fit));
	}
	return report;
}

std::string rebase_text(const RebaseReport &report)
{
	std::string text = fmt::format("series for {} on {}: {} clean, {} with an offset, {} three-way, {} in conflict\n", report.made_for, report.onto,
				       report.count(FitState::clean), report.count(FitState::offset), report.count(FitState::three_way), report.count(FitState::conflict));

	for (const PatchFit &fit : report.patches) {
		text += fmt::format("{:<9} {}/{}\n", to_string(fit.state), fit.series, fit.patch);
		for (const std::string &line : lines_of(fit.detail))
			text += "          | " + line + "\n";
	}
	return text;
}

nlohmann::json rebase_json(const RebaseReport &report)
{
	nlohmann::json patches = nlohmann::json::array();

	for (const PatchFit &fit : report.patches)
		patches.push_back({{"series", fit.series}, {"patch", fit.patch}, {"state", to_string(fit.state)}, {"files", fit.files}, {"detail", fit.detail}});
	return {{"schema_version", 1}, {"made_for", report.made_for}, {"onto", report.onto}, {"patches", patches}};
}

} // namespace matrix::build
