// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/figures.h"

#include <gmock/gmock.h>

namespace matrix::advise {
namespace {

compare::Cell cell(const compare::Configuration &configuration, double instructions)
{
	return {.configuration = configuration, .workload = "pipe", .counter = "instructions", .unit = "", .accelerator = "tcg-icount",
		.samples = {instructions}, .status = "ok", .reason = {}};
}

compare::Results results()
{
	compare::Results all;

	all.context = {{"accelerator", "tcg-icount"},
		       {"kernels", {{"none", {{"release", "6.12.117"}, {"metadata", {{"size", {{"text", 8192}}}}}, {"memory_kib", {{"kept", 60}}}}},
				    {"bpf-lsm-list", {{"metadata", {{"size", {{"text", 9216}}}}}}}}}};
	all.cells = {cell({"none", "-", "-", "idle"}, 100), cell({"override", "gate", "-", "idle"}, 101), cell({"override", "gate", "-", "noop-all"}, 140),
		     cell({"bpf-lsm", "list", "bpf", "idle"}, 110), cell({"bpf-lsm", "list", "capability", "idle"}, 109),
		     cell({"bpf-lsm", "list", "selinux:enforcing,bpf", "idle"}, 160), cell({"bpf-lsm", "static-call-always", "selinux:enforcing,bpf", "idle"}, 170),
		     cell({"bpf-lsm", "list", "landlock,yama,apparmor:confined,bpf", "idle"}, 150), cell({"bpf-lsm", "list", "apparmor:confined,bpf", "idle"}, 130)};
	return all;
}

double today(const std::vector<std::string> &running, const Release &release)
{
	LsmStack stack;
	stack.running = running;
	const Figures figures = figures_of(results(), stack, release, {"pipe"}, "f");

	EXPECT_EQ(figures.columns[1].title, "today");
	return figures.rows[0].instructions[1].value_or(-1);
}

TEST(Figures, TodayIsTheNearestThatWasMeasured)
{
	EXPECT_EQ(today({"capability", "yama", "selinux", "bpf"}, {6, 12}), 170) << "mainline calls bpf at each hook, by static calls since 6.12";
	EXPECT_EQ(today({"capability", "yama", "selinux", "bpf"}, {6, 6}), 160);
	EXPECT_EQ(today({"capability", "apparmor", "bpf"}, {6, 12}), 130);
	EXPECT_EQ(today({"capability", "landlock", "yama", "apparmor", "bpf"}, {6, 12}), 150);
	EXPECT_EQ(today({"capability", "yama", "bpf"}, {6, 6}), 110);
	EXPECT_EQ(today({"capability"}, {6, 6}), 109);
}

TEST(Figures, WithoutAFrameworkThereIsNoToday)
{
	const Figures figures = figures_of(results(), {}, {6, 12}, {"pipe", "absent"}, "f");

	EXPECT_EQ(figures.columns[1].title, "override");
	EXPECT_EQ(figures.kernel, "6.12.117");
	EXPECT_EQ(figures.rows[0].instructions[1], 101);
	EXPECT_THAT(figures.rows[1].instructions, testing::Each(std::optional<double>{}));
}

TEST(Figures, AColumnHasTheWeightOfItsKernel)
{
	const Figures figures = figures_of(results(), {}, {6, 12}, {"pipe"}, "f");

	ASSERT_EQ(figures.weights.size(), 2) << "what no kernel has is left out";
	EXPECT_EQ(figures.weights[0].part, "text");
	EXPECT_EQ(figures.weights[0].bytes.front(), 8192);
	EXPECT_EQ(figures.weights[0].bytes[1], std::nullopt) << "override is not among the kernels";
	EXPECT_EQ(figures.weights[0].bytes.back(), 9216) << "bpf-lsm with programs is the kernel without them";
	EXPECT_EQ(figures.weights[1].part, "kept at boot");
	EXPECT_EQ(figures.weights[1].bytes.front(), 60 * 1024);
}

} // namespace
} // namespace matrix::advise
