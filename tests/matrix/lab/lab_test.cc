// SPDX-License-Identifier: GPL-2.0
#include "matrix/lab/run.h"

#include <gmock/gmock.h>

#include <set>
#include <string>

namespace matrix::lab {
namespace {

using testing::Contains;
using testing::DoubleEq;
using testing::Pair;

Events events_of(const std::string &name)
{
	const Mechanism *mechanism = find_mechanism(name);
	EXPECT_NE(mechanism, nullptr) << name;
	if (mechanism == nullptr)
		return {};
	const auto events = count_events(*mechanism);
	EXPECT_TRUE(events) << events.error().to_string();
	return events ? *events : Events{};
}

TEST(Mechanisms, EachHasANameOfItsOwnAndASentence)
{
	std::set<std::string_view> names;

	for (const Mechanism &row : mechanism_table()) {
		EXPECT_TRUE(names.insert(row.name).second) << row.name;
		EXPECT_FALSE(row.meaning.empty()) << row.name;
		EXPECT_GT(row.in_a_copy, 0U) << row.name;
	}
	EXPECT_EQ(find_mechanism("no_such"), nullptr);
}

TEST(Mechanisms, RunWithAnyBits)
{
	for (const Mechanism &row : mechanism_table())
		for (const Bits kind : {Bits::steady, Bits::random}) {
			row.many(3, bits(kind, 12345));
			row.once(1, bits(kind, 65535));
		}
}

TEST(Mechanisms, RandomBitsAreBothAndSteadyOnesAreNone)
{
	unsigned set = 0;

	for (unsigned i = 0; i < 1000; ++i) {
		set += bits(Bits::random, 0)[i];
		EXPECT_EQ(bits(Bits::steady, 0)[i], 0);
	}
	EXPECT_GT(set, 400U);
	EXPECT_LT(set, 600U);
}

TEST(Events, OfNothingAreNone)
{
	const auto events = count_events(nothing());

	ASSERT_TRUE(events) << events.error().to_string();
	for (const auto &[name, count] : *events)
		EXPECT_EQ(count, 0) << name;
}

TEST(Events, OfPartsAreWhatTheirNameSays)
{
	EXPECT_THAT(events_of("add_apart"), Contains(Pair("kernel-instructions", DoubleEq(1))));
	EXPECT_THAT(events_of("load_chain"), Contains(Pair("loads", DoubleEq(1))));
	EXPECT_THAT(events_of("store"), Contains(Pair("stores", DoubleEq(1))));
	EXPECT_THAT(events_of("jump"), Contains(Pair("jumps", DoubleEq(1))));
	EXPECT_THAT(events_of("jump_taken"), Contains(Pair("taken-jumps", DoubleEq(1))));
	EXPECT_THAT(events_of("jump_not_taken"), Contains(Pair("not-taken-jumps", DoubleEq(1))));
	const Events gate = events_of("gate");
	EXPECT_EQ(gate.at("kernel-instructions"), 1);
	EXPECT_EQ(gate.at("calls") + gate.at("jumps") + gate.at("loads") + gate.at("stores"), 0);
}

TEST(Events, ARetpolineIsACallMoreThanTheCallThatItReplaces)
{
	const Events retpoline = events_of("call_retpoline");

	EXPECT_EQ(retpoline.at("retpolines"), 1);
	EXPECT_EQ(retpoline.at("calls"), 2);
	EXPECT_EQ(retpoline.at("returns"), 2);
	EXPECT_EQ(events_of("call_direct").at("retpolines"), 0);
	EXPECT_EQ(events_of("call_indirect").at("calls"), 0); // not a direct one
	EXPECT_EQ(events_of("call_indirect").at("returns"), 1);
}

TEST(Events, EachCallbackCostsItsWayOneCall)
{
	for (int length = 1; length <= 8; ++length) {
		const std::string end = "_" + std::to_string(length);
		EXPECT_EQ(events_of("list_retpoline" + end).at("retpolines"), length);
		EXPECT_EQ(events_of("list_indirect" + end).at("returns"), length + 1); // its own
		EXPECT_EQ(events_of("ladder" + end).at("calls"), length + 1);
		EXPECT_EQ(events_of("static_calls" + end).at("calls"), length + 1);
	}
}

TEST(Events, AnEmptyHookHasNoJumpInMainlinesWayAndOneNoOpInTheLadders)
{
	EXPECT_EQ(events_of("static_calls_0").at("jumps"), 0);
	EXPECT_EQ(events_of("ladder_0").at("jumps"), 0);
	// Eleven slots less, and one register more to save.
	EXPECT_EQ(events_of("static_calls_0").at("kernel-instructions") - events_of("ladder_0").at("kernel-instructions"), 11 - 2);
}

// docs/explain.md: 192 instructions from the stub on, on the kernel with hook lists, 40 on
// override. The caller has three.
TEST(Events, TrampolinesAreAsLongAsTheKernels)
{
	const Events stock = events_of("trampoline_stock");

	EXPECT_EQ(stock.at("kernel-instructions"), 3 + 192);
	EXPECT_EQ(events_of("trampoline_hook").at("kernel-instructions"), 3 + 40);
	EXPECT_EQ(stock.at("calls") - stock.at("returns"), 1);
	EXPECT_EQ(events_of("deep_trampoline_stock").at("calls") - events_of("deep_trampoline_stock").at("returns"), 1);
}

TEST(Events, TheSeriesTrampolineReturnsFromEachCall)
{
	const Events hook = events_of("trampoline_hook");

	EXPECT_EQ(hook.at("calls"), hook.at("returns"));
	EXPECT_LT(hook.at("kernel-instructions"), events_of("trampoline_stock").at("kernel-instructions") / 3);
}

TEST(Run, HasASampleForEachRepetitionAndTheEventsOfEachMechanism)
{
	const auto done = run({.repetitions = 3, .filter = "ladder_2"});
	ASSERT_TRUE(done) << done.error().to_string();
	const Measured &measured = *done;

	ASSERT_EQ(measured.prices.size(), 3U); // from three places
	for (const Price &price : measured.prices)
		EXPECT_EQ(price.ns.size(), 3U);
	EXPECT_EQ(measured.events.count("ladder_2"), 1U);
	const nlohmann::json written = to_json(measured);
	EXPECT_EQ(written.at("schema_version"), prices_schema_version);
	EXPECT_EQ(written.at("prices").at(1).at("from"), "second-cache");
	EXPECT_FALSE(written.at("context").at("conditions").empty());
}

TEST(Run, OfNoMechanismIsEmpty) { EXPECT_TRUE(run({.repetitions = 3, .filter = "no such"})->prices.empty()); }

} // namespace
} // namespace matrix::lab
