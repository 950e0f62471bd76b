// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/loads.h"

#include <gmock/gmock.h>

namespace matrix::collect {
namespace {

using nlohmann::json;

BootResult booted(const char *scenario, unsigned load_ns)
{
	BootResult result;
	const auto part = [](unsigned ns) { return json{{"clock_ns", ns}, {"cpu_ns", ns / 2}}; };

	result.boot.variant = "override";
	result.boot.dispatch = "gate";
	result.boot.stack = "-";
	result.boot.scenario = scenario;
	result.attach = {{"attached", 3}, {"spent", {{"open", part(10)}, {"probe", part(20)}, {"load", part(load_ns)}, {"attach", part(40)}}}};
	return result;
}

TEST(Loads, AreMediansOverTheBootsOfAConfiguration)
{
	const json rows = loads({booted("noop-1", 100), booted("noop-all", 7), booted("noop-1", 300), booted("noop-1", 200)});

	ASSERT_EQ(rows.size(), 2U);
	EXPECT_EQ(rows[0]["scenario"], "noop-1");
	EXPECT_EQ(rows[0]["boots"], 3);
	EXPECT_EQ(rows[0]["programs"], 3);
	EXPECT_EQ(rows[0]["load"]["clock_ns"], 200);
	EXPECT_EQ(rows[0]["load"]["cpu_ns"], 100);
	EXPECT_EQ(rows[1]["scenario"], "noop-all");
	EXPECT_EQ(rows[1]["attach"]["clock_ns"], 40);
}

TEST(Loads, ThatSayNothingAreLeftOut)
{
	BootResult idle = booted("idle", 1);
	idle.attach = nullptr;
	BootResult older = booted("noop-1", 1);
	older.attach.erase("spent");
	BootResult half = booted("noop-2", 1);
	half.attach["spent"]["load"]["cpu_ns"] = "much";

	EXPECT_EQ(loads({idle, older, half}), json::array());
}

} // namespace
} // namespace matrix::collect
