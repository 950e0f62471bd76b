// SPDX-License-Identifier: GPL-2.0
#include "matrix/cost/cost.h"

#include <gmock/gmock.h>

#include "loader/base/files.h"
#include "matrix/cost/bisect.h"
#include "tests/own_folder.h"

namespace matrix::cost {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(Option, IsASymbolOrALine)
{
	for (const char *text : {"AUDIT", "CONFIG_AUDIT"}) {
		EXPECT_EQ(parse_option(text)->name, "AUDIT");
		EXPECT_EQ(parse_option(text)->value, "");
	}
	EXPECT_EQ(parse_option("CONFIG_HZ=100")->value, "100");
	EXPECT_EQ(parse_option("# CONFIG_AUDIT is not set")->value, "n");
	for (const char *text : {"", "audit it", "CONFIG_A=y\nCONFIG_B=y", "# a comment", "A-B"})
		EXPECT_FALSE(parse_option(text)) << text;
}

TEST(Memory, IsWhatTheKernelKeepsAndWhatIsInUse)
{
	Weight weight;

	ASSERT_TRUE(read_memory("MemTotal:        1000000 kB\nMemFree:          900000 kB\nMemAvailable:     950000 kB\n", 1024, weight));
	EXPECT_EQ(weight.kept_kib, 1024U * 1024 - 1000000);
	EXPECT_EQ(weight.in_use_kib, 50000U);
	for (const char *bad : {"", "MemTotal: 1000000 kB\n", "MemTotal: 2000000 kB\nMemAvailable: 1 kB\n", "MemTotal: 10 kB\nMemAvailable: 11 kB\n"})
		EXPECT_FALSE(read_memory(bad, 1024, weight)) << bad;
}

TEST(Differences, AreOfBothSidesButForTheOptionItself)
{
	EXPECT_THAT(differences({{"A", "y"}, {"B", "y"}, {"C", "1"}}, {{"C", "1"}, {"D", "m"}}, "A"), ElementsAre("CONFIG_B=y to n", "CONFIG_D=n to m"));
}

Costs some_costs()
{
	const Weight base{.sizes = {.text = 1000, .data = 200, .bss = 30}, .image_bytes = 5000, .kept_kib = 70, .in_use_kib = 9,
			  .instructions = {{"getpid", 60}, {"pipe", 1234}, {"ptrace_attach", 4000}}, .not_counted = {}, .accelerator = "tcg-icount"};
	Weight less = base;

	less.sizes.text = 900;
	less.instructions = {{"getpid", 60}, {"pipe", 1230}};
	less.not_counted = {{"ptrace_attach", "ENOSYS"}};
	return {.cell = "none idle", .kernel_release = "6.12.117", .base = base,
		.options = {{.line = "# CONFIG_A is not set", .was = "CONFIG_A=y", .impossible = {}, .followed = {"CONFIG_B=y to n"}, .weight = less},
			    {.line = "# CONFIG_C is not set", .was = "CONFIG_C=y", .impossible = "selected by D", .followed = {}, .weight = {}}}};
}

TEST(Weight, IsReadAsItWasWritten)
{
	const nlohmann::json written = as_json(some_costs().options[0].weight);
	const auto read = weight_from(written);

	ASSERT_TRUE(read);
	EXPECT_EQ(as_json(*read), written);
	EXPECT_EQ(read->sizes.text, 900U);
	EXPECT_EQ(read->not_counted.at("ptrace_attach"), "ENOSYS");
	for (const char *bad : {"{}", "[]", "null", R"({"text_bytes": "many"})"})
		EXPECT_FALSE(weight_from(nlohmann::json::parse(bad))) << bad;
	nlohmann::json less = written;
	less.erase("kept_kib");
	EXPECT_FALSE(weight_from(less));
}

TEST(Text, SaysDifferencesAndWhatIsEqual)
{
	const std::string text = as_text(some_costs());

	EXPECT_THAT(text, HasSubstr("Linux 6.12.117"));
	EXPECT_THAT(text, testing::ContainsRegex("text, bytes +1000 +900 +-100\n"));
	EXPECT_THAT(text, testing::ContainsRegex("pipe +1234 +1230 +-4\n"));
	EXPECT_THAT(text, HasSubstr("1 of 3 workloads"));
	EXPECT_THAT(text, Not(HasSubstr("getpid")));
	EXPECT_THAT(text, HasSubstr("not counted: ENOSYS"));
	EXPECT_THAT(text, HasSubstr("CONFIG_B=y to n"));
	EXPECT_THAT(text, HasSubstr("Not weighed: selected by D"));
	EXPECT_THAT(text, HasSubstr("not time"));
}

TEST(Json, HasBothWeights)
{
	const nlohmann::json json = as_json(some_costs());

	EXPECT_EQ(json["base"]["instructions"]["pipe"], 1234);
	EXPECT_EQ(json["options"][0]["weight"]["text_bytes"], 900);
	EXPECT_EQ(json["options"][0]["followed"][0], "CONFIG_B=y to n");
	EXPECT_EQ(json["options"][1]["impossible"], "selected by D");
	EXPECT_FALSE(json["options"][1].contains("weight"));
}

TEST(Choosable, IsWhatHasAPromptAndDiffers)
{
	const tests::OwnFolder folder;

	ASSERT_TRUE(base::write_file_atomically(folder.path() / "Kconfig", "config CHOSEN\n\tbool \"one\"\n\nconfig FOLLOWS\n\tdef_bool CHOSEN\n\nconfig SAME\n\tbool \"two\"\n"));
	const auto found = choosable({{"CHOSEN", "y"}, {"FOLLOWS", "y"}, {"SAME", "y"}, {"UNKNOWN", "1"}}, {{"SAME", "y"}}, folder.path());

	EXPECT_THAT(found, ElementsAre(Difference{.name = "CHOSEN", .good = "y", .bad = "n"}));
}

} // namespace
} // namespace matrix::cost
