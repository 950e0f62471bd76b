// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/guest.h"

#include <sys/stat.h>

#include "matrix/boot/initramfs.h"
#include "matrix/boot/prepare.h"
#include "matrix/boot/qemu.h"
#include "matrix/boot/supervisor.h"
#include "loader/base/temp_dir.h"

namespace matrix::boot {

namespace {

base::Result<void> check_kernel(const std::filesystem::path &kernel)
{
	std::error_code failed;

	if (std::filesystem::is_regular_file(kernel, failed))
		return {};
	return base::fail({.id = "no-kernel", .code = base::ExitCode::missing_dependency, .action = "find the kernel",
			   .object = kernel.string(), .reason = "there is no such file",
			   .hint = "build it: make variant=" + kernel.parent_path().filename().string(), .errnum = 0});
}

} // namespace

std::string guest_path_of(const GuestFile &file)
{
	const std::string name = file.host.filename().string();
	struct stat info {};

	if (file.guest.ends_with('/'))
		return file.guest + name;
	if (!file.guest.empty())
		return file.guest;
	const bool runs = ::stat(file.host.c_str(), &info) == 0 && (info.st_mode & S_IXUSR) != 0;
	return (runs ? "/bin/" : "/") + name;
}

base::Result<void> prepare_initramfs(const Layout &layout, const GuestJob &job, const guest::Job &inner,
				     const std::filesystem::path &archive)
{
	Initramfs root;

	if (auto done = check_kernel(job.kernel); !done)
		return done;
	if (auto done = root.add_base(layout.guest_bin(), layout.policies()); !done)
		return done;
	for (const GuestFile &file : job.files)
		if (auto done = root.add_host_file(file.host, guest_path_of(file)); !done)
			return done;
	auto text = guest::job_to_json(inner);
	if (!text)
		return tl::unexpected(text.error());
	if (auto done = root.add_file(guest::job_path, *text, 0644); !done)
		return done;
	return root.write(archive);
}

base::Result<GuestReport> run_guest(const Layout &layout, const GuestJob &job, GuestObserver *observer)
{
	const guest::Job inner{.argv = job.argv, .environment = job.environment, .uid = job.uid};
	const auto dir = base::TempDir::create();

	if (!dir)
		return tl::unexpected(dir.error());
	const QemuPaths paths{.qemu = qemu_program(job.qemu), .initramfs = dir->path() / "initramfs.cpio"};
	if (auto done = prepare_initramfs(layout, job, inner, paths.initramfs); !done)
		return tl::unexpected(done.error());
	return Supervisor(qemu_arguments(job, paths), {.timeout = job.timeout, .silence = job.silence}, observer).run();
}

std::vector<std::string> planned_command(const GuestJob &job)
{
	return qemu_arguments(job, {.qemu = qemu_program(job.qemu), .initramfs = "initramfs.cpio"});
}

} // namespace matrix::boot
