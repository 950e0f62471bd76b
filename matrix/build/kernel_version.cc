// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/kernel_version.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "loader/base/files.h"
#include "matrix/build/errors.h"
#include "matrix/build/text.h"

namespace matrix::build {

namespace {

// The value of "NAME = value" among the first lines of a Makefile.
std::optional<std::string_view> assignment(const std::vector<std::string_view> &lines, std::string_view name)
{
	for (const std::string_view line : lines) {
		const std::size_t equals = line.find('=');
		if (equals != std::string_view::npos && trim(line.substr(0, equals)) == name)
			return trim(line.substr(equals + 1));
	}
	return std::nullopt;
}

std::optional<unsigned> number(std::optional<std::string_view> text)
{
	unsigned value = 0;

	if (!text || text->empty())
		return std::nullopt;
	const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
	if (error != std::errc{} || end != text->data() + text->size())
		return std::nullopt;
	return value;
}

} // namespace

std::string KernelVersion::series() const { return std::to_string(version) + "." + std::to_string(patchlevel); }

std::string KernelVersion::to_string() const
{
	return series() + "." + std::to_string(sublevel) + extra;
}

base::Result<KernelVersion> parse_version(std::string_view makefile)
{
	auto lines = split_lines(makefile);

	// The four stand at the very top; further down the names recur in rules.
	lines.resize(std::min<std::size_t>(lines.size(), 20));
	const auto version = number(assignment(lines, "VERSION"));
	const auto patchlevel = number(assignment(lines, "PATCHLEVEL"));
	const auto sublevel = number(assignment(lines, "SUBLEVEL"));
	if (!version || !patchlevel || !sublevel)
		return refuse("not-a-kernel-source", base::ExitCode::bad_input, "read the kernel's version", "Makefile",
			      "VERSION, PATCHLEVEL and SUBLEVEL do not stand at its head",
			      "give a Linux source: a git tree, a folder or a tarball");
	return KernelVersion{.version = *version, .patchlevel = *patchlevel, .sublevel = *sublevel,
			     .extra = std::string{assignment(lines, "EXTRAVERSION").value_or("")}};
}

base::Result<KernelVersion> read_version(const std::filesystem::path &tree)
{
	return base::read_file(tree / "Makefile").and_then([](const std::string &makefile) { return parse_version(makefile); });
}

std::vector<std::string> parse_tested(std::string_view list)
{
	std::vector<std::string> versions;

	for (const std::string_view line : split_lines(list)) {
		const std::string_view word = trim(line.substr(0, line.find('#')));
		if (!word.empty())
			versions.emplace_back(word);
	}
	return versions;
}

bool is_tested(const KernelVersion &version, const std::vector<std::string> &tested)
{
	return std::find(tested.begin(), tested.end(), version.to_string()) != tested.end();
}

} // namespace matrix::build
