// SPDX-License-Identifier: GPL-2.0
#include "loader/pins/pins.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <thread>

#include "loader/errors.h"
#include "loader/pins/describe.h"
#include "loader/pins/own_mount.h"

namespace loader {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds lock_patience{10};

bool usable_name(const std::string &policy) { return !policy.empty() && policy.find_first_of("./") == std::string::npos; }

// The nearest folder that exists decides: the root is made on first use.
bool on_bpffs(fs::path path)
{
	struct statfs info{};
	std::error_code ignored;

	while (!fs::exists(path, ignored) && path.has_parent_path() && path != path.parent_path())
		path = path.parent_path();
	return ::statfs(path.c_str(), &info) == 0 && static_cast<unsigned long>(info.f_type) == BPF_FS_MAGIC;
}

base::Result<void> make_folder(const fs::path &folder)
{
	if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
		return base::fail(pin_failed("make the folder", folder.string(), errno));
	return {};
}

// The numbers of a policy's generations, lowest first.
std::vector<unsigned> generations(const fs::path &policy)
{
	std::vector<unsigned> numbers;

	for (const std::string &name : entries(policy)) {
		unsigned number = 0;
		const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
		if (error == std::errc{} && end == name.data() + name.size() && is_mount(policy / name))
			numbers.push_back(number);
	}
	std::ranges::sort(numbers);
	return numbers;
}

base::Result<void> pin_all(const AttachedPolicy &attached, const fs::path &folder)
{
	for (const Link &link : attached.links()) {
		const fs::path path = folder / pin_name(link_pin_prefix, link.program);
		if (bpf_obj_pin(link.fd.get(), path.c_str()) != 0)
			return base::fail(pin_failed("pin the link of", link.program, errno));
	}
	bpf_map *map = nullptr;
	bpf_object__for_each_map(map, attached.object().handle()) {
		const int fd = bpf_map__fd(map);
		const fs::path path = folder / pin_name(map_pin_prefix, bpf_map__name(map));
		if (fd >= 0 && bpf_obj_pin(fd, path.c_str()) != 0)
			return base::fail(pin_failed("pin the map", bpf_map__name(map), errno));
	}
	return {};
}

base::Result<base::Fd> lock_folder(const fs::path &root)
{
	base::Fd fd{::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
	const auto deadline = std::chrono::steady_clock::now() + lock_patience;

	if (!fd)
		return base::fail(pin_failed("open the folder", root.string(), errno));
	while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return base::fail(pin_failed("lock the folder", root.string(), errno));
		if (std::chrono::steady_clock::now() > deadline)
			return base::fail(pin_locked(root.string()));
		std::this_thread::sleep_for(std::chrono::milliseconds{50});
	}
	return fd;
}

} // namespace

std::string pin_name(std::string_view prefix, std::string_view name)
{
	std::string pin = std::string(prefix).append(name);
	std::ranges::replace(pin, '.', '_');
	return pin;
}

base::Result<PinSession> PinRoot::open_session(bool create) const
{
	if (!on_bpffs(root_))
		return base::fail(pin_not_bpffs(root_.string()));
	if (create)
		if (auto made = make_folder(root_); !made)
			return tl::unexpected(made.error());
	if (::access(root_.c_str(), F_OK) != 0 && errno == ENOENT)
		return PinSession(root_, base::Fd{});
	auto lock = lock_folder(root_);
	if (!lock)
		return tl::unexpected(lock.error());
	PinSession session(root_, *std::move(lock));
	session.tidy();
	return session;
}

void PinSession::tidy() const
{
	for (const std::string &policy : entries(root_)) {
		const std::vector<unsigned> there = generations(root_ / policy);
		for (const std::string &name : entries(root_ / policy))
			if (there.empty() || name != std::to_string(there.back()))
				(void)take_away(root_ / policy / name);
		if (there.empty())
			::rmdir((root_ / policy).c_str());
	}
}

