// SPDX-License-Identifier: GPL-2.0
#include "bench/sampler.h"

#include <cerrno>

#include <gtest/gtest.h>

namespace bench {
namespace {

unsigned operations;

// Fails from its third operation on.
class Breaking final : public Workload {
public:
	bool once() noexcept override
	{
		errno = EPERM;
		return ++operations < 3;
	}
};

// From the first one on.
class Refused final : public Workload {
public:
	bool once() noexcept override
	{
		errno = EACCES;
		return false;
	}
};

class Unready final : public Workload {
public:
	base::Result<void> set_up() override
	{
		return base::fail({.id = "workload-set-up", .code = base::ExitCode::failed, .action = "set up",
				   .object = {}, .reason = "on purpose", .hint = {}, .errnum = 0});
	}
	bool once() noexcept override { return true; }
};

class Working final : public Workload {
public:
	bool once() noexcept override
	{
		++operations;
		return true;
	}
};

// Counts operations: exactly one per operation, and two for its own reading.
class Ticking : public Counter {
public:
	base::Result<void> open() override { return {}; }
	std::uint64_t read() noexcept override { return operations + 2 * ++reads_; }
	[[nodiscard]] bool exact() const override { return true; }
	[[nodiscard]] std::string_view source() const override { return "test"; }

private:
	std::uint64_t reads_ = 0;
};

class Batching final : public Ticking {
public:
	[[nodiscard]] bool exact() const override { return false; }
};

class Absent final : public Ticking {
public:
	base::Result<void> open() override
	{
		return base::fail({.id = "counter-unavailable", .code = base::ExitCode::failed, .action = "open",
				   .object = {}, .reason = "there is none", .hint = {}, .errnum = 0});
	}
};

template <class T> std::unique_ptr<Workload> make_workload() { return std::make_unique<T>(); }
template <class T> std::unique_ptr<Counter> make_counter(const CounterOptions &) { return std::make_unique<T>(); }

template <class W> WorkloadRow workload() { return {"w", "an operation", "-", {.samples = 8, .warm_ups = 1, .batch = 4, .rest_us = 0}, make_workload<W>}; }
template <class C> CounterRow counter() { return {"c", "c/op", "a count", make_counter<C>}; }

template <class W, class C> Measurement measured(unsigned samples = 0)
{
	const WorkloadRow row = workload<W>();
	const CounterRow column = counter<C>();

	operations = 0;
	return measure({.workload = row, .counter = column, .options = {}, .samples = samples});
}

TEST(Sampler, ASampleIsTheOperationWithoutTheReads)
{
	const Measurement got = measured<Working, Ticking>();

	EXPECT_EQ(got.status, Status::ok);
	EXPECT_EQ(got.overhead, 2);
	EXPECT_EQ(got.batch, 1U);
	EXPECT_EQ(got.samples, std::vector<double>(8, 1));
}

TEST(Sampler, ABatchIsDividedByItsSize)
{
	const Measurement got = measured<Working, Batching>();

	EXPECT_EQ(got.batch, 4U);
	EXPECT_EQ(got.samples, std::vector<double>(8, 1));
	EXPECT_EQ(operations, 1U + 4 + 8 * 4); // the first one, the warm-up and the samples
}

TEST(Sampler, AsManySamplesAsAskedFor)
{
	EXPECT_EQ((measured<Working, Ticking>(3).samples.size()), 3U);
}

TEST(Sampler, AFailingOperationIsAFailureWithItsErrno)
{
	const Measurement got = measured<Breaking, Ticking>();

	EXPECT_EQ(got.status, Status::failed);
	EXPECT_NE(got.reason.find("Operation not permitted"), std::string::npos) << got.reason;
	EXPECT_TRUE(got.samples.empty());
}

TEST(Sampler, AnOperationThatIsNotPermittedIsSkippedWithItsErrno)
{
	const Measurement got = measured<Refused, Ticking>();

	EXPECT_EQ(got.status, Status::skipped);
	EXPECT_NE(got.reason.find("Permission denied"), std::string::npos) << got.reason;
}

TEST(Sampler, AFailingSetUpIsAFailureWithItsReason)
{
	const Measurement got = measured<Unready, Ticking>();

	EXPECT_EQ(got.status, Status::failed);
	EXPECT_NE(got.reason.find("on purpose"), std::string::npos) << got.reason;
}

TEST(Sampler, AnAbsentCounterIsSkippedAndTheWorkloadNotStarted)
{
	const Measurement got = measured<Working, Absent>();

	EXPECT_EQ(got.status, Status::skipped);
	EXPECT_EQ(got.reason, "there is none");
	EXPECT_EQ(operations, 0U);
}

} // namespace
} // namespace bench
