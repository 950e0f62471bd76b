// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/known_symbols.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "matrix/build/kconfig.h"
#include "matrix/build/kernel_version.h"

namespace matrix::advise {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_names = 12;

// How the names begin that matter for the decision.
constexpr std::array near_beginnings{"SECURITY", "LSM", "BPF", "IMA", "EVM", "INTEGRITY", "LOCK_DOWN", "AUDIT", "DEFAULT_SECURITY"};

bool is_near(std::string_view symbol)
{
	return std::ranges::any_of(near_beginnings, [symbol](std::string_view beginning) { return symbol.starts_with(beginning); });
}

// A source of which a part is missing would make unknown symbols of known ones.
std::string why_not(const build::KconfigTree &kconfig, const std::string &name)
{
	if (kconfig.symbols.empty())
		return fmt::format("no Kconfig file is in {}", name);
	if (!kconfig.missing.empty())
		return fmt::format("Kconfig files that {} sources are not there: {}", name, some_of(kconfig.missing));
	return {};
}

} // namespace

std::string some_of(const std::vector<std::string> &names)
{
	const std::size_t shown = names.size() > most_names + 1 ? most_names : names.size();
	const std::string list = fmt::format("{}", fmt::join(std::span{names}.first(shown), ", "));

	return shown == names.size() ? list : fmt::format("{} and {} more", list, names.size() - shown);
}

UnknownSymbols unknown_symbols(const Config &config, const fs::path &tree)
{
	UnknownSymbols unknown;
	// Of a fragment nobody knows it; what is built is x86.
	const std::string arch = config.arch.empty() ? "x86" : config.arch;
	const auto kconfig = build::read_kconfig(tree, arch);
	const auto version = build::read_version(tree);

	unknown.kernel = fmt::format("{} ({})", version ? "Linux " + version->to_string() : tree.string(), arch);
	if (version)
		unknown.release = parse_release(version->to_string());
	unknown.reason = why_not(*kconfig, unknown.kernel);
	if (!unknown.looked()) {
		unknown.next = "name a whole source with --kernel-source";
		return unknown;
	}
	for (const auto &[symbol, value] : config.values) {
		unknown.settings += value != "n" ? 1 : 0;
		if (!kconfig->symbols.contains(symbol))
			(value != "n" ? unknown.set : unknown.off).push_back(symbol);
	}
	std::stable_partition(unknown.set.begin(), unknown.set.end(), is_near); // clang 14 does not take the one of ranges
	return unknown;
}

} // namespace matrix::advise
