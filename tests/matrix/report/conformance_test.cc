// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/conformance.h"

#include <gmock/gmock.h>

#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

json row_of(const char *kernel, json verdicts)
{
	return {{"kernel", kernel}, {"status", "ok"}, {"triggers", 141}, {"told", 30}, {"hooks", 256}, {"failures", 0}, {"verdicts", std::move(verdicts)}};
}

std::optional<Table> table_of(json conformance)
{
	compare::Results results = example::results();
	results.context["conformance"] = std::move(conformance);
	return conformance_table(compared(std::move(results)));
}

TEST(Conformance, SaysThatTheVerdictsAreTheSame)
{
	const auto table = table_of({row_of("override", {{"file_open: open(2)", "EPERM"}}), row_of("bpf-lsm-list", {{"file_open: open(2)", "EPERM"}})});

	ASSERT_TRUE(table);
	EXPECT_THAT(table->rows, ElementsAre(ElementsAre("override", "256", "141", "30", "0"), ElementsAre("bpf-lsm-list", "256", "141", "30", "0")));
	EXPECT_THAT(table->notes, Contains(HasSubstr("All 1 verdicts are the same")));
}

TEST(Conformance, NamesWhatIsNotTheSame)
{
	const auto table = table_of({row_of("override", {{"a: x", "EPERM"}, {"b: y", "EPERM"}}), row_of("bpf-lsm-list", {{"a: x", "EACCES"}})});

	ASSERT_TRUE(table);
	EXPECT_THAT(table->notes, Contains(HasSubstr("a: x on bpf-lsm-list: \"EACCES\", on override: \"EPERM\"")));
	EXPECT_THAT(table->notes, Contains(HasSubstr("b: y is not asked on bpf-lsm-list")));
	EXPECT_THAT(table->notes, testing::Not(Contains(HasSubstr("are the same"))));
}

TEST(Conformance, WhatCouldNotBeAskedIsSaid)
{
	const auto table = table_of({{{"kernel", "override"}, {"status", "failed"}, {"reason", "it hangs"}}});

	ASSERT_TRUE(table);
	EXPECT_THAT(table->notes, Contains(HasSubstr("override could not be asked: it hangs")));
	EXPECT_FALSE(table_of("no list"));
	EXPECT_FALSE(table_of({1, nullptr}));
	EXPECT_TRUE(table_of({{{"kernel", 7}, {"status", nullptr}}, row_of("override", 3)}));
	EXPECT_FALSE(conformance_table(compared(example::results())));
}

} // namespace
} // namespace matrix::report