base::Result<void> PinSession::check_free(const std::string &policy) const
{
	if (!usable_name(policy))
		return base::fail(pin_bad_name(policy));
	if (!generations(root_ / policy).empty())
		return base::fail(pin_exists((root_ / policy).string()));
	return {};
}

base::Result<void> PinSession::check_there(const std::string &policy) const
{
	if (!usable_name(policy))
		return base::fail(pin_bad_name(policy));
	if (generations(root_ / policy).empty())
		return base::fail(pin_missing((root_ / policy).string()));
	return {};
}

base::Result<void> PinSession::place(const AttachedPolicy &attached, const std::string &policy, unsigned generation) const
{
	const fs::path folder = root_ / policy / std::to_string(generation);
	const auto own = OwnMount::create();

	if (!own)
		return tl::unexpected(own.error());
	if (auto pinned = pin_all(attached, own->path()); !pinned)
		return pinned;
	if (auto made = make_folder(root_ / policy); !made)
		return made;
	if (auto made = make_folder(folder); !made)
		return made;
	auto placed = own->place(folder);
	if (!placed)
		::rmdir(folder.c_str());
	return placed;
}

base::Result<void> PinSession::add(const AttachedPolicy &attached, const std::string &policy) const
{
	if (auto free = check_free(policy); !free)
		return free;
	auto placed = place(attached, policy, 1);
	if (!placed)
		::rmdir((root_ / policy).c_str());
	return placed;
}

base::Result<void> PinSession::replace(const AttachedPolicy &attached, const std::string &policy) const
{
	if (auto there = check_there(policy); !there)
		return there;
	const unsigned old = generations(root_ / policy).back();
	if (auto placed = place(attached, policy, old + 1); !placed)
		return placed;
	return take_away(root_ / policy / std::to_string(old));
}

base::Result<void> PinSession::remove(const std::string &policy) const
{
	if (auto there = check_there(policy); !there)
		return there;
	for (const unsigned generation : generations(root_ / policy))
		if (auto gone = take_away(root_ / policy / std::to_string(generation)); !gone)
			return gone;
	if (::rmdir((root_ / policy).c_str()) != 0)
		return base::fail(pin_failed("remove the folder", (root_ / policy).string(), errno));
	return {};
}

std::vector<KeptMap> PinSession::kept_maps(const std::string &policy) const
{
	std::vector<KeptMap> kept;
	const std::vector<unsigned> there = generations(root_ / policy);

	if (there.empty())
		return kept;
	const fs::path folder = root_ / policy / std::to_string(there.back());
	const std::string prefix = std::string(map_pin_prefix) + "keep";
	for (const std::string &name : entries(folder)) {
		if (!name.starts_with(prefix))
			continue;
		base::Fd fd{bpf_obj_get((folder / name).c_str())};
		if (fd)
			kept.push_back({name.substr(std::string_view(map_pin_prefix).size()), std::move(fd)});
	}
	return kept;
}

base::Result<fs::path> PinRoot::folder_of(const std::string &policy) const
{
	if (!usable_name(policy))
		return base::fail(pin_bad_name(policy));
	const std::vector<unsigned> there = generations(root_ / policy);
	if (there.empty())
		return base::fail(pin_missing((root_ / policy).string()));
	return root_ / policy / std::to_string(there.back());
}

base::Result<std::vector<PinnedPolicy>> PinRoot::list(const KernelBtf *btf) const
{
	std::vector<PinnedPolicy> policies;

	if (::access(root_.c_str(), F_OK) == 0 && ::access(root_.c_str(), R_OK | X_OK) != 0)
		return base::fail(pin_failed("list the policies in", root_.string(), errno));
	for (const std::string &name : entries(root_)) {
		const std::vector<unsigned> there = generations(root_ / name);
		for (const unsigned generation : there) {
			auto policy = describe_policy(name, root_ / name / std::to_string(generation), btf);
			if (!policy)
				return tl::unexpected(policy.error());
			policy->superseded = generation != there.back();
			policies.push_back(*std::move(policy));
		}
	}
	return policies;
}

} // namespace loader
