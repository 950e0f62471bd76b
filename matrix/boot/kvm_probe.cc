// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>

#include "loader/base/fd.h"
#include "loader/base/files.h"
#include "matrix/boot/accelerator.h"
#include "matrix/boot/child.h"
#include "matrix/boot/qemu.h"
#include "loader/base/temp_dir.h"

namespace matrix::boot {

namespace {

using namespace std::string_view_literals;

constexpr auto patience = std::chrono::seconds{5};

// A boot sector that goes the way of a kernel: loaded by the firmware, then
// real mode, long mode, work, one write to the isa-debug-exit port. Code that ran
// without the firmware was seen to pass where no kernel boots. So was code that did
// no work: PVM, a KVM without the processor's help, emulates the instructions of a
// kernel, some two million a second: seconds for a firmware, no end for a kernel.
// The loop is a tenth of a second where a processor executes it, minutes there.
constexpr std::string_view sector =
	"\xea\x05\x7c\x00\x00"                 // 00 ljmp  $0, $0x7c05
	"\xfa\x31\xc0\x8e\xd8\x8e\xc0\x8e\xd0" // 05 cli; ax = 0; ds = es = ss = ax
	"\xbc\x00\x7c\xfc"                     // 0e mov   $0x7c00, %sp; cld
	"\xbf\x00\x10\xb9\x00\x18\xf3\xab"     // 12 clear 0x1000-0x3fff, the page tables
	"\xc7\x06\x00\x10\x03\x20"             // 1a PML4[0] = 0x2003
	"\xc7\x06\x00\x20\x03\x30"             // 20 PDPT[0] = 0x3003
	"\xc7\x06\x00\x30\x83\x00"             // 26 PD[0]   = 0x0083, a 2 MiB page at 0
	"\x66\x0f\x01\x16\x88\x7c"             // 2c lgdtl 0x7c88
	"\xb0\x20\x0f\x22\xe0"                 // 32 cr4 = PAE
	"\x66\xb8\x00\x10\x00\x00\x0f\x22\xd8" // 37 cr3 = 0x1000
	"\x66\xb9\x80\x00\x00\xc0\x0f\x32"     // 40 rdmsr EFER
	"\x0d\x00\x01\x0f\x30"                 // 48 EFER |= LME
	"\x0f\x20\xc0\x66\x0d\x01\x00\x00\x80" // 4d cr0 |= PG | PE
	"\x0f\x22\xc0"                         // 56
	"\x66\xea\x61\x7c\x00\x00\x08\x00"     // 59 ljmpl $8, $0x7c61
	"\xb9\x00\xc2\xeb\x0b"                 // 61 64 bit: ecx = 200000000
	"\xff\xc9\x75\xfc"                     // 66 dec ecx; jnz 0x66
	"\xb0\x2a\xe6\xf4\xf4\xeb\xfd"         // 6a outb $0x2a, $0xf4; hlt; jmp -3
	"\x00\x00\x00\x00\x00\x00\x00"         // 71 up to a multiple of 8
	"\x00\x00\x00\x00\x00\x00\x00\x00"     // 78 GDT: null
	"\x00\x00\x00\x00\x00\x9a\x20\x00"     // 80      64-bit code
	"\x0f\x00\x78\x7c\x00\x00"sv;          // 88 GDTR: limit 15, base 0x7c78
// isa-debug-exit ends QEMU with (value << 1) | 1.
constexpr int seen_status = (0x2a << 1) | 1;

std::string sector_image()
{
	std::string image{sector};

	image.resize(512, '\0');
	image[510] = '\x55';
	image[511] = '\xaa';
	return image;
}

std::string all_of(int fd)
{
	std::array<char, 4096> buffer;
	std::string text;

	::fcntl(fd, F_SETFL, O_NONBLOCK);
	for (ssize_t got = 0; (got = ::read(fd, buffer.data(), buffer.size())) > 0;)
		text.append(buffer.data(), static_cast<std::size_t>(got));
	return text.substr(0, text.find('\n'));
}

KvmProbe run_sector(const std::string &qemu, std::string_view accelerator, const std::string &image)
{
	auto child = Child::start({qemu, "-accel", std::string{accelerator}, "-cpu", "max", "-machine", "pc", "-m", "64",
				   "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-drive",
				   "if=floppy,format=raw,readonly=on,file=" + image, "-device",
				   "isa-debug-exit,iobase=0xf4,iosize=1"});
	if (!child)
		return {KvmAnswer::unknown, "QEMU did not start: " + child.error().reason};
	const auto deadline = std::chrono::steady_clock::now() + patience;
	while (std::chrono::steady_clock::now() < deadline) {
		const auto status = child->try_wait();
		if (status && WIFEXITED(*status) && WEXITSTATUS(*status) == seen_status)
			return {KvmAnswer::yes, "a tiny guest was seen to run"};
		if (status)
			return {KvmAnswer::no, "QEMU gave up on the tiny guest: " + all_of(child->err())};
		std::this_thread::sleep_for(std::chrono::milliseconds{10});
	}
	// The child's owner kills it. A loaded machine may just be slow, but not
	// by a factor of a hundred.
	return {KvmAnswer::no,
		fmt::format("{}: a tiny guest did not end within {} seconds", accelerator, patience.count())};
}

} // namespace

KvmProbe probe_guest(const std::string &qemu, std::string_view accelerator)
{
	const auto dir = base::TempDir::create();
	if (!dir)
		return {KvmAnswer::unknown, dir.error().reason};
	const std::filesystem::path image = dir->path() / "sector";
	if (auto done = base::write_file_atomically(image, sector_image()); !done)
		return {KvmAnswer::unknown, done.error().reason};
	return run_sector(qemu_program(qemu), accelerator, image.string());
}

KvmProbe probe_kvm(const std::string &qemu)
{
	const base::Fd device{::open("/dev/kvm", O_RDWR | O_CLOEXEC)};

	if (!device)
		return {KvmAnswer::no, std::string{"/dev/kvm: "} + std::strerror(errno)};
	return probe_guest(qemu, "kvm");
}

} // namespace matrix::boot
