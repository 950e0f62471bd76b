// SPDX-License-Identifier: GPL-2.0
#include "bench/running_kernel.h"

#include <string>
#include <string_view>
#include <system_error>

#include "loader/base/files.h"

namespace bench {

namespace {

using nlohmann::json;

// The first line; null where there is no such file, or it may not be read.
json line_or_null(const std::filesystem::path &file)
{
	const auto text = base::read_file(file);

	return text ? json(text->substr(0, text->find('\n'))) : json(nullptr);
}

// "file_open attached prog=12 name=… prog=13 …": a line for each hook.
json programs_or_null(const std::filesystem::path &file)
{
	constexpr std::string_view program = " prog=";
	const auto text = base::read_file(file);
	unsigned count = 0;

	if (!text)
		return nullptr;
	for (std::size_t at = text->find(program); at != std::string::npos; at = text->find(program, at + program.size()))
		++count;
	return count;
}

} // namespace

json running_kernel(const std::filesystem::path &root)
{
	const std::filesystem::path securityfs = root / "sys/kernel/security";
	const auto mounts = base::read_file(root / "proc/mounts");
	std::error_code failed;

	return {{"boot_id", line_or_null(root / "proc/sys/kernel/random/boot_id")},
		{"cmdline", line_or_null(root / "proc/cmdline")},
		// Where nothing is mounted, no list of LSMs says nothing.
		{"securityfs", mounts && mounts->find(" /sys/kernel/security securityfs ") != std::string::npos},
		{"lsm", line_or_null(securityfs / "lsm")},
		{"hooks_shown", std::filesystem::exists(securityfs / "bpf_hooks", failed)},
		{"hook_programs", programs_or_null(securityfs / "bpf_hooks")}};
}

} // namespace bench
