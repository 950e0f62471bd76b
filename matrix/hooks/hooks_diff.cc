// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/hooks_diff.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "loader/base/files.h"
#include "loader/hook_history.h"
#include "matrix/build/kernel_version.h"

namespace matrix::hooks {

namespace {

namespace fs = std::filesystem;

const HookDef *find(const std::vector<HookDef> &hooks, const std::string &name)
{
	const auto at = std::ranges::find(hooks, name, &HookDef::name);
	return at == hooks.end() ? nullptr : &*at;
}

std::vector<std::string> types_of(const HookDef &hook)
{
	std::vector<std::string> types;

	for (const std::string &argument : hook.arguments)
		types.push_back(argument_type(argument));
	return types;
}

ChangedHook compared(const HookDef &before, const HookDef &after)
{
	ChangedHook hook{.name = after.name, .was = before.name, .before = before, .after = after};

	hook.arguments = types_of(before) != types_of(after);
	hook.names = !hook.arguments && before.arguments != after.arguments;
	hook.fallback = before.unless != after.unless || before.returns != after.returns;
	return hook;
}

// What mainline renamed: "a" or "a b" where it was split.
std::string new_name(const std::string &hook, const std::vector<HookDef> &in)
{
	const loader::HookHistory *history = loader::find_hook_history(hook);
	const std::string_view names = history == nullptr ? std::string_view{} : history->renamed_to;
	const std::string first{names.substr(0, names.find(' '))};

	return !first.empty() && find(in, first) != nullptr ? first : std::string{};
}

// The other way round, where B is the older one: what it was called before mainline renamed it.
std::string old_name(const std::string &hook, const std::vector<std::string> &added)
{
	for (const loader::HookHistory &row : loader::hook_history_table())
		if (const std::string old{row.name}; row.renamed_to.substr(0, row.renamed_to.find(' ')) == hook && std::ranges::find(added, old) != added.end())
			return old;
	return {};
}

std::string_view last_word(std::string_view name) { return name.substr(name.rfind('_') + 1); }

// Of the added ones, the only one with the same arguments and a name of the same object.
std::string same_shape(const HookDef &gone, const std::vector<HookDef> &b, const std::vector<std::string> &added)
{
	std::string found;

	for (const std::string &name : added) {
		const HookDef &hook = *find(b, name);
		const bool object = name.substr(0, name.find('_')) == gone.name.substr(0, gone.name.find('_'));
		if (gone.arguments.empty() || types_of(hook) != types_of(gone) || !object || last_word(name) == last_word(gone.name))
			continue;
		if (!found.empty())
			return {};
		found = name;
	}
	return found;
}

base::Result<std::vector<HookDef>> hooks_of(const fs::path &tree)
{
	const fs::path file = tree / "include/linux/lsm_hook_defs.h";
	const auto text = base::read_file(file);

	if (!text)
		return base::fail({.id = "hook-defs-unreadable", .code = base::ExitCode::bad_input, .action = "read the hooks of", .object = tree.string(),
				   .reason = text.error().reason, .hint = "name the tree of a Linux kernel since 5.7", .errnum = text.error().errnum});
	auto hooks = parse_hook_defs(*text);
	if (!hooks) {
		base::Error error = hooks.error();
		error.object = file.string();
		return tl::unexpected(error);
	}
	return hooks;
}

// Ours moves the set to a file of its own.
std::vector<std::string> disabled_in(const fs::path &tree)
{
	for (const char *file : {"kernel/bpf/bpf_hooks.c", "kernel/bpf/bpf_lsm.c"})
		if (const auto text = base::read_file(tree / file))
			if (auto hooks = disabled_hooks(*text); !hooks.empty())
				return hooks;
	return {};
}

std::string name_of(const fs::path &tree)
{
	const auto version = build::read_version(tree);
	return version ? version->to_string() : tree.string();
}

const ChangedHook *changed_for(const std::vector<ChangedHook> &rows, const std::string &hook)
{
	const auto at = std::ranges::find(rows, hook, &ChangedHook::was);
	return at == rows.end() ? nullptr : &*at;
}

// A program takes its arguments by place, and the answer so far behind the last one.
std::string reason_for(const HooksDiff &diff, const std::string &hook)
{
	if (std::ranges::find(diff.disabled, hook) != diff.disabled.end())
		return fmt::format("{} takes no programs on it", diff.b);
	if (std::ranges::find(diff.removed, hook) != diff.removed.end())
		return fmt::format("{} has no such hook", diff.b);
	if (const ChangedHook *row = changed_for(diff.renamed, hook); row != nullptr)
		return fmt::format("it is called {} in {}{}", row->name, diff.b, row->arguments ? ", with other arguments" : "");
	const ChangedHook *row = changed_for(diff.changed, hook);
	if (row == nullptr || !row->arguments)
		return {};
	return row->before.arguments.size() == row->after.arguments.size()
		       ? fmt::format("its arguments are others in {}", diff.b)
		       : fmt::format("it has {} arguments in {}, and had {}: so has the answer that stands behind them another place", row->after.arguments.size(), diff.b,
				     row->before.arguments.size());
}

} // namespace

std::string argument_type(const std::string &declared)
{
	// A function: "int (*fill)(void *, int)" is kept.
	if (declared.find('(') != std::string::npos)
		return declared;
	std::string text = declared.substr(0, declared.find('['));
	for (std::size_t at = text.find("const "); at != std::string::npos; at = text.find("const "))
		text.erase(at, 6);
	std::size_t end = text.size();
	while (end > 0 && (std::isalnum(static_cast<unsigned char>(text[end - 1])) != 0 || text[end - 1] == '_'))
		end--;
	std::string type = text.substr(0, end);
	while (type.ends_with(' '))
		type.pop_back();
	if (declared.find('[') != std::string::npos)
		type += " []";
	return type.empty() ? declared : type; // "u32" alone has no name
}

// "BTF_SET_START(bpf_lsm_disabled_hooks)", "BTF_ID(func, bpf_lsm_vm_enough_memory)" or, of ours,
// "BPF_HOOK_ID(vm_enough_memory)", and "BTF_SET_END"
std::vector<std::string> disabled_hooks(std::string_view text)
{
	std::vector<std::string> hooks;
	const std::size_t start = text.find("disabled_hooks)\n");
	const std::string_view set = start == text.npos ? std::string_view{} : text.substr(start, text.find("BTF_SET_END", start) - start);
	std::istringstream lines{std::string{set}};

	for (std::string line; std::getline(lines, line);) {
		const std::size_t end = line.find(')');
		for (const std::string_view mark : {"BTF_ID(func, bpf_lsm_", "BPF_HOOK_ID("})
			if (line.starts_with(mark) && end != std::string::npos)
				hooks.push_back(line.substr(mark.size(), end - mark.size()));
	}
	return hooks;
}

HooksDiff diff_hooks(const std::vector<HookDef> &a, const std::vector<HookDef> &b)
{
	HooksDiff diff;

	diff.hooks_a = a.size();
	diff.hooks_b = b.size();
	for (const HookDef &hook : b)
		if (find(a, hook.name) == nullptr)
			diff.added.push_back(hook.name);
	for (const HookDef &hook : a) {
		if (const HookDef *same = find(b, hook.name); same != nullptr) {
			ChangedHook row = compared(hook, *same);
			if (row.arguments || row.names || row.fallback)
				diff.changed.push_back(std::move(row));
			continue;
		}
		std::string renamed = new_name(hook.name, b);
		if (renamed.empty())
			renamed = old_name(hook.name, diff.added);
		if (renamed.empty())
			renamed = same_shape(hook, b, diff.added);
		if (renamed.empty()) {
			diff.removed.push_back(hook.name);
			continue;
		}
		diff.renamed.push_back(compared(hook, *find(b, renamed)));
		std::erase(diff.added, renamed);
	}
	return diff;
}

base::Result<HooksDiff> diff_trees(const fs::path &a, const fs::path &b)
{
	const auto before = hooks_of(a);
	if (!before)
		return tl::unexpected(before.error());
	const auto after = hooks_of(b);
	if (!after)
		return tl::unexpected(after.error());
	HooksDiff diff = diff_hooks(*before, *after);
	diff.a = name_of(a);
	diff.b = name_of(b);
	const auto in_a = disabled_in(a);
	for (const std::string &hook : disabled_in(b))
		if (std::ranges::find(in_a, hook) == in_a.end())
			diff.disabled.push_back(hook);
	return diff;
}

std::vector<Break> broken_by(const HooksDiff &diff, const std::vector<HookUser> &users)
{
	std::vector<Break> breaks;

	for (const HookUser &user : users)
		if (std::string reason = reason_for(diff, user.hook); !reason.empty())
			breaks.push_back({user, std::move(reason), user.optional && changed_for(diff.changed, user.hook) == nullptr});
	return breaks;
}

bool any_broken(const std::vector<Break> &breaks)
{
	return std::ranges::any_of(breaks, [](const Break &each) { return !each.left_out; });
}

} // namespace matrix::hooks
