// SPDX-License-Identifier: GPL-2.0
//
// How programs go on: calls, loops, locks, timers, and the kernel's count of them.
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <thread>
#include <vector>

#include "tests/guest/features/run.h"

namespace features {

namespace {

// mkdir(2), which no file system gets to see when a program refuses it.
int mkdir_error(unsigned mode)
{
	constexpr char folder[] = "/tmp/feature-tail";

	if (::mkdir(folder, mode) != 0)
		return errno;
	must(::rmdir(folder) == 0, "rmdir");
	return 0;
}

void tail_call(Run &run)
{
	const std::uint32_t first = 0;
	const std::uint32_t second = 1;
	const int next = run.map("next");
	const int callee = run.program("callee");
	const int stranger = run.program("stranger");

	run.attach("caller");
	equal(mkdir_error(0711), EXDEV, "mkdir(2) with no program to call");
	must(bpf_map_update_elem(next, &first, &callee, BPF_ANY) == 0, "a program of the same hook in the map");
	equal(mkdir_error(0711), ENFILE, "mkdir(2) with a program to call");
	equal(run.state().value[0], 0711, "the argument that the called program found");
	equal(run.state().calls, 1, "calls of it");
	equal(bpf_map_update_elem(next, &second, &stranger, BPF_ANY) == 0 ? 0 : errno, EINVAL,
	      "a program of another hook in the map");
	must(bpf_map_delete_elem(next, &first) == 0, "taking the program out");
	equal(mkdir_error(0711), EXDEV, "mkdir(2) with no program to call, again");
}

// Whether `value` becomes `wanted` in a minute: a wait, not a measurement.
bool becomes(const long &value, long wanted)
{
	constexpr useconds_t glance_us = 1000;

	for (int i = 0; i < 60'000 && static_cast<const volatile long &>(value) != wanted; ++i)
		::usleep(glance_us);
	return value == wanted;
}

void timer(Run &run)
{
	constexpr unsigned long soon_ns = 1'000'000;
	constexpr unsigned long never_ns = 1'000'000'000'000;

	equal(call(40, soon_ns), 0, "starting a timer");
	equal(call(2, never_ns), 0, "starting another");
	must(becomes(run.state().value[0], 40), "the first timer fires");
	equal(call(2), 0, "stopping the other");
	equal(run.state().value[1], 1, "it was waiting");
	equal(call(40), 0, "stopping the first");
	equal(run.state().value[1], 0, "it was not");
	equal(run.state().value[0], 40, "what fired");
}

void spin_lock(Run &run)
{
	struct Pair {
		std::uint32_t lock;
		std::uint64_t first;
		std::uint64_t second;
	};
	constexpr int rounds = 500;
	const int pairs = run.map("pairs");
	const std::uint32_t key = 0;
	const auto work = [] {
		for (int i = 0; i < rounds; ++i)
			equal(call(1), 0, "the call");
	};
	const auto look = [pairs, key] {
		Pair pair{};
		must(bpf_map_lookup_elem_flags(pairs, &key, &pair, BPF_F_LOCK) == 0, "the pair under its lock");
		return pair;
	};

	std::vector<std::thread> threads;
	for (int i = 0; i < 3; ++i)
		threads.emplace_back(work);
	for (int i = 0; i < rounds; ++i) {
		const Pair pair = look();
		equal(static_cast<long>(pair.first + pair.second), 0, "the sum of the two");
	}
	for (std::thread &thread : threads)
		thread.join();
	// Both programs, in three threads.
	equal(static_cast<long>(look().first), 2L * 3 * rounds, "the first of the two");
}

void loops(Run &run)
{
	equal(call(1000), 0, "the call");
	equal(run.state().value[0], 1000, "rounds of bpf_loop");
	equal(run.state().value[1], 499'500, "its sum");
	equal(run.state().value[2], 499'500, "the iterator's sum");
}

void dynptr(Run &run)
{
	constexpr unsigned long number = 0x1122334455667788;

	equal(call(number), 0, "the call");
	equal(run.state().value[0], 0, "bpf_dynptr_write");
	equal(run.state().value[1], -E2BIG, "bpf_dynptr_write beyond the end");
	equal(run.state().value[2], 24, "the size after bpf_dynptr_adjust");
	equal(run.state().value[3], number, "bpf_dynptr_read");
	equal(run.state().value[4], 0xffffffffffffff88, "the first byte of bpf_dynptr_data, with its sign");
}

void subprograms(Run &run)
{
	equal(call(40, 21), 0, "the call");
	equal(run.state().value[0], 42, "a function's value");
	equal(run.state().value[1], 40, "the hook's argument, in a function that got the context");
}

// Loads the program of extension.bpf.c that is to stand in the place of `function`
// of `target`: a descriptor, or minus an errno. `log` has what the verifier said.
int load_extension(int target, const char *extension, const char *function, std::string &log)
{
	const std::string_view bytes = object_bytes("extension");
	bpf_object *object = bpf_object__open_mem(bytes.data(), bytes.size(), nullptr);
	bpf_program *program = nullptr;

	must(object != nullptr, "extension.bpf.o");
	log.assign(1 << 16, '\0');
	bpf_object__for_each_program(program, object) {
		const bool wanted = std::string_view{bpf_program__name(program)} == extension;
		bpf_program__set_autoload(program, wanted);
		if (!wanted)
			continue;
		must(bpf_program__set_attach_target(program, target, function) == 0, function);
		bpf_program__set_log_buf(program, log.data(), log.size());
	}
	const int error = bpf_object__load(object);
	const bpf_program *loaded = bpf_object__find_program_by_name(object, extension);
	const int found = error != 0 ? error : ::dup(bpf_program__fd(loaded));
	bpf_object__close(object);
	return found;
}

// A function that the program calls may be replaced. The program itself may not:
// what stands in its place may return what no hook's range has.
void extension(Run &run)
{
	const int target = run.program("call");
	std::string log;
	const base::Fd thrice{load_extension(target, "thrice", "twice", log)};
	must(static_cast<bool>(thrice), log.c_str());
	bpf_link_create_opts options{};

	options.sz = sizeof(options);
	const base::Fd link{must(bpf_link_create(thrice.get(), 0, static_cast<bpf_attach_type>(0), &options), "its link")};
	equal(call(40, 14), 0, "the call");
	equal(run.state().value[0], 42, "the value of the function in its place");
	equal(load_extension(target, "whole", "call", log), -EINVAL, "freplace of the whole program");
	errno = 0;
	must(log.find("Cannot replace") != std::string::npos, log.c_str());
}

void run_stats(Run &run)
{
	const base::Fd enabled{bpf_enable_stats(BPF_STATS_RUN_TIME)};
	const auto count_of = [&run](const char *program) {
		struct bpf_prog_info info {};
		unsigned size = sizeof(info);
		must(bpf_obj_get_info_by_fd(run.program(program), &info, &size) == 0, program);
		return static_cast<long>(info.run_cnt);
	};

	must(static_cast<bool>(enabled), "BPF_ENABLE_STATS");
	const long told_before = run.state().value[0];
	const long plain_before = count_of("plain");
	const long sleepable_before = count_of("sleepable");
	const long counted_before = count_of("told");
	for (int i = 0; i < 10; ++i)
		equal(call(), 0, "the call");
	for (int i = 0; i < 10; ++i) {
		make_file("/tmp/feature-stats");
		must(::unlink("/tmp/feature-stats") == 0, "unlink");
	}
	// Others may call prctl(2), too, which these programs let pass.
	must(count_of("plain") >= plain_before + 10, "runs of a program");
	must(count_of("sleepable") >= sleepable_before + 10, "runs of a sleepable program");
	must(run.state().value[0] >= told_before + 10, "inodes that were freed");
	must(count_of("told") >= counted_before + 10, "runs of a program on a hook without a verdict");
}

constexpr std::array features{
	Feature{"tail_call", "taken to a program of the same hook; another hook's is not let into the map", tail_call, true},
	Feature{"timer", "one fires, one is stopped", timer},
	Feature{"spin_lock", "two numbers change together, in programs that sleep and that do not", spin_lock},
	Feature{"loops", "1000 rounds of bpf_loop and of an iterator", loops},
	Feature{"dynptr", "written, read, and refused beyond the end", dynptr},
	Feature{"subprograms", "functions, one with the program's context", subprograms},
	Feature{"extension", "a function is replaced, the program cannot be", extension, false, "subprograms"},
	Feature{"run_stats", "the kernel counts the runs", run_stats},
};

} // namespace

std::span<const Feature> control_features() { return features; }

} // namespace features
