// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/series.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <optional>

#include "loader/base/files.h"
#include "matrix/build/digest.h"
#include "matrix/build/errors.h"
#include "matrix/build/text.h"

namespace fs = std::filesystem;

namespace matrix::build {

namespace {

constexpr std::array<std::string_view, 2> names{"override-return", "bpf-lsm"};

// "6.12" as 6012, to find the nearest; nothing for another name.
std::optional<int> rank(std::string_view name)
{
	int major = 0;
	int minor = 0;
	const char *end = name.data() + name.size();
	auto [dot, bad] = std::from_chars(name.data(), end, major);

	if (bad != std::errc{} || dot == end || *dot != '.')
		return std::nullopt;
	auto [rest, worse] = std::from_chars(dot + 1, end, minor);
	if (worse != std::errc{} || rest != end || major > 1000 || minor > 999)
		return std::nullopt;
	return major * 1000 + minor;
}

std::string strip_prefix(std::string_view path)
{
	path = path.substr(0, path.find('\t'));
	const std::size_t slash = path.find('/');
	return std::string{slash == std::string_view::npos ? path : path.substr(slash + 1)};
}

// The first refused hunk in what patch(1) prints: "checking file F" or
// "patching file F", then "Hunk #N FAILED at L."
std::string refused_hunk(std::string_view output, std::string_view patch)
{
	std::string file;

	for (const std::string_view line : split_lines(output)) {
		for (const std::string_view lead : {"checking file ", "patching file "})
			if (line.starts_with(lead))
				file = trim(line.substr(lead.size()));
		unsigned number = 0;
		if (!line.starts_with("Hunk #") || line.find(" FAILED") == std::string_view::npos)
			continue;
		std::from_chars(line.data() + 6, line.data() + line.size(), number);
		return fmt::format("{}: {}\n{}", file, line, extract_hunk(patch, file, number));
	}
	return {};
}

Command patch_command(const fs::path &tree, const fs::path &patch, bool dry_run)
{
	Command command{.argv = {"patch", "-p1", "-F0", "-N", "-f", "--no-backup-if-mismatch", "-r", "-"},
			.environment = clean_environment(),
			.cwd = tree,
			.stdin_file = patch,
			.log = {},
			.on_line = {},
			.on_tick = {}};

	if (dry_run)
		command.argv.emplace_back("--dry-run");
	return command;
}

base::Result<void> apply_patch(const fs::path &patch, const fs::path &tree, ProcessRunner &runner)
{
	for (const bool dry_run : {true, false}) {
		const auto done = runner.run(patch_command(tree, patch, dry_run));
		if (!done)
			return tl::unexpected(done.error());
		// -F0 permits no fuzz; should a patch program find some all the
		// same, it is refused too. An offset is fine.
		if (done->status == 0 && done->output.find("with fuzz") == std::string::npos)
			continue;
		const auto text = base::read_file(patch);
		const std::string hunk = refused_hunk(done->output, text ? *text : "");
		return refuse("series-does-not-apply", base::ExitCode::series, "apply the patch", patch.string(),
			      "it does not apply without fuzz:\n" + (hunk.empty() ? done->output : hunk),
			      "build the kernel version that the series was tested on, or refresh the series");
	}
	return {};
}

} // namespace

std::span<const std::string_view> series_table() { return names; }

base::Result<SeriesFolder> choose_series_folder(const fs::path &series, std::string_view kernel)
{
	std::error_code error;

	if (fs::is_regular_file(series / kernel / "series", error))
		return SeriesFolder{.path = series / kernel, .exact = true};
	const std::optional<int> wanted = rank(kernel);
	std::optional<int> best;
	SeriesFolder result{.path = {}, .exact = false};
	for (const auto &entry : fs::directory_iterator(series, error)) {
		const std::optional<int> found = rank(entry.path().filename().string());
		if (!found || !wanted || !fs::is_regular_file(entry.path() / "series", error))
			continue;
		if (!best || std::abs(*found - *wanted) < std::abs(*best - *wanted)) {
			best = found;
			result.path = entry.path();
		}
	}
	if (!best)
		return refuse("series-missing", base::ExitCode::series, "find the patch series", series.string(),
			      fmt::format("there is no folder {}/{} with a file 'series', nor one of another version",
					  series.string(), kernel));
	return result;
}

base::Result<std::vector<std::string>> parse_series(std::string_view text, std::string_view file)
{
	std::vector<std::string> patches;
	unsigned number = 0;

	for (const std::string_view line : split_lines(text)) {
		number++;
		const std::string_view name = trim(line.substr(0, line.find('#')));
		if (name.empty())
			continue;
		const bool plain = name.find_first_of(" \t/") == std::string_view::npos && name != "." && name != "..";
		if (!plain || name.find('\0') != std::string_view::npos)
			return refuse("series-malformed", base::ExitCode::bad_input, "read the series", std::string{file},
				      fmt::format("line {}: '{}' is not the name of a patch beside it", number, name));
		if (std::find(patches.begin(), patches.end(), name) != patches.end())
			return refuse("series-malformed", base::ExitCode::bad_input, "read the series", std::string{file},
				      fmt::format("line {}: '{}' is named twice", number, name));
		patches.emplace_back(name);
	}
	return patches;
}

base::Result<Series> load_series(std::string_view name, const fs::path &folder)
{
	const auto text = base::read_file(folder / "series");
	if (!text)
		return tl::unexpected(text.error());
	auto patches = parse_series(*text, (folder / "series").string());
	if (!patches)
		return tl::unexpected(patches.error());

	Digest digest;
	for (const std::string &patch : *patches) {
		const auto content = base::read_file(folder / patch);
		if (!content)
			return tl::unexpected(content.error());
		digest.add(patch).add(*content);
	}
	return Series{.name = std::string{name}, .folder = folder, .patches = std::move(*patches),
		      .checksum = digest.hex()};
}

base::Result<void> apply_series(const Series &series, const fs::path &tree, ProcessRunner &runner)
{
	for (const std::string &patch : series.patches)
		if (auto done = apply_patch(series.folder / patch, tree, runner); !done)
			return done;
	return {};
}

std::string extract_hunk(std::string_view patch, std::string_view file, unsigned number)
{
	const auto lines = split_lines(patch);
	std::string hunk;
	bool in_file = false;
	unsigned seen = 0;

	for (std::size_t at = 0; at < lines.size(); at++) {
		const std::string_view line = lines[at];
		// A removed line "-- x" prints as "--- x"; a header is a pair.
		const bool header = line.starts_with("--- ") && at + 1 < lines.size() && lines[at + 1].starts_with("+++ ");
		const bool ends = header || line.starts_with("diff --git ") || line == "-- " || line.starts_with("@@ ");
		if (ends && !hunk.empty())
			break;
		if (header) {
			in_file = strip_prefix(lines[++at].substr(4)) == file;
			seen = 0;
			continue;
		}
		if (in_file && line.starts_with("@@ "))
			seen++;
		if (in_file && seen == number && seen != 0)
			hunk.append(line).append("\n");
	}
	return hunk;
}

} // namespace matrix::build
