// SPDX-License-Identifier: GPL-2.0
#include "matrix/explain/symbols.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <sstream>

namespace matrix::explain {

namespace {

constexpr std::string_view program = "bpf_prog_";
constexpr std::string_view trampoline = "bpf_trampoline_";
constexpr std::size_t tag_size = 16;
// No function is longer; what lies further behind the last symbol has no name.
constexpr std::uint64_t longest_function = 1 << 20;

bool all_of(std::string_view text, int (*test)(int))
{
	return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) { return test(static_cast<unsigned char>(c)) != 0; });
}

} // namespace

std::string lasting_name(std::string_view name)
{
	if (name.starts_with(program)) {
		const std::string_view rest = name.substr(program.size());
		if (rest.size() > tag_size && rest[tag_size] == '_' && all_of(rest.substr(0, tag_size), std::isxdigit))
			return std::string{program} + std::string{rest.substr(tag_size + 1)};
	}
	if (name.starts_with(trampoline) && all_of(name.substr(trampoline.size()), [](int c) { return static_cast<int>(std::isdigit(c) != 0 || c == '_'); }))
		return std::string{trampoline.substr(0, trampoline.size() - 1)};
	return std::string{name.substr(0, name.find('.'))};
}

Symbols::Symbols(const hooks::Vmlinux &kernel, std::string_view kallsyms) : kernel_(kernel)
{
	std::istringstream lines{std::string{kallsyms}};

	for (std::string line; std::getline(lines, line);) {
		std::istringstream words{line};
		std::string address;
		std::string type;
		std::string name;
		std::uint64_t value = 0;
		if (!(words >> address >> type >> name))
			continue;
		const auto [end, error] = std::from_chars(address.data(), address.data() + address.size(), value, 16);
		if (error == std::errc{} && end == address.data() + address.size())
			made_.emplace(value, lasting_name(name));
	}
}

Named Symbols::at(std::uint64_t address) const
{
	if (const hooks::Function *function = kernel_.function_at(address); function != nullptr)
		return {.function = lasting_name(function->name), .entry = function->address == address};
	if (const hooks::Function *label = kernel_.label_at(address); label != nullptr)
		return {.function = lasting_name(label->name), .entry = label->address == address};
	auto after = made_.upper_bound(address);
	if (after == made_.begin() || address - std::prev(after)->first > longest_function)
		return {.function = unnamed, .entry = false};
	--after;
	return {.function = after->second, .entry = after->first == address};
}

} // namespace matrix::explain
