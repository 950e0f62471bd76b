// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/size.h"

#include <gmock/gmock.h>

#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

using testing::ElementsAre;

nlohmann::json kernel(double text, double data) { return {{"metadata", {{"size", {{"text", text}, {"data", data}}}}}}; }

TEST(Sizes, AreThoseOfNoneAndWhatTheOthersHaveMore)
{
	compare::Results results = example::results();
	results.context["kernels"] = {{"bpf-lsm-list", kernel(1050, 100)}, {"none", kernel(1000, 100)}, {"override", {{"release", "6.12.1"}}}};
	results.context["kernels"]["none"]["memory_kib"] = {{"kept", 10}};
	results.context["kernels"]["bpf-lsm-list"]["memory_kib"] = {{"kept", 11}};
	const auto table = size_table(compared(std::move(results)));

	ASSERT_TRUE(table);
	EXPECT_THAT(table->head, ElementsAre("kernel", "text", "data", "bss", "bzImage", "kept at boot"));
	EXPECT_THAT(table->rows[0], ElementsAre("none", "1\u202f000", "100", nothing, nothing, "10\u202f240"));
	EXPECT_THAT(table->rows[1], ElementsAre("bpf-lsm-list", "+50 (+5.0\u00a0%)", "0 (0.0\u00a0%)", nothing, nothing, "+1\u202f024 (+10.0\u00a0%)"));
	EXPECT_THAT(table->rows[2], ElementsAre("override", nothing, nothing, nothing, nothing, nothing));
}

TEST(Sizes, ThatTheResultsDoNotHaveAreNoTable)
{
	EXPECT_FALSE(size_table(compared(example::results()))); // a kernel without its size
	compare::Results results = example::results();
	results.context["kernels"] = "none";
	EXPECT_FALSE(size_table(compared(std::move(results))));
}

} // namespace
} // namespace matrix::report
