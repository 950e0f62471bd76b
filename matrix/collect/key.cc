// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/key.h"

#include <set>

#include "matrix/boot/qemu.h"
#include "matrix/build/digest.h"
#include "matrix/build/variants.h"

namespace matrix::collect {

base::Result<std::string> InputHashes::file(const std::filesystem::path &path)
{
	if (const auto known = known_.find(path); known != known_.end())
		return known->second;
	auto sum = build::sha256_file(path);
	if (sum)
		known_[path] = *sum;
	return sum;
}

base::Result<std::string> InputHashes::folder(const std::filesystem::path &path)
{
	std::set<std::filesystem::path> files;
	std::error_code missing;

	if (const auto known = known_.find(path); known != known_.end())
		return known->second;
	for (const auto &entry : std::filesystem::directory_iterator(path, missing)) {
		if (entry.is_regular_file())
			files.insert(entry.path());
	}
	build::Digest digest;
	for (const auto &entry : files) {
		const auto sum = file(entry);
		if (!sum)
			return sum;
		digest.add(entry.filename().string()).add(*sum);
	}
	return known_[path] = digest.hex();
}

const std::string &InputHashes::qemu(const std::string &program)
{
	const auto [version, first] = versions_.try_emplace(program);

	if (first)
		version->second = boot::qemu_version(program);
	return version->second;
}

base::Result<std::string> boot_key(InputHashes &hashes, const Layout &layout, const boot::GuestJob &job,
				   const plan::PlannedBoot &boot)
{
	const auto kernel = hashes.file(job.kernel);
	const auto tools = hashes.folder(layout.guest_bin());
	const auto policies = hashes.folder(layout.policies());

	if (!kernel)
		return base::fail({.id = "no-kernel", .code = base::ExitCode::missing_dependency,
				   .action = "boot the variant", .object = boot.title(),
				   .reason = "there is no " + job.kernel.string(),
				   .hint = "make variant=" + build::kernel_name(boot.variant, boot.dispatch), .errnum = kernel.error().errnum});
	if (!tools)
		return tools;
	if (!policies)
		return policies;

	build::Digest digest;
	digest.add("boot 1").add(*kernel).add(*tools).add(*policies).add(hashes.qemu(boot::qemu_program(job.qemu)));
	for (const std::string &word : boot::planned_command(job))
		digest.add(word);
	for (const std::string &word : job.argv)
		digest.add(word);
	if (!job.plugin.empty()) {
		const auto sum = hashes.file(job.plugin);
		if (!sum)
			return sum;
		digest.add(*sum);
		for (const std::string &event : plan::events_of(boot))
			digest.add(event);
	}
	for (const boot::GuestFile &given : job.files) {
		const auto sum = hashes.file(given.host);
		if (!sum)
			return sum;
		digest.add(given.guest).add(*sum);
	}
	digest.add(boot.variant).add(boot.dispatch).add(boot.stack).add(boot.scenario).add(std::to_string(boot.boot));
	return boot.variant + "-" + boot.scenario + "-" + std::to_string(boot.boot) + "-" + digest.hex().substr(0, 24);
}

} // namespace matrix::collect
