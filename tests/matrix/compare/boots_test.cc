// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/boots.h"

#include <gmock/gmock.h>

#include "matrix/compare/compare.h"
#include "matrix/compare/conditions.h"
#include "tests/matrix/compare/timed.h"

namespace matrix::compare {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

json condition(const std::string &name, const std::string &value, const std::string &warning = "")
{
	return {{"name", name}, {"value", value}, {"warning", warning}, {"hint", warning.empty() ? "" : "change it"}};
}

Boot boot(const Configuration &configuration, unsigned number, const std::string &id, json conditions = json::array())
{
	return {.configuration = configuration, .boot = number, .file = id + ".json",
		.context = {{"kernel", {{"boot_id", id}}}, {"conditions", std::move(conditions)}}};
}

Results with_boots(const Configuration &configuration, std::vector<double> figures, const std::vector<Boot> &boots)
{
	Results results = example::timed({{configuration, std::move(figures)}});

	results.context["boots"] = to_json(boots);
	results.context["kernels"] = {{configuration.variant, {{"release", "1"}}}};
	return results;
}

TEST(Boots, AreReadAsTheyWereWritten)
{
	const std::vector<Boot> written{boot(example::override_idle, 3, "a", {condition("smt", "on", "shared")})};
	const std::vector<Boot> read = boots_of({{"boots", to_json(written)}});

	ASSERT_EQ(read.size(), 1U);
	EXPECT_EQ(read[0].configuration, example::override_idle);
	EXPECT_EQ(read[0].boot, 3U);
	EXPECT_EQ(boot_id(read[0]), "a");
	EXPECT_EQ(conditions_of(read[0]).size(), 1U);
}

TEST(Boots, ThatAreNoneAreLeftOut)
{
	EXPECT_THAT(boots_of(nullptr), IsEmpty());
	EXPECT_THAT(boots_of({{"boots", "many"}}), IsEmpty());
	EXPECT_THAT(boots_of(json::parse(R"({"boots": [1, {"boot": "x"}, {"boot": -1}]})")), IsEmpty());
	const auto odd = boots_of(json::parse(R"({"boots": [{"boot": 1, "context": 7}, {"boot": 2, "context": {"kernel": [], "conditions": [{}, 4]}}]})"));
	ASSERT_EQ(odd.size(), 2U);
	for (const Boot &row : odd) {
		EXPECT_EQ(boot_id(row), "");
		EXPECT_THAT(conditions_of(row), IsEmpty());
	}
}

TEST(MergeOfTimes, KeepsWhatWasSaidOfEachBootAndCountsOn)
{
	const Configuration row = example::override_idle;
	const auto merged = merge({with_boots(row, {1, 2}, {boot(row, 1, "a"), boot(row, 2, "b")}), with_boots(row, {3}, {boot(row, 1, "c")}),
				   with_boots(example::none_idle, {4}, {boot(example::none_idle, 1, "c")})});

	ASSERT_TRUE(merged);
	const std::vector<Boot> boots = boots_of(merged->context);
	ASSERT_EQ(boots.size(), 4U);
	EXPECT_EQ(boots[2].boot, 3U);
	EXPECT_EQ(boots[3].boot, 1U); // of another configuration
	EXPECT_EQ(merged->cells[2].boot, 3U);
	EXPECT_TRUE(merged->context.at("kernels").contains("none"));
}

TEST(MergeOfTimes, TakesNoBootTwice)
{
	const Configuration row = example::override_idle;
	const auto merged = merge({with_boots(row, {1}, {boot(row, 1, "a")}), with_boots(row, {2}, {boot(row, 1, "a")})});

	ASSERT_FALSE(merged);
	EXPECT_EQ(merged.error().id, "same-boot");
	EXPECT_THAT(merged.error().to_string(), HasSubstr("a.json"));
}

TEST(MergeOfTimes, IsOfOneProcessor)
{
	Results other = example::timed({{example::override_idle, {1}}});
	other.context["guest"]["cpu"] = "another CPU";
	const auto merged = merge({example::timed({{example::none_idle, {1}}}), other});

	ASSERT_FALSE(merged);
	EXPECT_EQ(merged.error().id, "cpus-differ");
	EXPECT_EQ(merged.error().code, base::ExitCode::not_comparable);
	// Counts are the same on any.
	Results counts = example::results();
	counts.context["guest"]["cpu"] = "another CPU";
	EXPECT_TRUE(merge({example::results(), counts}));
}

TEST(Conditions, ThatMakeTimesVaryAreCountedByBoots)
{
	const Configuration row = example::override_idle;
	const auto noise = noise_of({boot(row, 1, "a", {condition("smt", "on", "shared"), condition("aslr", "on")}),
				     boot(row, 1, "a", {condition("smt", "on", "shared")}), boot(row, 2, "b", {condition("smt", "off")})});

	ASSERT_EQ(noise.size(), 1U);
	EXPECT_EQ(noise[0].name, "smt");
	EXPECT_EQ(noise[0].boots, 1U); // two runs in one boot
	EXPECT_EQ(noise[0].of, 2U);
	EXPECT_EQ(noise[0].hint, "change it");
}

TEST(Conditions, ThatAreNotTheSameForAllAreNamed)
{
	const Configuration row = example::override_idle;
	const std::vector<Boot> one{boot(row, 1, "a", {condition("governor", "performance"), condition("load", "0.1"), condition("smt", "off")})};
	const std::vector<Boot> other{boot(row, 1, "b", {condition("governor", "powersave", "slow"), condition("load", "0.3"), condition("smt", "off")})};

	EXPECT_THAT(unlike({{"OLD", one}, {"NEW", other}}), ElementsAre("governor is performance in OLD and powersave in NEW"));
	EXPECT_THAT(unlike({{"OLD", one}, {"NEW", one}}), IsEmpty());
	EXPECT_THAT(unlike({{"OLD", one}, {"NEW", {}}}), IsEmpty()); // which says nothing
}

} // namespace
} // namespace matrix::compare
