// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/qemu.h"

#include <x86intrin.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>

#include "matrix/boot/child.h"

namespace matrix::boot {

namespace {

using Words = std::vector<std::string>;

// What makes two boots alike and keeps randomness out of counts:
//   nokaslr       addresses equal System.map, for whoever traces
//   norandmaps    no ASLR: page-table and VMA work are the same in each process
//   panic=-1      a panic ends QEMU at once (with -no-reboot)
//   cryptomgr.notests  no self-tests of ciphers: a kernel with CONFIG_SECURITY has more of
//                 them and does them beside the first workloads, a tick of 4 ms at a time
constexpr const char *fixed_words =
	"console=ttyS0,115200 earlyprintk=serial,ttyS0,115200 panic=-1 nokaslr norandmaps cryptomgr.notests";

// TCG has none of the CPU features by which a kernel tells a machine without
// Spectre or Meltdown, so what it would choose by itself is that of no real
// one. Asked for by name: retpolines (what an indirect call costs on CPUs
// without enhanced IBRS) and no page-table isolation (CPUs since 2019).
//   tsc=reliable  no watchdog timer that compares clocks every half second
//   nolapic       interrupts by the old controllers: calibrating the local APIC
//                 timer is 100 ms of waiting in a PAUSE loop, and a PAUSE under
//                 icount takes QEMU so long that a boot took minutes
constexpr const char *tcg_words = "spectre_v2=retpoline pti=off tsc=reliable";
// Other processors are started through the local APIC.
constexpr const char *one_cpu_words = "nolapic";

void append(Words &to, std::initializer_list<const char *> words) { to.insert(to.end(), words.begin(), words.end()); }

void append_accelerator(Words &words, const GuestJob &job)
{
	switch (for_cpus(job.accelerator, job.cpus)) {
	case Accelerator::kvm: append(words, {"-accel", "kvm", "-cpu", "host"}); return;
	case Accelerator::tcg_icount:
		// One nanosecond of guest time per instruction, and idle time
		// skipped: TSC differences are instruction counts.
		//
		// Recording (of which nothing is kept) for what it does to QEMU's
		// threads: they take turns. Without it the main thread may skip
		// idle time when a CPU has halted, but not yet accounted for its
		// last instructions, and a timer fires that much too late: on a
		// busy host, one of six boots had samples of its own.
		append(words, {"-accel", "tcg,thread=single", "-icount",
			       "shift=0,sleep=off,rr=record,rrfile=/dev/null", "-seed", "1", "-rtc",
			       "base=2025-01-01T00:00:00,clock=vm"});
		break;
	case Accelerator::tcg:
		// One thread for several processors, too: they take turns. In
		// parallel, QEMU 7.2 lets a processor run an int3 that the kernel
		// had put into its code, and taken out again, and the kernel dies
		// of it: Debian's own kernel in a minute, with a static key that
		// was switched on and off.
		append(words, {"-accel", "tcg,thread=single"});
		break;
	}
	// TCG's "max" has SMAP, SMEP, FSGSBASE and the like as today's machines
	// have, and is an AMD: no Meltdown, no MDS. Five-level page tables are
	// not what machines of 1 GiB to 64 TiB use.
	append(words, {"-cpu", "max,la57=off"});
}

// One to a socket: without ACPI a kernel learns of processors from the BIOS's MP
// table, which has one line for each socket.
std::string processors(unsigned count)
{
	const std::string number = std::to_string(count);

	return count == 1 ? number : number + ",sockets=" + number + ",cores=1,threads=1";
}

// Without icount the guest's TSC is the host's, and there is no clock beside it
// but the PIT, against which a kernel on a busy host fails to calibrate it. So
// it is told. What is wrong by a thousandth makes the guest's clock go wrong by
// as much and nothing else.
unsigned long host_tsc_khz()
{
	static const unsigned long khz = [] {
		using Clock = std::chrono::steady_clock;
		const auto start = Clock::now();
		const unsigned long long first = __rdtsc();
		std::this_thread::sleep_for(std::chrono::milliseconds{20});
		const unsigned long long last = __rdtsc();
		const auto us = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count();
		return static_cast<unsigned long>((last - first) * 1000 / static_cast<unsigned long long>(us));
	}();

	return khz;
}

bool plain(const std::string &word)
{
	return !word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
						       "0123456789_-+=.,:/@%") == std::string::npos;
}

} // namespace

std::string qemu_program(const std::string &option)
{
	if (!option.empty())
		return option;
	const char *set = std::getenv("HOOKMATRIX_QEMU");
	return set != nullptr && *set != '\0' ? set : "qemu-system-x86_64";
}

std::string qemu_version(const std::string &program)
{
	const std::unique_ptr<FILE, int (*)(FILE *)> pipe{::popen((shell_line({program}) + " --version 2>/dev/null").c_str(), "re"), ::pclose};
	std::array<char, 256> line{};

	if (!pipe || std::fgets(line.data(), line.size(), pipe.get()) == nullptr)
		return {};
	const std::string text = line.data();
	return text.substr(0, text.find('\n'));
}

std::string kernel_command_line(const GuestJob &job)
{
	std::string line = fixed_words;

	if (job.accelerator != Accelerator::kvm)
		line += std::string{" "} + tcg_words;
	if (job.accelerator != Accelerator::kvm && job.cpus == 1)
		line += std::string{" "} + one_cpu_words;
	if (for_cpus(job.accelerator, job.cpus) == Accelerator::tcg)
		line += " tsc_early_khz=" + std::to_string(host_tsc_khz());
	// Last, so that the user's words win.
	for (const std::string &word : job.append)
		line += " " + word;
	return line;
}

Words qemu_arguments(const GuestJob &job, const QemuPaths &paths)
{
	Words words{paths.qemu};

	append(words, {"-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-machine", "pc"});
	append_accelerator(words, job);
	append(words, {"-smp"});
	words.push_back(processors(job.cpus));
	append(words, {"-m"});
	words.push_back(std::to_string(job.memory_mib));
	if (paths.console == ConsoleKind::interactive) {
		append(words, {"-serial", "mon:stdio", "-serial", "null"});
	} else {
		// ISA serial ports on purpose: a byte is written by the guest's
		// instruction and not by a completion at some later time, as
		// virtio's would be; counts stay equal from boot to boot.
		//
		// Files on purpose, too: a pipe or socket that is full makes
		// QEMU retry when the host gets to it, and samples near such a
		// retry differed by tens of instructions from boot to boot.
		append(words, {"-chardev"});
		words.push_back("file,id=console,path=/dev/fd/" + std::to_string(console_fd_in_child));
		append(words, {"-serial", "chardev:console", "-chardev"});
		words.push_back("file,id=channel,path=/dev/fd/" + std::to_string(channel_fd_in_child));
		append(words, {"-serial", "chardev:channel"});
	}
	if (!job.plugin.empty())
		words.insert(words.end(), {"-plugin", job.plugin.string() + "," + job.plugin_arguments});
	words.insert(words.end(), {"-kernel", job.kernel.string(), "-initrd", paths.initramfs.string(), "-append",
				   kernel_command_line(job)});
	return words;
}

std::string shell_line(const Words &words)
{
	std::string line;

	for (const std::string &word : words) {
		if (!line.empty())
			line += ' ';
		if (plain(word)) {
			line += word;
			continue;
		}
		line += '\'';
		for (const char byte : word)
			line += byte == '\'' ? std::string{"'\\''"} : std::string(1, byte);
		line += '\'';
	}
	return line;
}

} // namespace matrix::boot
