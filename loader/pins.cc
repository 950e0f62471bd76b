// SPDX-License-Identifier: GPL-2.0
#include "loader/pins.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>

#include "loader/errors.h"

namespace loader {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view link_prefix = "link_";
constexpr std::string_view map_prefix = "map_";
// A folder of this opening is a load or an unload that is under way, or that
// was killed; it is no policy.
constexpr std::string_view unfinished_prefix = "unfinished_";

// bpffs keeps names with dots for itself.
std::string pin_name(std::string_view prefix, std::string_view name)
{
	std::string pin = std::string(prefix).append(name);
	std::ranges::replace(pin, '.', '_');
	return pin;
}

std::string unfinished_name(const std::string &policy)
{
	return fmt::format("{}{}_{}", unfinished_prefix, ::getpid(), policy);
}

bool usable_name(const std::string &policy)
{
	return !policy.empty() && policy.find_first_of("./") == std::string::npos && !policy.starts_with(unfinished_prefix);
}

base::Error bad_name(const std::string &policy)
{
	return {.id = "policy-name", .code = base::ExitCode::usage, .action = "use the policy name", .object = policy,
		.reason = "a name has no '.' and no '/', and does not open with 'unfinished_'", .hint = "choose another --name",
		.errnum = 0};
}

// The nearest folder that exists decides: the root is made on first use.
bool on_bpffs(fs::path path)
{
	struct statfs info{};
	std::error_code ignored;

	while (!fs::exists(path, ignored) && path.has_parent_path() && path != path.parent_path())
		path = path.parent_path();
	return ::statfs(path.c_str(), &info) == 0 && static_cast<unsigned long>(info.f_type) == BPF_FS_MAGIC;
}

std::vector<std::string> entries(const fs::path &folder)
{
	std::vector<std::string> names;
	std::error_code error;

	for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
		names.push_back(it->path().filename().string());
	std::ranges::sort(names);
	return names;
}

// Links first: a program is detached before the maps it reads lose their names.
// The kernel leaves the end of a link that a pin held last to a worker, so that
// programs would still be asked for a moment; the end of a descriptor it sees to
// at once (bpf_link_put() and bpf_link_release()). So the descriptor is the last.
base::Result<void> remove_folder(const fs::path &folder)
{
	for (const std::string &name : entries(folder)) {
		const base::Fd last{::bpf_obj_get((folder / name).c_str())};
		if (::unlink((folder / name).c_str()) != 0)
			return base::fail(pin_failed("remove the pin", (folder / name).string(), errno));
	}
	if (::rmdir(folder.c_str()) != 0)
		return base::fail(pin_failed("remove the folder", folder.string(), errno));
	return {};
}

// Takes back what a failed load has made; the root goes too when it is empty.
void discard(const fs::path &folder)
{
	(void)remove_folder(folder);
	::rmdir(folder.parent_path().c_str());
}

base::Result<void> pin_all(const AttachedPolicy &attached, const fs::path &folder)
{
	for (const Link &link : attached.links()) {
		const fs::path path = folder / pin_name(link_prefix, link.program);
		if (bpf_obj_pin(link.fd.get(), path.c_str()) != 0)
			return base::fail(pin_failed("pin the link", path.string(), errno));
	}
	bpf_map *map = nullptr;
	bpf_object__for_each_map(map, attached.object().handle()) {
		const int fd = bpf_map__fd(map);
		const fs::path path = folder / pin_name(map_prefix, bpf_map__name(map));
		if (fd >= 0 && bpf_obj_pin(fd, path.c_str()) != 0)
			return base::fail(pin_failed("pin the map", path.string(), errno));
	}
	return {};
}

base::Result<PinnedProgram> describe_link(const fs::path &path, const KernelBtf *btf)
{
	const base::Fd link{bpf_obj_get(path.c_str())};
	if (!link)
		return base::fail(pin_failed("open the link", path.string(), errno));

	bpf_link_info link_info{};
	unsigned size = sizeof(link_info);
	if (bpf_obj_get_info_by_fd(link.get(), &link_info, &size) != 0)
		return base::fail(pin_failed("ask about the link", path.string(), errno));

	PinnedProgram program;
	program.program = path.filename().string().substr(link_prefix.size());
	program.program_id = link_info.prog_id;
	if (btf)
		program.hook = btf->hook_of(link_info.tracing.target_btf_id);
	return program;
}

} // namespace

