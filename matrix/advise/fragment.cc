// SPDX-License-Identifier: GPL-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "matrix/advise/advice.h"
#include "matrix/advise/features.h"

namespace matrix::advise {

namespace {

class Lines {
public:
	explicit Lines(const Config &config) : config_(config) {}

	// Only what is not so already; a configuration that is no whole one says everything.
	void set(std::string_view symbol, std::string_view value)
	{
		if (config_.whole && config_.value(symbol) == value)
			return;
		lines_.push_back(value == "n" ? fmt::format("# CONFIG_{} is not set", symbol) : fmt::format("CONFIG_{}={}", symbol, value));
	}

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

void programs(const Config &config, Lines &lines)
{
	for (const char *symbol : under_programs)
		lines.on(symbol);
	if (config.has("DEBUG_INFO_REDUCED"))
		lines.set("DEBUG_INFO_REDUCED", "n");
	if (config.has("DEBUG_INFO_NONE") || (config.whole && !config.has("DEBUG_INFO"))) {
		lines.set("DEBUG_INFO_NONE", "n");
		lines.on("DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT");
	}
}

// The order that there is, with what is wanted and bpf behind it.
std::string order_with(const LsmStack &stack, const std::set<std::string> &wants)
{
	std::string order;
	const auto add = [&order](const std::string &name) { order += (order.empty() ? "" : ",") + name; };

	for (const std::string &name : stack.running)
		if (name != "capability" && find_lsm(name, {6, 12})->ordered && find_lsm(name, {6, 12})->in({6, 12}))
			add(name);
	for (const std::string &want : wants)
		if (const Lsm *lsm = find_lsm(want, {6, 12}); lsm != nullptr && lsm->ordered && !stack.runs(want))
			add(want);
	if (!stack.runs("bpf"))
		add("bpf");
	return order;
}

} // namespace

std::vector<std::string> fragment_for(const std::string &variant, const Config &config, const LsmStack &stack, const std::set<std::string> &wants)
{
	Lines lines{config};

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
	lines.on("SECURITY_DISPATCH_LIST");
	for (const Feature &feature : feature_table())
		if (wants.contains(std::string{feature.id}))
			lines.on(feature.symbol);
	lines.set("LSM", fmt::format("\"{}\"", order_with(stack, wants)));
	return lines.take();
}

} // namespace matrix::advise
