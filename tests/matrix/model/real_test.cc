// SPDX-License-Identifier: GPL-2.0
#include "matrix/model/real.h"

#include <gmock/gmock.h>

#include "matrix/model/render.h"
#include "tests/matrix/compare/timed.h"

namespace matrix::model {
namespace {

using example::around;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

// Everything takes a nanosecond and, where there are cycles, three of them.
Prices prices(bool with_cycles = false)
{
	json rows = json::array();

	for (const Needed &needed : needed_prices()) {
		rows.push_back({{"name", needed.name}, {"kind", "part"}, {"from", needed.from}, {"meaning", ""}, {"ns", {{"median", 1}}}, {"events", nullptr}});
		if (with_cycles)
			rows.back()["cycles"] = {{"median", 3}};
	}
	const json file{{"schema_version", 1}, {"program", "hooklab"}, {"context", {{"cpu", "a CPU"}}}, {"prices", rows}};
	auto read = parse_prices(file.dump(), "lab.json");
	EXPECT_TRUE(read) << read.error().to_string();
	return *read;
}

compare::Comparison compared(compare::Results results) { return *compare::compare(std::move(results)); }

class Real : public testing::Test {
protected:
	// bpf-lsm has 10 instructions more than none, and 20 with a program.
	Real()
	{
		compare::Results counts;
		for (const auto &[configuration, instructions] : {std::pair{example::none_idle, 100.0}, {example::bpf_idle, 110.0}, {example::bpf_noop, 120.0}}) {
			for (const std::string_view name : needed_events()) {
				counts.cells.push_back(example::cell(configuration, "eventfd_write", {name == "kernel-instructions" ? instructions : 0}));
				counts.cells.back().counter = name;
			}
		}
		modelled_ = *model_cells(compared(std::move(counts)), model_, Over::none);
	}

	base::Result<void> add(compare::Results results) { return add_real(modelled_, compared(std::move(results)), model_, Over::none); }

	const Model model_{prices()};
	Modelled modelled_;
};

TEST_F(Real, TimesStandBesideTheModelWithItsError)
{
	ASSERT_TRUE(add(example::timed({{example::none_idle, around(100)}, {example::bpf_idle, around(110)}, {example::bpf_noop, around(140)}})));
	ASSERT_TRUE(modelled_.cells[0].real);
	EXPECT_NEAR(modelled_.cells[0].real->ns, 10, 0.1);
	EXPECT_TRUE(modelled_.cells[0].real->significant);
	const RealChecks checks = check_real(modelled_);
	EXPECT_EQ(checks.rows, 2U);
	EXPECT_EQ(checks.chance, 0U);
	EXPECT_NEAR(checks.worst_error, 0.5, 0.01); // 20 of 40
	EXPECT_GE(checks.outside, 1U);
}

TEST_F(Real, WhatMayBeChanceIsNoError)
{
	ASSERT_TRUE(add(example::timed({{example::none_idle, around(100)}, {example::bpf_idle, around(100)}, {example::bpf_noop, around(120)}})));
	const RealChecks checks = check_real(modelled_);

	EXPECT_EQ(checks.rows, 1U);
	EXPECT_EQ(checks.chance, 1U);
	EXPECT_LT(checks.worst_error, 0.02);
}

TEST_F(Real, CyclesAreTimeAtTheClockThatTheLabSaw)
{
	compare::Results cycles = example::timed({{example::none_idle, around(300)}, {example::bpf_idle, around(330)}});
	for (compare::Cell &cell : cycles.cells)
		cell.counter = "cycles";
	EXPECT_EQ(add(cycles).error().id, "nothing-in-common"); // which it did not see
	const Model with{prices(true)};
	ASSERT_EQ(with.prices().cycles_per_ns(), 3);
	ASSERT_TRUE(add_real(modelled_, compared(cycles), with, Over::none));
	EXPECT_NEAR(modelled_.cells[0].real->ns, 10, 0.1);
	EXPECT_FALSE(modelled_.cells[1].real);
}

TEST_F(Real, OfAnotherProcessorOrOfCountsIsRefused)
{
	compare::Results other = example::timed({{example::none_idle, around(100)}, {example::bpf_idle, around(110)}});
	other.context["guest"]["cpu"] = "another CPU";
	EXPECT_EQ(add(other).error().id, "cpus-differ");
	EXPECT_EQ(add(example::results()).error().id, "results-not-timed");
	EXPECT_EQ(add(example::timed({{example::none_idle, around(100)}, {example::override_idle, around(110)}})).error().id, "nothing-in-common");
}

TEST_F(Real, IsSaidInEachFormat)
{
	const auto comparison = compared(example::results());
	EXPECT_THAT(error_text(model_, &modelled_), HasSubstr("not tried on cycles of a kernel"));
	ASSERT_TRUE(add(example::timed({{example::none_idle, around(100)}, {example::bpf_idle, around(110)}, {example::bpf_noop, around(100)}})));
	const std::string text = cells_text(comparison, model_, modelled_, Over::none, Format::text);

	EXPECT_THAT(text, HasSubstr("measured"));
	EXPECT_THAT(text, HasSubstr("Tried on the 1 differences that were measured"));
	EXPECT_THAT(text, Not(HasSubstr("not tried on cycles")));
	const json written = to_json(model_, &modelled_, Over::none);
	EXPECT_EQ(written.at("real").at("rows"), 1);
	EXPECT_EQ(written.at("cells").at(0).at("measured").at("significant"), true);
	EXPECT_EQ(written.at("cells").at(1).at("measured").at("significant"), false);
	EXPECT_TRUE(to_json(model_, nullptr, Over::none).at("real").is_null());
}

} // namespace
} // namespace matrix::model
