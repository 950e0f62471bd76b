// SPDX-License-Identifier: GPL-2.0
#include "matrix/hooks/census.h"

#include <algorithm>

#include "loader/base/files.h"
#include "matrix/build/kernel_version.h"
#include "matrix/hooks/hook_defs.h"

namespace matrix::hooks {

namespace {

namespace fs = std::filesystem;

bool is_name(std::string_view text)
{
	return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

std::string_view trimmed(std::string_view text)
{
	constexpr std::string_view space = " \t\r\n";
	const std::size_t first = text.find_first_not_of(space);

	return first == std::string_view::npos ? std::string_view{} : text.substr(first, text.find_last_not_of(space) - first + 1);
}

// `struct hlist_head NAME;` in the struct that holds one list for each hook.
std::vector<std::string> heads(std::string_view text)
{
	constexpr std::string_view field = "struct hlist_head ";
	std::vector<std::string> names;
	const std::size_t open = text.find("struct security_hook_heads {");
	if (open == std::string_view::npos)
		return names;

	const std::string_view body = text.substr(open, text.find("\n}", open) - open);
	for (std::size_t at = body.find(field); at != std::string_view::npos; at = body.find(field, at)) {
		at += field.size();
		const std::string_view name = trimmed(body.substr(at, body.find(';', at) - at));
		if (is_name(name))
			names.emplace_back(name);
	}
	return names;
}

// security/selinux/… is SELinux's; security/integrity/ has two; a file of its own
// below security/ is the capabilities'.
std::string lsm_of(const fs::path &below_security)
{
	std::vector<std::string> parts;

	for (const fs::path &part : below_security)
		parts.push_back(part.string());
	if (parts.size() == 1)
		return parts[0] == "commoncap.c" ? "capability" : below_security.stem().string();
	return parts[0] == "integrity" && parts.size() > 2 ? parts[1] : parts[0];
}

void add_file(Census &census, const std::string &lsm, const std::string &text)
{
	const std::set<std::string> registered = registered_hooks(text);
	if (registered.empty())
		return;

	std::set<std::string> &hooks = census.lsms[lsm];
	for (const std::string &name : registered) {
		if (name == "*")
			hooks.insert(census.hooks.begin(), census.hooks.end());
		else if (std::find(census.hooks.begin(), census.hooks.end(), name) != census.hooks.end())
			hooks.insert(name);
		else
			census.undeclared.insert(name);
	}
}

} // namespace

bool is_complete(const std::string &lsm) { return lsm == "bpf" || lsm == project_lsm; }

std::size_t Census::implemented_by(const std::string &hook) const
{
	return static_cast<std::size_t>(std::count_if(lsms.begin(), lsms.end(), [&](const auto &lsm) {
		return !is_complete(lsm.first) && lsm.second.count(hook) != 0;
	}));
}

base::Result<std::vector<std::string>> declared_hooks(const fs::path &tree)
{
	std::vector<std::string> names;
	const auto defs = base::read_file(tree / "include/linux/lsm_hook_defs.h");

	if (!defs) {
		const auto old = base::read_file(tree / "include/linux/lsm_hooks.h");
		names = heads(old ? *old : std::string{});
		if (!names.empty())
			return names;
	}
	const auto hooks = parse_hook_defs(defs ? *defs : std::string{});
	if (!hooks) {
		base::Error error = hooks.error();
		error.object = (tree / "include/linux").string();
		error.reason = "neither lsm_hook_defs.h nor lsm_hooks.h declares hooks";
		error.hint = "give the tree of a Linux kernel, 4.2 or later";
		return tl::unexpected(std::move(error));
	}
	for (const HookDef &hook : *hooks)
		names.push_back(hook.name);
	return names;
}

std::set<std::string> registered_hooks(std::string_view text)
{
	constexpr std::string_view opening = "LSM_HOOK_INIT(";
	std::set<std::string> names;

	for (std::size_t at = text.find(opening); at != std::string_view::npos; at = text.find(opening, at)) {
		at += opening.size();
		const std::string_view inside = text.substr(at, text.find(')', at) - at);
		const std::size_t comma = inside.find(',');
		const std::string_view name = trimmed(inside.substr(0, comma));
		if (comma == std::string_view::npos || !is_name(name))
			continue;
		// A macro that is expanded for each hook pastes the name into that of the callback.
		names.emplace(inside.find("##") != std::string_view::npos ? std::string_view{"*"} : name);
	}
	return names;
}

base::Result<Census> take_census(const fs::path &tree)
{
	auto hooks = declared_hooks(tree);
	if (!hooks)
		return tl::unexpected(hooks.error());
	Census census{.version = "unknown", .hooks = std::move(*hooks), .lsms = {}, .undeclared = {}};
	if (const auto version = build::read_version(tree))
		census.version = version->to_string();

	const fs::path security = tree / "security";
	std::error_code wrong;
	for (auto at = fs::recursive_directory_iterator(security, wrong); !wrong && at != fs::recursive_directory_iterator(); at.increment(wrong)) {
		if (!at->is_regular_file() || at->path().extension() != ".c")
			continue;
		if (const auto text = base::read_file(at->path()))
			add_file(census, lsm_of(at->path().lexically_relative(security)), *text);
	}
	if (wrong)
		return base::fail_errno(wrong.value(), {.id = "census-unreadable", .code = base::ExitCode::bad_input, .action = "read",
							.object = security.string(), .reason = {}, .hint = "give the tree of a Linux kernel", .errnum = 0});
	return census;
}

} // namespace matrix::hooks
