// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <numeric>
#include <vector>

#include "tests/guest/features/groups.h"
#include "tests/guest/features/run.h"

namespace features {

namespace {

// The value of a key of 4 or 8 bytes, -1 when there is none.
template <class Key> long value_of(int map, Key key)
{
	std::uint64_t value = 0;

	return bpf_map_lookup_elem(map, &key, &value) == 0 ? static_cast<long>(value) : -1;
}

void hash_map(Run &run)
{
	const int counts = run.map("counts");

	for (int i = 0; i < 3; ++i)
		equal(call(1), 0, "counting key 1");
	equal(call(2), 0, "counting key 2");
	equal(value_of<std::uint64_t>(counts, 1), 3, "key 1");
	equal(value_of<std::uint64_t>(counts, 2), 1, "key 2");
	equal(call(101), 0, "deleting key 1");
	equal(value_of<std::uint64_t>(counts, 1), -1, "key 1, deleted");
	equal(call(101), -ENOENT, "deleting key 1 again");
	for (unsigned long key = 3; key < 6; ++key)
		equal(call(key), 0, "a key for which there is room");
	equal(call(6), -E2BIG, "a key for which there is no room");
}

void array_map(Run &run)
{
	equal(call(0, 40), 0, "adding to element 0");
	equal(call(7, 2), 0, "adding to element 7");
	equal(call(8, 1), -ENOENT, "adding to an element that is none");
	equal(run.state().value[0], 42, "the sum of all elements");
	equal(run.state().value[1], 8, "the number of elements");
	equal(value_of<std::uint32_t>(run.map("numbers"), 7), 2, "element 7");
}

long sum_of(int map, std::uint32_t key)
{
	std::vector<std::uint64_t> values(static_cast<std::size_t>(must(libbpf_num_possible_cpus(), "the number of CPUs")));

	must(bpf_map_lookup_elem(map, &key, values.data()) == 0, "each CPU's value");
	return static_cast<long>(std::accumulate(values.begin(), values.end(), std::uint64_t{0}));
}

void percpu_maps(Run &run)
{
	equal(call(3), 0, "adding 3");
	equal(call(4), 0, "adding 4");
	equal(sum_of(run.map("in_array"), 0), 7, "the array's sum");
	equal(sum_of(run.map("in_hash"), 0), 70, "the hash's sum");
	equal(sum_of(run.map("in_lru"), 0), 700, "the LRU hash's sum");
	equal(run.state().value[0], 7, "this CPU's value, which has run alone");
	equal(run.state().value[1], 0, "the value of a CPU that is none");
}

unsigned count_keys(int map)
{
	std::uint64_t key = 0;
	unsigned count = 0;

	for (const void *last = nullptr; bpf_map_get_next_key(map, last, &key) == 0; last = &key)
		++count;
	return count;
}

void lru_map(Run &run)
{
	constexpr unsigned long keys = 100;
	long full = 0;

	for (unsigned long key = 0; key < keys; ++key) {
		equal(call(key, key + 1000), 0, "a key for the map that forgets");
		full += run.state().value[0] == -E2BIG;
	}
	equal(full, keys - 8, "keys that the other map refused");
	const unsigned kept = count_keys(run.map("forgets"));
	must(kept > 0 && kept <= 8, "the map that forgets keeps up to 8 keys");
	equal(value_of<std::uint64_t>(run.map("forgets"), keys - 1), keys - 1 + 1000, "the last key");
	equal(value_of<std::uint64_t>(run.map("forgets"), 0), -1, "the first key");
}

void bloom_map(Run &)
{
	long absent = 0;

	for (unsigned long number = 0; number < 10; ++number)
		equal(call(number, 1), 0, "a number to remember");
	for (unsigned long number = 0; number < 10; ++number)
		equal(call(number, 0), 0, "a number that was seen");
	// Its errors are yes for no; with a fixed seed they are always the same.
	for (unsigned long number = 1000; number < 1100; ++number)
		absent += call(number, 0) == -ENOENT;
	must(absent >= 90, "of 100 numbers that were not seen, 90 are known as such");
}

long network_of(Run &run, const char *address)
{
	sockaddr_in to{};
	const int socket = must(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket");

	to.sin_family = AF_INET;
	to.sin_port = htons(9);
	equal(::inet_pton(AF_INET, address, &to.sin_addr), 1, "an address");
	run.state().value[0] = -1;
	// Whether there is a route does not matter: the hook comes first.
	::connect(socket, reinterpret_cast<const sockaddr *>(&to), sizeof(to));
	::close(socket);
	return run.state().value[0];
}

void lpm_map(Run &run)
{
	struct Network {
		std::uint32_t length;
		std::uint8_t address[4];
		std::uint64_t value;
	};
	for (const Network &network : {Network{8, {127, 0, 0, 0}, 1}, Network{16, {127, 1, 0, 0}, 2},
				       Network{24, {127, 1, 2, 0}, 3}})
		must(bpf_map_update_elem(run.map("networks"), &network, &network.value, BPF_ANY) == 0, "a network");
	equal(network_of(run, "127.9.9.9"), 1, "127.9.9.9, in /8");
	equal(network_of(run, "127.1.9.9"), 2, "127.1.9.9, in /16");
	equal(network_of(run, "127.1.2.9"), 3, "127.1.2.9, in /24");
	equal(network_of(run, "192.0.2.1"), 0, "192.0.2.1, in none");
}

void queue_maps(Run &run)
{
	for (unsigned long number = 1; number <= 3; ++number)
		equal(call(number), 0, "a number");
	equal(call(), 0, "taking one");
	equal(run.state().value[0], 1, "the queue's");
	equal(run.state().value[1], 3, "the stack's");
	equal(run.state().value[2], 3, "the stack's, before it was taken");
	for (unsigned long number = 4; number <= 5; ++number)
		equal(call(number), 0, "a number");
	equal(call(6), -E2BIG, "one more than there is room for");
}

struct Record {
	std::uint64_t kind;
	std::uint64_t number;
};

int keep_record(void *records, void *data, std::size_t size)
{
	equal(static_cast<long>(size), sizeof(Record), "a record's size");
	static_cast<std::vector<Record> *>(records)->push_back(*static_cast<const Record *>(data));
	return 0;
}

void ring_buffer_records(Run &run)
{
	std::vector<Record> records;

	ring_buffer *ring = ring_buffer__new(run.map("records"), keep_record, &records, nullptr);
	must(ring != nullptr, "a ring buffer");
	equal(call(5, 7), 0, "records");
	equal(ring_buffer__consume(ring), 3, "records to read: one was discarded");
	ring_buffer__free(ring);
	equal(static_cast<long>(records[0].kind * 100 + records[0].number), 105, "the reserved record");
	equal(static_cast<long>(records[1].kind * 100 + records[1].number), 207, "the copied record");
	equal(static_cast<long>(records[2].kind * 100 + records[2].number), 312, "the dynptr's record");
	equal(run.state().value[0], 4096, "the buffer's size");
	for (int i = 0; i < 30; ++i)
		equal(call(), 0, "records that nobody reads, for which there is room");
	long full = 0;
	for (int i = 0; i < 100; ++i)
		full += call() != 0;
	must(full > 0, "a full buffer takes no record");
}

void user_ring_buffer_records(Run &run)
{
	user_ring_buffer *ring = user_ring_buffer__new(run.map("records"), nullptr);

	must(ring != nullptr, "a user ring buffer");
	for (const std::uint64_t number : {30, 12}) {
		void *record = user_ring_buffer__reserve(ring, sizeof(number));
		must(record != nullptr, "room for a record");
		*static_cast<std::uint64_t *>(record) = number;
		user_ring_buffer__submit(ring, record);
	}
	equal(call(), 0, "draining");
	user_ring_buffer__free(ring);
	equal(run.state().value[0], 2, "drained records");
	equal(run.state().value[1], 42, "their sum");
}

void keep_sample(void *records, int, void *data, std::uint32_t)
{
	static_cast<std::vector<Record> *>(records)->push_back(*static_cast<const Record *>(data));
}

void perf_buffer_records(Run &run)
{
	std::vector<Record> records;

	perf_buffer *buffer = perf_buffer__new(run.map("events"), 8, keep_sample, nullptr, &records, nullptr);
	must(buffer != nullptr, "a perf buffer");
	equal(call(40, 2), 0, "a record");
	must(perf_buffer__consume(buffer) == 0, "reading");
	perf_buffer__free(buffer);
	equal(static_cast<long>(records.size()), 1, "records");
	equal(static_cast<long>(records[0].kind + records[0].number), 42, "the record's sum");
}

void map_in_map(Run &run)
{
	const std::uint32_t key = 0;
	const int first = run.map("first");
	const int second = run.map("second");

	equal(call(1, 1), 0, "with one inner map");
	equal(run.state().value[1], -ENOENT, "the hash, where there is none");
	must(bpf_map_update_elem(run.map("of_hash"), &key, &first, BPF_ANY) == 0, "an inner map for the hash");
	must(bpf_map_update_elem(run.map("of_array"), &key, &second, BPF_ANY) == 0, "another inner map for the array");
	equal(call(10, 100), 0, "with the inner maps changed");
	equal(value_of<std::uint32_t>(first, 0), 101, "the first inner map");
	equal(value_of<std::uint32_t>(second, 0), 10, "the second inner map");
}

void cgroup_array(Run &run)
{
	const Groups groups;
	const std::uint32_t key = 0;
	const int folder = groups.open("a");

	equal(call(), 0, "with no cgroup in the map");
	equal(run.state().value[0], -EAGAIN, "below no cgroup");
	must(bpf_map_update_elem(run.map("groups"), &key, &folder, BPF_ANY) == 0, "a cgroup in the map");
	equal(call(), 0, "outside");
	equal(run.state().value[0], 0, "below a cgroup, outside");
	equal(in_child([&] {
		      groups.enter("a");
		      run.state().process = static_cast<unsigned>(::getpid());
		      equal(call(), 0, "inside");
		      equal(run.state().value[0], 1, "below a cgroup, inside");
		      equal(run.state().value[1], static_cast<long>(groups.id("a")), "the cgroup's id");
		      equal(run.state().value[2], static_cast<long>(groups.id("")), "the root's id");
	      }),
	      0, "a process in the cgroup");
	::close(folder);
}

// Asks the kernel to read it: 0, or EFAULT where a process would die.
int error_of_reading(const char *memory)
{
	int ends[2];

	must(::pipe2(ends, O_CLOEXEC) == 0, "pipe2");
	const int error = ::write(ends[1], memory, 1) == 1 ? 0 : errno;
	::close(ends[0]);
	::close(ends[1]);
	return error;
}

void arena(Run &run)
{
	const auto pages = 4 * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
	auto *const wanted = reinterpret_cast<void *>(static_cast<std::uintptr_t>(FEATURE_ARENA));
	const void *memory = ::mmap(wanted, pages, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE, run.map("arena"), 0);

	must(memory == wanted, "mmap of the arena");
	equal(error_of_reading(static_cast<const char *>(wanted)), EFAULT, "reading a page that nobody gave");
	equal(call(), 0, "asking for a page");
	auto *const page = reinterpret_cast<char *>(run.state().value[0]);
	must(page >= wanted && page < static_cast<const char *>(wanted) + pages, "the page lies in the arena");
	equal(error_of_reading(page), 0, "reading a page that the program gave");
	equal(call(reinterpret_cast<unsigned long>(page)), 0, "giving it back");
	equal(error_of_reading(page), EFAULT, "reading a page that the program took back");
}

constexpr std::array features{
	Feature{"hash_map", "a process's keys are counted, deleted, and refused when there is no room", hash_map},
	Feature{"array_map", "elements are added up by bpf_for_each_map_elem", array_map},
	Feature{"percpu_maps", "array, hash and LRU hash: the CPUs' values add up", percpu_maps},
	Feature{"lru_map", "keeps the last keys and forgets the first", lru_map},
	Feature{"bloom_map", "says no for absent keys, yes for present ones", bloom_map},
	Feature{"lpm_map", "the longest prefix of the address in connect(2)", lpm_map},
	Feature{"queue_maps", "first in first out, and last in first out", queue_maps},
	Feature{"ring_buffer", "user space reads the exact records", ring_buffer_records},
	Feature{"user_ring_buffer", "a program reads user space's records", user_ring_buffer_records},
	Feature{"perf_buffer", "user space reads the exact record", perf_buffer_records},
	Feature{"map_in_map", "the inner map is changed under the program", map_in_map},
	Feature{"cgroup_array", "inside and outside of a cgroup, and the cgroups' ids", cgroup_array},
	Feature{"arena", "a page that a program gives to user space, and takes back", arena},
};

} // namespace

std::span<const Feature> map_features() { return features; }

} // namespace features
