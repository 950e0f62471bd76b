// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/rebase.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>

#include "loader/base/files.h"
#include "loader/base/temp_dir.h"
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
	std::set<std::string> files;
};

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

base::Result<std::vector<OnePatch>> all_patches(const std::vector<Series> &series)
{
	std::vector<OnePatch> patches;

	for (const Series &one : series)
		for (const std::string &name : one.patches) {
			const fs::path path = fs::absolute(one.folder / name);
			const auto text = base::read_file(path);
			if (!text)
				return tl::unexpected(text.error());
			patches.push_back({one.name, name, path, files_of(*text)});
		}
	return patches;
}

base::Result<std::string> release_of(const fs::path &tree)
{
	const auto version = read_version(tree);

	if (!version)
		return refuse("rebase-tree", base::ExitCode::bad_input, "find the release of the tree", tree.string(), version.error().reason,
			      "name the folder of a kernel's source");
	return version->to_string();
}

// The repository in which it is tried; gone with its owner.
class Workbench {
public:
	explicit Workbench(ProcessRunner &runner) : runner_(runner) {}
	base::Result<void> open()
	{
		auto folder = base::TempDir::create();
		if (!folder)
			return tl::unexpected(folder.error());
		folder_.emplace(std::move(*folder));
		return must({"git", "init", "-q", "-b", "made-for", "."});
	}

	// The files as `tree` has them, and nothing else, as a commit of its own branch.
	base::Result<void> fill(const fs::path &tree, const std::set<std::string> &files)
	{
		std::error_code failed;

		for (const std::string &file : files) {
			if (!fs::is_regular_file(tree / file, failed))
				continue;
			fs::create_directories((folder_->path() / file).parent_path(), failed);
			fs::copy_file(tree / file, folder_->path() / file, fs::copy_options::overwrite_existing, failed);
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
		Command command{.argv = argv, .environment = clean_environment(), .cwd = folder_->path(), .stdin_file = input, .log = {}, .on_line = {}, .on_tick = {}};

		command.environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
		command.environment["GIT_CONFIG_NOSYSTEM"] = "1";
		return runner_.run(command);
	}

private:
	ProcessRunner &runner_;
	std::optional<base::TempDir> folder_;
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

// The patches that the tree has are taken out, the last one first, so that the others are
// tried on what they were made for. Their places are in the answer.
base::Result<std::set<std::size_t>> take_out(Workbench &bench, const std::vector<OnePatch> &patches)
{
	std::set<std::size_t> there;

	for (std::size_t i = patches.size(); i-- > 0;) {
		const auto forward = bench.run({"patch", "-p1", "-F0", "-f", "--dry-run"}, patches[i].path);
		const auto back = bench.run({"patch", "-p1", "-F0", "-f", "-R", "--dry-run"}, patches[i].path);
		if (!forward || !back)
			return tl::unexpected(forward ? back.error() : forward.error());
		if (back->status != 0 || forward->status == 0)
			continue;
		if (auto done = bench.must({"patch", "-p1", "-F0", "-f", "-s", "-R", "--no-backup-if-mismatch"}, patches[i].path); !done)
			return tl::unexpected(done.error());
		there.insert(i);
	}
	if (auto done = bench.must({"git", "add", "-A"}).and_then([&] { return bench.commit("without them"); }); !done)
		return tl::unexpected(done.error());
	return there;
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

// A conflict in a file that an earlier patch should have changed, and did not.
void mark_consequences(const std::vector<OnePatch> &patches, RebaseReport &report)
{
	std::map<std::string, std::string> missing; // file: the first patch that is missing in it

	for (std::size_t i = 0; i < patches.size(); i++) {
		PatchFit &fit = report.patches[i];
		if (fit.state != FitState::conflict)
			continue;
		for (const std::string &file : patches[i].files) {
			const auto [at, is_first] = missing.emplace(file, fit.patch);
			if (!is_first && fit.after.empty())
				fit.after = at->second;
		}
	}
}

} // namespace

std::string_view to_string(FitState state)
{
	switch (state) {
	case FitState::there: return "there";
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
	const auto patches = all_patches(series);
	const auto from = release_of(made_for);
	const auto to = release_of(onto);
	std::set<std::string> files;
	Workbench bench{runner};

	if (!from || !to)
		return tl::unexpected(from ? to.error() : from.error());
	if (!patches)
		return tl::unexpected(patches.error());
	for (const OnePatch &patch : *patches)
		files.insert(patch.files.begin(), patch.files.end());
	const auto ready = bench.open()
				   .and_then([&] { return bench.fill(made_for, files); })
				   .and_then([&] { return learn_blobs(bench, *patches); })
				   .and_then([&] { return bench.start_over("onto"); })
				   .and_then([&] { return bench.fill(onto, files); });
	if (!ready)
		return tl::unexpected(ready.error());
	const auto there = take_out(bench, *patches);
	if (!there)
		return tl::unexpected(there.error());
	RebaseReport report{.made_for = *from, .onto = *to, .patches = {}};
	for (const OnePatch &patch : *patches) {
		auto fit = try_patch(bench, patch);
		if (!fit)
			return tl::unexpected(fit.error());
		if (there->contains(report.patches.size()) && fit->state != FitState::conflict)
			fit->state = FitState::there;
		report.patches.push_back(std::move(*fit));
	}
	mark_consequences(*patches, report);
	return report;
}

std::string rebase_text(const RebaseReport &report)
{
	std::string text = fmt::format("series for {} on {}: {} there already, {} clean, {} with an offset, {} three-way, {} in conflict; none is compiled\n", report.made_for,
				       report.onto, report.count(FitState::there), report.count(FitState::clean), report.count(FitState::offset), report.count(FitState::three_way), report.count(FitState::conflict));

	for (const PatchFit &fit : report.patches) {
		text += fmt::format("{:<9} {}/{}{}\n", to_string(fit.state), fit.series, fit.patch,
				    fit.after.empty() ? "" : " (its files lack " + fit.after + ")");
		for (const std::string &line : lines_of(fit.detail))
			text += "          | " + line + "\n";
	}
	return text;
}

nlohmann::json rebase_json(const RebaseReport &report)
{
	nlohmann::json patches = nlohmann::json::array();

	for (const PatchFit &fit : report.patches)
		patches.push_back({{"series", fit.series}, {"patch", fit.patch}, {"state", to_string(fit.state)}, {"files", fit.files}, {"after", fit.after}, {"detail", fit.detail}});
	return {{"schema_version", 1}, {"made_for", report.made_for}, {"onto", report.onto}, {"patches", patches}};
}

} // namespace matrix::build
