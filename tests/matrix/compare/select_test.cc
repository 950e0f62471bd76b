// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/select.h"

#include <gmock/gmock.h>

#include "matrix/compare/changes.h"
#include "tests/matrix/compare/timed.h"

namespace matrix::compare {
namespace {

using testing::HasSubstr;

Configuration selected(const std::string &cell, const Results &results = example::results())
{
	const auto part = only(results, cell);

	EXPECT_TRUE(part) << part.error().to_string();
	for (std::size_t i = 1; part && i < part->cells.size(); ++i)
		EXPECT_EQ(part->cells[i].configuration, part->cells[0].configuration);
	return part ? part->cells.at(0).configuration : Configuration{};
}

TEST(Select, FindsAConfigurationByItsKernelAndIdleUnlessAnotherIsNamed)
{
	EXPECT_EQ(selected("override"), example::override_idle);
	EXPECT_EQ(selected("override/noop-1"), example::override_noop);
	EXPECT_EQ(selected("bpf-lsm"), example::bpf_idle);
	EXPECT_EQ(selected("bpf-lsm-static-call/bpf/noop-1"), example::bpf_noop);
	Results older = example::results();
	older.cells.push_back(example::cell({"bpf-lsm-6.1", "list", "bpf", "idle"}, "pipe", {1}));
	EXPECT_EQ(selected("bpf-lsm-list-6.1", older).variant, "bpf-lsm-6.1");
}

TEST(Select, NamesWhatThereIs)
{
	const auto none = only(example::results(), "override/noop-2");
	EXPECT_EQ(none.error().id, "cell-unknown");
	EXPECT_EQ(none.error().code, base::ExitCode::usage);
	EXPECT_THAT(none.error().reason, HasSubstr("bpf-lsm-static-call/bpf/noop-1"));
	EXPECT_EQ(only(example::results(), "").error().id, "cell-unknown");
	Results two = example::results();
	two.cells.push_back(example::cell({"bpf-lsm", "list", "bpf", "idle"}, "pipe", {1}));
	EXPECT_EQ(only(two, "bpf-lsm").error().id, "cell-ambiguous");
}

TEST(ChangesBetween, TwoConfigurationsAreThoseOfTheirRows)
{
	const Results all = example::timed({{example::override_idle, example::around(100)}, {example::bpf_idle, example::around(120)}});
	const auto changes = find_changes_between(*only(all, "override"), *only(all, "bpf-lsm"), {});

	ASSERT_TRUE(changes);
	ASSERT_EQ(changes->rows.size(), 1U);
	EXPECT_EQ(changes->rows[0].verdict, Verdict::worse);
	EXPECT_EQ(changes->rows[0].configuration, example::bpf_idle);
	EXPECT_TRUE(changes->doubts.empty());
	EXPECT_EQ(find_changes(*only(all, "override"), *only(all, "bpf-lsm"), {}).error().id, "nothing-in-common");
}

TEST(ChangesBetween, ADriftingMachineIsADoubt)
{
	const Results all = example::timed({{example::override_idle, {100, 101, 102, 103, 104, 140, 141, 142, 143, 144}}, {example::bpf_idle, example::around(120)}});
	const auto changes = find_changes_between(*only(all, "override"), *only(all, "bpf-lsm"), {});

	ASSERT_EQ(changes->doubts.size(), 1U);
	EXPECT_THAT(changes->doubts[0], HasSubstr("the first and the second half of the boots of the same in the old set differ: override"));
}

} // namespace
} // namespace matrix::compare
