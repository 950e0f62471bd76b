// SPDX-License-Identifier: GPL-2.0
//
// docs/matrix.schema.json describes what to_json() writes.
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "tests/matrix/compare/example.h"

namespace matrix::compare {
namespace {

bool valid(const nlohmann::json &document)
{
	std::ifstream file{std::string{HOOKMATRIX_SOURCE_DIR} + "/docs/matrix.schema.json"};
	const nlohmann::json text = nlohmann::json::parse(file);
	valijson::Schema schema;
	valijson::SchemaParser parser;

	parser.populateSchema(valijson::adapters::NlohmannJsonAdapter{text}, schema);
	return valijson::Validator{}.validate(schema, valijson::adapters::NlohmannJsonAdapter{document}, nullptr);
}

TEST(Schema, HoldsForWhatIsWritten)
{
	Results results = example::results();
	results.cells.push_back(example::cell(example::none_idle, "pipe", {}));
	results.cells.back().status = "skipped";
	results.cells.back().reason = "no PMU";

	EXPECT_TRUE(valid(to_json(results)));
}

TEST(Schema, KnowsWhatIsExact)
{
	Results results = example::results();
	results.cells[3].samples = {507, 507, 507, 507, 507, 900, 900};
	const nlohmann::json document = to_json(results);

	EXPECT_TRUE(valid(document));
	EXPECT_EQ(document.at("cells").at(1).at("exact"), true);
	EXPECT_EQ(document.at("cells").at(3).at("exact"), false);
}

TEST(Schema, RefusesWhatIsNotWritten)
{
	const nlohmann::json good = to_json(example::results());
	nlohmann::json document = good;

	document["schema_version"] = 2;
	EXPECT_FALSE(valid(document));
	document = good;
	document["cells"][0].erase("accelerator");
	EXPECT_FALSE(valid(document));
	document = good;
	document["cells"][0]["status"] = "fine";
	EXPECT_FALSE(valid(document));
	document = good;
	document["cells"][0]["samples"] = {"1"};
	EXPECT_FALSE(valid(document));
	document = good;
	document["cells"][0]["surprise"] = 1;
	EXPECT_FALSE(valid(document));
}

} // namespace
} // namespace matrix::compare
