// SPDX-License-Identifier: GPL-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "matrix/advise/advice.h"
#include "matrix/advise/features.h"

namespace matrix::advise {

namespace {

class Lines {
public:
	explicit Lines(const Config &config) : config_(config) {}

	[[nodiscard]] bool is_set(std::string_view symbol, std::string_view value) const { return config_.whole && config_.value(symbol) == value; }

	// Only what is not so already; a configuration that is no whole one says everything.
	void set(std::string_view symbol, std::string_view value)
	{
		if (is_set(symbol, value))
			return;
		lines_.push_back(value == "n" ? fmt::format("# CONFIG_{} is not set", symbol) : fmt::format("CONFIG_{}={}", symbol, value));
	}

	void say(std::string line) { lines_.push_back(std::move(line)); }

	void on(std::string_view symbol)
	{
		if (!config_.has(symbol))
			set(symbol, "y");
	}

	std::vector<std::string> take() { return std::move(lines_); }

private:
	const Config &config_;
	std::vector<std::string> lines_;
};

// A tracer and BTF are choices of menus: what they depend on, first.
constexpr std::array under_programs{"BPF_SYSCALL", "BPF_JIT", "BPF_JIT_ALWAYS_ON", "BPF_UNPRIV_DEFAULT_OFF", "KPROBES", "UPROBE_EVENTS",
				    "KPROBE_EVENTS", "FTRACE", "FUNCTION_TRACER", "DYNAMIC_FTRACE", "DEBUG_INFO_BTF", "SECURITYFS", "JUMP_LABEL"};

// A choice since 5.18, with none as its default: before that DEBUG_INFO alone was enough.
void debug_info(const Config &config, Lines &lines)
{
	const bool chosen = std::ranges::any_of(std::array{"DEBUG_INFO_DWARF4", "DEBUG_INFO_DWARF5", "DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT"},
						[&config](const char *symbol) { return config.has(symbol); });

	if (!config.has("DEBUG_INFO_NONE") && (!config.whole || chosen))
		return;
	lines.set("DEBUG_INFO_NONE", "n");
	lines.on("DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT");
}

void programs(const Config &config, Lines &lines)
{
	for (const char *symbol : under_programs)
		lines.on(symbol);
	if (config.has("DEBUG_INFO_REDUCED"))
		lines.set("DEBUG_INFO_REDUCED", "n");
	debug_info(config, lines);
}

// Where integrity is an LSM of the list, a kernel that has IMA or EVM and does not list it
// panics at the first file: security/integrity/iint.c.
bool has_to_list_integrity(const Config &config, const Release &kernel, const std::set<std::string> &wants)
{
	const Lsm *lsm = find_lsm("integrity", kernel);

	return lsm->in(kernel) && lsm->ordered && (config.has("INTEGRITY") || wants.contains("ima") || wants.contains("evm"));
}

// CONFIG_LSM as it is, without the names that the kernel to come does not know; what is wanted
// and not in it comes to it, a wanted one that excludes others in front of these, and bpf at the end.
std::string order_with(const Config &config, const Release &kernel, const std::set<std::string> &wants)
{
	std::vector<std::string> names;
	const auto known = [&](const std::string &name) {
		const Lsm *lsm = find_lsm(name, kernel);
		return lsm != nullptr && lsm->ordered && lsm->in(kernel) ? lsm : nullptr;
	};

	for (const std::string &name : split_order(lsm_order(config)))
		if (known(name) != nullptr && (!config.is_off(known(name)->symbol) || wants.contains(name)))
			names.push_back(name);
	for (const std::string &want : wants) {
		const Lsm *lsm = known(want);
		if (lsm == nullptr)
			continue;
		const auto first = std::ranges::find_if(names, [&](const std::string &name) { return lsm->exclusive && known(name)->exclusive; });
		const bool is_there = std::ranges::find(names, want) != names.end();
		if (is_there && (!lsm->exclusive || *first == want))
			continue;
		const auto place = first - names.begin();
		std::erase(names, want);
		names.insert(names.begin() + place, want);
	}
	if (has_to_list_integrity(config, kernel, wants) && std::ranges::find(names, "integrity") == names.end())
		names.emplace_back("integrity");
	if (std::ranges::find(names, "bpf") == names.end())
		names.emplace_back("bpf");
	return fmt::format("{}", fmt::join(names, ","));
}

// Which of them runs with that order and that command line; empty: none.
std::string running_of(const std::vector<std::string> &exclusive, Config config, const Release &kernel, const std::string &order, const std::string &command_line)
{
	config.release = kernel;
	config.values["LSM"] = order;
	for (const std::string &name : exclusive)
		config.values[std::string{find_lsm(name, kernel)->symbol}] = "y";
	const LsmStack stack = lsm_stack(config, command_line);
	const auto runs = std::ranges::find_if(exclusive, [&stack](const std::string &name) { return stack.runs(name); });

	return runs == exclusive.end() ? std::string{} : *runs;
}

// CONFIG_LSM, and which of those in it that exclude each other runs: they are all left there,
// as the configuration has them, because security= at boot chooses among them.
void order(const Config &config, const Release &kernel, const std::set<std::string> &wants, const std::string &command_line, Lines &lines)
{
	const std::string names = order_with(config, kernel, wants);
	const std::string value = fmt::format("\"{}\"", names);
	std::vector<std::string> exclusive;

	for (const std::string &name : split_order(names)) {
		const Lsm *lsm = find_lsm(name, kernel);
		if (lsm->exclusive && (config.has(lsm->symbol) || wants.contains(name)))
			exclusive.push_back(name);
	}
	if (exclusive.size() > 1 && !lines.is_set("LSM", value)) {
		const std::string runs = running_of(exclusive, config, kernel, value, command_line);
		lines.say(fmt::format("# {} exclude each other: {} comes first and is the one that runs{}.", fmt::join(exclusive, ", "), exclusive.front(),
				      runs == exclusive.front() ? "" : " without other words"));
		if (runs == exclusive.front())
			lines.say("# security=NAME on the command line, without lsm=, has another one of them run in its place.");
		else
			lines.say(fmt::format("# With the command line that was given, {} runs.", runs.empty() ? "none of them" : runs));
	}
	lines.set("LSM", value);
}

// What vendors had by patches is an LSM of the kernel to come.
std::set<std::string> with_lockdown(const Config &config, std::set<std::string> wants)
{
	if (config.has("LOCK_DOWN_KERNEL"))
		wants.insert("lockdown");
	return wants;
}

} // namespace

std::vector<std::string> fragment_for(const std::string &variant, const Config &config, const Release &kernel, const std::set<std::string> &wants,
				      const std::string &command_line)
{
	Lines lines{config};

	if (variant == "unchanged")
		return {};
	// Files of who built it, which are in no other tree.
	for (const char *keys : {"SYSTEM_TRUSTED_KEYS", "SYSTEM_REVOCATION_KEYS"})
		if (!config.text(keys).empty())
			lines.set(keys, "\"\"");

	if (variant == "none") {
		lines.set("SECURITY", "n");
		return lines.take();
	}
	programs(config, lines);
	if (variant == "override") {
		lines.set("SECURITY", "n");
		lines.on("BPF_OVERRIDE_RETURN");
		return lines.take();
	}
	lines.on("SECURITY");
	lines.on("BPF_LSM");
	const std::string_view dispatch = dispatch_for(config).name == "static-call" ? "SECURITY_DISPATCH_STATIC_CALL" : "SECURITY_DISPATCH_LIST";
	lines.on(dispatch);
	// Of a kernel of ours with another dispatch, which is a choice.
	for (const std::string_view other : {"SECURITY_DISPATCH_LIST", "SECURITY_DISPATCH_STATIC_CALL", "SECURITY_DISPATCH_JUMP_TABLE", "SECURITY_DISPATCH_TRAMPOLINE",
					     "BPF_LSM_ALWAYS_CALL"})
		if (other != dispatch && config.has(other))
			lines.set(other, "n");
	const std::set<std::string> all = with_lockdown(config, wants);
	for (const Feature &feature : feature_table())
		if (all.contains(std::string{feature.id}))
			lines.on(feature.symbol);
	order(config, kernel, all, command_line, lines);
	return lines.take();
}

} // namespace matrix::advise