base::Result<void> PinRoot::check_free(const std::string &policy) const
{
	std::error_code ignored;

	if (!usable_name(policy))
		return base::fail(bad_name(policy));
	if (!on_bpffs(root_))
		return base::fail(pin_not_bpffs(root_.string()));
	if (fs::exists(root_ / policy, ignored))
		return base::fail(pin_exists((root_ / policy).string()));
	return {};
}

base::Result<void> PinRoot::pin(const AttachedPolicy &attached, const std::string &policy) const
{
	if (auto free = check_free(policy); !free)
		return free;
	if (::mkdir(root_.c_str(), 0700) != 0 && errno != EEXIST)
		return base::fail(pin_failed("make the folder", root_.string(), errno));
	const fs::path unfinished = root_ / unfinished_name(policy);
	if (::mkdir(unfinished.c_str(), 0700) != 0)
		return base::fail(pin_failed("make the folder", unfinished.string(), errno));

	base::Result<void> pinned = pin_all(attached, unfinished);
	// rename() would replace an empty folder of that name; there is none, a
	// policy has at least one link.
	if (pinned && ::rename(unfinished.c_str(), (root_ / policy).c_str()) != 0)
		pinned = base::fail(errno == ENOTEMPTY || errno == EEXIST
					    ? pin_exists((root_ / policy).string())
					    : pin_failed("name the folder", (root_ / policy).string(), errno));
	if (!pinned)
		discard(unfinished);
	return pinned;
}

base::Result<std::vector<PinnedPolicy>> PinRoot::list(const KernelBtf *btf) const
{
	std::vector<PinnedPolicy> policies;

	if (::access(root_.c_str(), F_OK) == 0 && ::access(root_.c_str(), R_OK | X_OK) != 0)
		return base::fail(pin_failed("list the policies in", root_.string(), errno));
	for (const std::string &name : entries(root_)) {
		if (name.starts_with(unfinished_prefix))
			continue;
		PinnedPolicy policy;
		policy.name = name;
		for (const std::string &entry : entries(root_ / name)) {
			if (entry.starts_with(map_prefix)) {
				policy.maps.push_back(entry.substr(map_prefix.size()));
			} else if (entry.starts_with(link_prefix)) {
				auto program = describe_link(root_ / name / entry, btf);
				if (!program)
					return tl::unexpected(program.error());
				policy.programs.push_back(*std::move(program));
			}
		}
		policies.push_back(std::move(policy));
	}
	return policies;
}

base::Result<void> PinRoot::remove(const std::string &policy) const
{
	const fs::path folder = root_ / policy;

	if (!usable_name(policy))
		return base::fail(bad_name(policy));
	if (::access(folder.c_str(), F_OK) != 0)
		return base::fail(errno == ENOENT ? pin_missing(folder.string())
						  : pin_failed("find the loaded policy", folder.string(), errno));
	if (!on_bpffs(folder))
		return base::fail(pin_not_bpffs(folder.string()));
	return remove_folder(folder);
}

nlohmann::json to_json(const std::vector<PinnedPolicy> &policies)
{
	nlohmann::json json{{"schema_version", 1}, {"policies", nlohmann::json::array()}};

	for (const PinnedPolicy &policy : policies) {
		nlohmann::json programs = nlohmann::json::array();
		for (const PinnedProgram &program : policy.programs)
			programs.push_back({{"program", program.program}, {"hook", program.hook},
					    {"program_id", program.program_id}});
		json["policies"].push_back({{"name", policy.name}, {"programs", programs}, {"maps", policy.maps}});
	}
	return json;
}

std::string to_text(const std::vector<PinnedPolicy> &policies)
{
	std::string text;

	if (policies.empty())
		return "no policy is loaded\n";
	for (const PinnedPolicy &policy : policies) {
		text += fmt::format("{}: {} program(s), {} map(s)\n", policy.name, policy.programs.size(), policy.maps.size());
		for (const PinnedProgram &program : policy.programs)
			text += fmt::format("  {} on {} (id {})\n", program.program, program.hook, program.program_id);
	}
	return text;
}

} // namespace loader
