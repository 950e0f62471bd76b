// SPDX-License-Identifier: GPL-2.0
//
// Takes the samples of one workload with one counter, in the calling process.
//
// A sample is the difference of two reads of the counter around the operations,
// less the same difference around an operation that does nothing: so it is the
// operation alone, without the reads and without the call of the workload.
// While samples are taken nothing is allocated and nothing is written: the
// array of samples is in memory and locked before the first one.
//
// What an operation puts off (RCU callbacks, the freeing of a stack) would fall
// into one of the samples after it and give the counts of heavy workloads
// several modes. Those rest before each sample, so that the kernel is done with
// the last operation when the next one starts. Under icount idle time is skipped.
//
//   bench::SampleRequest request{.workload = row, .counter = counter_row, .options = {.icount = true}};
//   bench::Measurement got = bench::measure(request);
//   if (got.status == bench::Status::ok)
//           auto summary = bench::summarize(got.samples);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/counter.h"
#include "bench/workload.h"

namespace bench {

enum class Status { ok, skipped, failed };

std::string_view to_string(Status status);

// Pairs of reads of the counter that measure() makes before the first sample: for
// what a read costs, and around each warm-up.
unsigned pairs_before_samples(const WorkloadRow &workload, unsigned batch);

struct SampleRequest {
	const WorkloadRow &workload;
	const CounterRow &counter;
	CounterOptions options;
	unsigned samples = 0; // 0: as many as the workload's row says
};

struct Measurement {
	Status status = Status::failed; // until the last sample is there
	std::string reason;             // why it is not ok
	std::string source;             // what served the counter
	double overhead = 0;            // of one sample, already subtracted
	unsigned batch = 1;             // operations that a sample is the mean of
	std::vector<double> samples;    // raw, in the order in which they were taken
	std::optional<int> cpu;         // of what is timed: where it stayed, or -1
	std::optional<bool> randomized; // and whether its addresses are those of this process alone
};

Measurement measure(const SampleRequest &request);

} // namespace bench
