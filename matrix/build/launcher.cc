// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/launcher.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>

#include "loader/base/files.h"
#include "matrix/build/cache.h"

namespace fs = std::filesystem;

namespace matrix::build {

namespace {

// All variables of ours whose names begin so.
Environment variables(std::string_view prefix)
{
	Environment found;

	for (char **entry = environ; *entry != nullptr; entry++)
		if (const std::string_view text = *entry; text.starts_with(prefix))
			found[std::string{text.substr(0, text.find('='))}] = text.substr(text.find('=') + 1);
	return found;
}

bool names_hosts(const fs::path &file)
{
	std::istringstream lines{base::read_file(file).value_or("")};

	for (std::string line; std::getline(lines, line);)
		if (const auto first = line.find_first_not_of(" \t"); first != std::string::npos && line[first] != '#')
			return true;
	return false;
}

bool distcc_is_set_up()
{
	const char *home = std::getenv("HOME");

	const char *hosts = std::getenv("DISTCC_HOSTS");

	return (hosts != nullptr && *hosts != '\0') || (home != nullptr && names_hosts(fs::path{home} / ".distcc" / "hosts"));
}

struct DistributorRow {
	const char *program;
	const char *variables;
	bool (*is_set_up)();
};

constexpr std::array distributors{
	DistributorRow{"distcc", "DISTCC_", distcc_is_set_up},
	DistributorRow{"icecc", "ICECC_", [] { return !variables("ICECC_").empty(); }},
};

const DistributorRow *find_distributor()
{
	const auto row = std::ranges::find_if(distributors, [](const DistributorRow &each) { return each.is_set_up() && !find_program(each.program).empty(); });

	return row == distributors.end() ? nullptr : row;
}

Environment own_ccache(const fs::path &root)
{
	return {{"CCACHE_DIR", cache_folder("ccache").string()},
		{"CCACHE_BASEDIR", root.string()},
		{"CCACHE_NOHASHDIR", "1"},
		// The compiler's own list of the headers it read decides, so that
		// a miss does not preprocess twice: an eighth of a cold build.
		{"CCACHE_DEPEND", "1"},
		{"CCACHE_COMPRESS", "1"},
		{"CCACHE_MAXSIZE", "3G"}};
}

// `behind`: what the compiler is called through on a miss, unless CCACHE_PREFIX names it; empty: nothing.
Launcher through_ccache(const fs::path &root, std::string behind)
{
	Launcher launcher{.cc = "ccache gcc", .environment = variables("CCACHE_"), .said = {}, .distributed = false};
	const bool theirs = !launcher.environment.empty();
	Environment ours = own_ccache(root);

	// A folder of their own has a size of their own.
	if (launcher.environment.contains("CCACHE_DIR"))
		ours.erase("CCACHE_MAXSIZE");
	launcher.environment.merge(std::move(ours));
	behind = launcher.environment.try_emplace("CCACHE_PREFIX", std::move(behind)).first->second;
	launcher.distributed = !behind.empty();
	if (!launcher.distributed)
		launcher.environment.erase("CCACHE_PREFIX");
	if (theirs || launcher.distributed)
		launcher.said = std::string{"ccache"} + (theirs ? " as CCACHE_… sets it up" : "") + (launcher.distributed ? " and " + behind : "");
	return launcher;
}

} // namespace

Launcher find_launcher(const fs::path &root)
{
	const DistributorRow *distributor = find_distributor();
	Launcher launcher;

	if (Environment theirs = variables("SCCACHE_"); !theirs.empty() && !find_program("sccache").empty()) {
		launcher = {.cc = "sccache gcc", .environment = std::move(theirs), .said = "sccache", .distributed = true};
		launcher.environment.merge(variables("AWS_"));
		return launcher;
	}
	if (!find_program("ccache").empty() && (std::getenv("CCACHE_DIR") != nullptr || !cache_folder("ccache").empty())) {
		launcher = through_ccache(root, distributor != nullptr ? distributor->program : "");
	} else if (distributor != nullptr) {
		launcher = {.cc = std::string{distributor->program} + " gcc", .environment = {}, .said = distributor->program, .distributed = true};
	}
	for (const DistributorRow &row : distributors)
		if (launcher.distributed)
			launcher.environment.merge(variables(row.variables));
	return launcher;
}

} // namespace matrix::build
