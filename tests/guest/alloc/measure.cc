// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/alloc/measure.h"

#include <fcntl.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <vector>

#include "loader/base/fd.h"
#include "loader/base/files.h"
#include "tests/guest/torture/kernel.h"

namespace alloc {

namespace {

std::string text_of(const char *path) { return base::read_file(path).value_or(""); }

// The number that follows `label`; 0 when there is none.
long number_after(const std::string &text, std::string_view label)
{
	const std::size_t at = text.find(label);

	return at == std::string::npos ? 0 : std::strtol(text.c_str() + at + label.size(), nullptr, 10);
}

long lines(const char *path)
{
	const std::string text = text_of(path);

	return std::count(text.begin(), text.end(), '\n');
}

// All and unused ones.
long inodes_in_use()
{
	const std::string text = text_of("/proc/sys/fs/inode-nr");
	char *end = nullptr;
	const long all = std::strtol(text.c_str(), &end, 10);

	return all - std::strtol(end, nullptr, 10);
}

struct KindRow {
	const char *name;
	long (*count)();
};

constexpr std::array<KindRow, Measure::kinds> rows{
	KindRow{"files", [] { return std::strtol(text_of("/proc/sys/fs/file-nr").c_str(), nullptr, 10); }},
	KindRow{"inodes", inodes_in_use},
	KindRow{"sockets", [] { return number_after(text_of("/proc/net/sockstat"), "sockets: used "); }},
	KindRow{"message queues", [] { return lines("/proc/sysvipc/msg"); }},
	KindRow{"shared segments", [] { return lines("/proc/sysvipc/shm"); }},
	KindRow{"semaphores", [] { return lines("/proc/sysvipc/sem"); }},
	KindRow{"keys", [] { return lines("/proc/keys"); }},
	KindRow{"mounts", [] { return lines("/proc/self/mountinfo"); }},
	KindRow{"BPF programs", [] { return torture::count_objects().programs; }},
	KindRow{"BPF maps", [] { return torture::count_objects().maps; }},
};

// Empties what the kernel keeps of freed objects: unused slabs, and with KASAN the
// quarantine, where a freed object stays for a time, so that its use is seen.
void shrink_caches()
{
	std::error_code none;

	for (const auto &cache : std::filesystem::directory_iterator("/sys/kernel/slab", none)) {
		if (cache.is_symlink(none))
			continue; // another name of one
		const base::Fd shrink{::open((cache.path() / "shrink").c_str(), O_WRONLY | O_CLOEXEC)};
		[[maybe_unused]] const ssize_t put = ::write(shrink.get(), "1", 1);
	}
}

// What the kernel has allocated for itself and will not give back by itself.
long memory_kib()
{
	shrink_caches();
	// Counters of processors that were not added up yet.
	const base::Fd refresh{::open("/proc/sys/vm/stat_refresh", O_WRONLY | O_CLOEXEC)};
	[[maybe_unused]] const ssize_t put = ::write(refresh.get(), "1", 1);
	const std::string text = text_of("/proc/meminfo");
	long kib = 0;

	for (const char *label : {"SUnreclaim:", "KernelStack:", "PageTables:", "VmallocUsed:", "Percpu:"})
		kib += number_after(text, label);
	return kib;
}

} // namespace

Measure Measure::take()
{
	Measure measure;

	for (std::size_t i = 0; i < rows.size(); i++)
		measure.objects[i] = rows[i].count();
	measure.kib = memory_kib();
	return measure;
}

void Measure::settle()
{
	constexpr unsigned tries = 120;
	constexpr unsigned in_a_row = 6;
	constexpr useconds_t between_us = 500000;
	long before = memory_kib();

	for (unsigned i = 0, still = 0; i < tries && still < in_a_row; i++) {
		::usleep(between_us);
		const long now = memory_kib();
		still = now >= before ? still + 1 : 0;
		before = now;
	}
}

bool Measure::sees_leaks(unsigned refusals)
{
	struct Message {
		long type = 1;
		char text = 'x';
	};
	constexpr unsigned most_on_a_queue = 8000;
	const Message message;
	std::vector<int> queues;

	const Measure before = take();
	for (unsigned i = 0; i < refusals; i++) {
		if (i % most_on_a_queue == 0)
			queues.push_back(::msgget(IPC_PRIVATE, IPC_CREAT | 0600));
		::msgsnd(queues.back(), &message, 1, IPC_NOWAIT);
	}
	Measure after = take();
	// By the memory alone, as of what is not counted.
	std::copy(std::begin(before.objects), std::end(before.objects), std::begin(after.objects));
	for (const int queue : queues)
		::msgctl(queue, IPC_RMID, nullptr);
	return !after.grown_since(before, refusals).empty();
}

std::string Measure::grown_since(const Measure &before, unsigned refusals) const
{
	constexpr long bytes_per_refusal = 32;
	std::string text;

	for (std::size_t i = 0; i < rows.size(); i++)
		if (objects[i] > before.objects[i])
			text += std::string{text.empty() ? "" : ", "} + rows[i].name + " +" +
				std::to_string(objects[i] - before.objects[i]);
	if ((kib - before.kib) * 1024 > bytes_per_refusal * static_cast<long>(refusals))
		text += std::string{text.empty() ? "" : ", "} + "memory +" + std::to_string(kib - before.kib) + " KiB";
	return text;
}

} // namespace alloc
