// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/figures.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <tuple>

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

const FigureColumn *column(const Figures &figures, const std::string &title)
{
	const auto at = std::ranges::find(figures.columns, title, &FigureColumn::title);
	return at == figures.columns.end() ? nullptr : &*at;
}

TEST(Figures, TheFrameworkIsComparedWithTheSameStack)
{
	LsmStack stack;
	stack.running = {"capability", "selinux", "bpf"};
	const Figures listed = figures_of(results(), stack, {6, 12}, {"pipe"}, "f");
	const Figures called = figures_of(results(), stack, {6, 12}, {"pipe"}, "f", {.dispatch = "static-call"});

	for (const Figures &figures : {listed, called}) {
		ASSERT_NE(column(figures, "bpf-lsm"), nullptr);
		EXPECT_EQ(column(figures, "bpf-lsm")->configuration, (compare::Configuration{"bpf-lsm", "list", "selinux:enforcing,bpf", "idle"}));
		EXPECT_EQ(column(figures, "bpf-lsm, programs"), nullptr) << "no stack of SELinux with programs was measured";
		EXPECT_EQ(column(figures, "bpf alone, programs")->configuration.stack, "bpf");
	}
	EXPECT_THAT(called.framework, testing::HasSubstr("as static-call was not measured with it"));
	EXPECT_THAT(listed.framework, testing::Not(testing::HasSubstr("not measured")));
	EXPECT_THAT(listed.caveat, testing::HasSubstr("is confined by it"));
	stack.running = {"capability", "yama"};
	EXPECT_EQ(column(figures_of(results(), stack, {6, 12}, {"pipe"}, "f"), "bpf-lsm")->configuration.stack, "bpf") << "it has bpf, whatever runs today";
}

TEST(Figures, AProcessInADomainIsNoOrdinaryOne)
{
	compare::Results all = results();
	all.cells.insert(all.cells.begin(), cell({"bpf-lsm", "list", "landlock:1,bpf", "idle"}, 900));
	LsmStack stack;
	stack.running = {"capability", "landlock", "bpf"};
	const Figures figures = figures_of(all, stack, {6, 6}, {"pipe"}, "f");

	EXPECT_EQ(column(figures, "today")->configuration.stack, "bpf");
	EXPECT_EQ(column(figures, "bpf-lsm")->configuration.stack, "bpf");
}

TEST(Figures, WhatIsNotExactIsMarked)
{
	compare::Results all = results();
	all.cells.front().samples = {100, 100, 200, 200};
	const Figures figures = figures_of(all, {}, {6, 12}, {"pipe"}, "f");

	EXPECT_TRUE(figures.rows[0].inexact.front());
	EXPECT_FALSE(figures.rows[0].inexact.back());
}

TEST(Figures, OfTheKernelToComeWhereResultsHaveIt)
{
	compare::Results all = results();
	const Figures without = figures_of(all, {}, {6, 1}, {"pipe"}, "f", {.kernel = "6.1"});
	for (const auto &[variant, dispatch, stack] : {std::tuple{"none-6.1", "-", "-"}, std::tuple{"override-6.1", "gate", "-"}, std::tuple{"bpf-lsm-6.1", "list", "bpf"}})
		all.cells.push_back(cell({variant, dispatch, stack, "idle"}, 61));
	all.context["kernels"]["override-6.1"]["release"] = "6.1.148";
	const Figures with = figures_of(all, {}, {6, 1}, {"pipe"}, "f", {.kernel = "6.1"});

	EXPECT_EQ(column(without, "override")->configuration.variant, "override");
	EXPECT_EQ(column(with, "override")->configuration.variant, "override-6.1");
	EXPECT_EQ(column(with, "bpf-lsm")->configuration.variant, "bpf-lsm-6.1");
	EXPECT_EQ(with.kernel, "6.1.148");
	EXPECT_EQ(without.kernel, "6.12.117");
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
