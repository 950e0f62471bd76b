// SPDX-License-Identifier: GPL-2.0
//
// hookcapable TABLE…: what a program on a hook can use and how it is held, one
// line for each row. Each row is shown by its effect on user space, or by the
// verifier's words; the rows are the same on all kernels. Status 1 when a line
// says FAIL.
#include <sys/prctl.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <string_view>

#include "loader/probe.h"
#include "tests/guest/features/run.h"
#include "tests/guest/features/secure_exec.h"

namespace features {

namespace {

// The row that run_line()'s process is about.
const Feature *current = nullptr;

void check_current()
{
	Run run(current->object != nullptr ? current->object : current->name);

	if (!current->by_hand)
		run.attach();
	current->check(run);
}

unsigned check_features()
{
	unsigned failures = 0;

	for (const auto table : {map_features(), storage_features(), helper_features(), control_features(), kfunc_features()})
		for (const Feature &feature : table) {
			current = &feature;
			failures += run_line(feature.name, feature.effect, check_current);
		}
	return failures;
}

struct Table {
	std::string_view name;
	unsigned (*check)();
};

constexpr std::array tables{
	Table{"features", check_features}, Table{"refusals", check_refusals}, Table{"helpers", walk_helpers},
	Table{"kfuncs", walk_kfuncs},	   Table{"links", check_links},	      Table{"token", check_token},
};

int usage()
{
	std::fprintf(stderr, "usage: hookcapable TABLE...\ntables:");
	for (const Table &table : tables)
		std::fprintf(stderr, " %s", table.name.data());
	std::fprintf(stderr, "\n");
	return 2;
}

int check(int count, char **names)
{
	unsigned failures = 0;
	const loader::ProbeReport found = loader::probe(running().kernel);

	if (!found.target) {
		std::fprintf(stderr, "hookcapable: %s\n", found.error.to_string().c_str());
		return base::to_int(found.error.code);
	}
	running().target = *found.target;
	for (int i = 0; i < count; ++i) {
		const auto table = std::ranges::find(tables, std::string_view{names[i]}, &Table::name);
		if (table == tables.end())
			return usage();
		failures += table->check();
	}
	std::printf("%u failures in %d tables\n", failures, count);
	return failures == 0 ? 0 : 1;
}

} // namespace

} // namespace features

int main(int argc, char **argv)
{
	// What the feature secure_exec executes.
	if (argc == 2 && std::string_view{argv[1]} == features::say_secure)
		return features::secure_status();
	return argc < 2 ? features::usage() : features::check(argc - 1, argv + 1);
}
