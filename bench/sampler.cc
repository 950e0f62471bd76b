// SPDX-License-Identifier: GPL-2.0
#include "bench/sampler.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "bench/one_cpu.h"
#include "bench/set_up.h"

namespace bench {

namespace {

// What the overhead is measured with: the same virtual call, no operation.
class Nothing final : public Workload {
public:
	bool once() noexcept override { return true; }
};

constexpr unsigned overhead_samples = 100;

unsigned warm_up_rounds(const WorkloadRow &row, unsigned batch) { return std::max(1U, row.pace.warm_ups / batch); }

// Around one operation, or around a batch where reading the counter is costly.
std::uint64_t difference(Counter &counter, Workload &workload, unsigned batch, bool &good) noexcept
{
	const std::uint64_t before = counter.read();

	for (unsigned i = 0; i < batch; ++i)
		good = workload.once() && good;
	return counter.read() - before;
}

void rest(const WorkloadRow &row) noexcept
{
	if (row.pace.rest_us != 0)
		(void)::usleep(row.pace.rest_us);
}

// The least of many: an interrupt can only add.
std::uint64_t measure_overhead(Counter &counter, unsigned batch)
{
	Nothing nothing;
	bool good = true;
	std::uint64_t least = UINT64_MAX;

	for (unsigned i = 0; i < overhead_samples; ++i)
		least = std::min(least, difference(counter, nothing, batch, good));
	return least;
}

// Its memory where it is, for steadiness only: where that is not permitted, counting goes
// on. Not MCL_FUTURE: it would populate what mmap_munmap maps.
void keep_memory() { (void)::mlockall(MCL_CURRENT); }

Measurement failed_operation(Measurement measurement, const WorkloadRow &row, unsigned done, int errnum)
{
	measurement.status = Status::failed;
	measurement.reason = std::string{row.name} + ": an operation failed after " + std::to_string(done) +
			     " of them: " + std::strerror(errnum);
	measurement.samples.clear();
	return measurement;
}

Measurement take_samples(Counter &counter, Workload &workload, const SampleRequest &request, unsigned count)
{
	const WorkloadRow &row = request.workload;
	Measurement result;

	result.source = counter.source();
	result.batch = counter.exact() ? 1 : row.pace.batch;
	std::vector<std::uint64_t> raw(count, 1); // not zero, so that the pages are there
	keep_memory();
	const std::uint64_t overhead = measure_overhead(counter, result.batch);

	bool good = true;
	errno = 0;
	const unsigned rounds = warm_up_rounds(row, result.batch);
	for (unsigned i = 0; i < rounds && good; ++i) {
		rest(row);
		(void)difference(counter, workload, result.batch, good);
	}
	if (!good)
		return failed_operation(std::move(result), row, 0, errno);

	unsigned taken = 0;
	for (; taken < count && good; ++taken) {
		rest(row);
		raw[taken] = difference(counter, workload, result.batch, good);
	}
	if (!good)
		return failed_operation(std::move(result), row, taken, errno);

	result.overhead = static_cast<double>(overhead);
	result.samples.reserve(raw.size());
	for (const std::uint64_t value : raw)
		result.samples.push_back(static_cast<double>(value - std::min(value, overhead)) / result.batch);
	result.status = Status::ok;
	return result;
}

// And one operation: what is refused is refused the first time.
base::Result<void> prepare(Workload &workload, const WorkloadRow &row)
{
	if (auto ready = workload.set_up(); !ready)
		return ready;
	errno = 0;
	if (!workload.once())
		return set_up_failed("do the operation of the workload", std::string{row.name});
	return {};
}

} // namespace

std::string_view to_string(Status status)
{
	switch (status) {
	case Status::ok:
		return "ok";
	case Status::skipped:
		return "skipped";
	case Status::failed:
		break;
	}
	return "failed";
}

unsigned pairs_before_samples(const WorkloadRow &workload, unsigned batch)
{
	return overhead_samples + warm_up_rounds(workload, batch);
}

Measurement measure(const SampleRequest &request)
{
	Measurement result;
	const std::unique_ptr<Counter> counter = request.counter.make(request.options);

	result.source = counter->source();
	if (const auto usable = counter->open(); !usable) {
		result.status = Status::skipped;
		result.reason = usable.error().reason;
		return result;
	}
	const int cpu = stay_on_one_cpu(Cpu::first); // the processes that the workload starts, too
	if (!request.options.icount)
		result.cpu = cpu;
	const std::unique_ptr<Workload> workload = request.workload.make();
	if (const auto ready = prepare(*workload, request.workload); !ready) {
		if (ready.error().id == not_here)
			result.status = Status::skipped;
		result.reason = ready.error().to_string();
		return result;
	}
	Measurement taken = take_samples(*counter, *workload, request,
					 request.samples != 0 ? request.samples : request.workload.pace.samples);
	taken.cpu = result.cpu;
	return taken;
}

} // namespace bench
