// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/hooks.h"

#include <gmock/gmock.h>

#include "tests/matrix/compare/example.h"
#include "tests/matrix/report/compared.h"

namespace matrix::report {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<Table> of(json context)
{
	compare::Results results = example::results();

	results.context = std::move(context);
	return hook_tables(compared(std::move(results)));
}

TEST(HookTables, SayWhatKernelsTakeAndWhoUsesHooks)
{
	const auto tables = of({{"kernels", {{"none", {{"hooks", nullptr}}}, {"override", {{"hooks", {{"deny", 190}, {"observe", 66}, {"absent", 9}}}}}}},
				{"census", {{"version", "6.12.117"}, {"hooks", 200}, {"lsms", {{"yama", 4}, {"selinux", 150}, {"bpf", 200}}}}}});

	ASSERT_EQ(tables.size(), 2U);
	EXPECT_THAT(tables[0].rows, ElementsAre(ElementsAre("override", "190", "66", "0", "9")));
	EXPECT_THAT(tables[1].rows, ElementsAre(ElementsAre("bpf", "200", "100 %"), ElementsAre("selinux", "150", "75 %"), ElementsAre("yama", "4", "2 %")));
	EXPECT_THAT(tables[1].notes[0], HasSubstr("6.12.117, code under any option: it declares 200 hooks"));
}

TEST(HookTables, ResultsThatDoNotSayItHaveNone)
{
	for (const json &context : {json::object(), json{{"kernels", json::object()}}, json{{"kernels", {{"none", 3}}}, {"census", nullptr}},
				    json{{"census", {{"hooks", "many"}, {"lsms", 1}}}}})
		EXPECT_THAT(of(context), IsEmpty()) << context;
}

} // namespace
} // namespace matrix::report
