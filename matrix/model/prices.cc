// SPDX-License-Identifier: GPL-2.0
#include "matrix/model/prices.h"

#include <algorithm>
#include <cmath>

#include "bench/statistics.h"
#include "loader/base/files.h"
#include "matrix/lab/schema.h"
#include "matrix/model/classes.h"

namespace matrix::model {

namespace {

using nlohmann::json;

tl::unexpected<base::Error> invalid(const std::string &name, const std::string &reason)
{
	return base::fail({.id = "prices-invalid", .code = base::ExitCode::bad_input, .action = "read the prices", .object = name,
			   .reason = reason, .hint = "hooklab run --output writes such a file", .errnum = 0});
}

// Throws json::exception for what is missing or of another type.
Priced priced_of(const json &row)
{
	Priced priced{.name = row.at("name"), .kind = row.at("kind"), .from = row.at("from"), .meaning = row.at("meaning"),
		      .ns = row.at("ns").at("median"), .events = {}};

	if (const json &events = row.at("events"); !events.is_null())
		priced.events = events.get<Events>();
	if (const auto cycles = row.find("cycles"); cycles != row.end() && cycles->is_object())
		priced.cycles = cycles->at("median").get<double>();
	return priced;
}

// No price and no count comes near; beyond it, sums are no numbers any more.
bool sensible(const Priced &priced)
{
	constexpr double most = 1e12;
	const auto small = [](double value) { return std::isfinite(value) && std::fabs(value) <= most; };

	return small(priced.ns) && small(priced.cycles.value_or(0)) && std::all_of(priced.events.begin(), priced.events.end(), [&](const auto &event) {
		return small(event.second) && event.second >= 0;
	});
}

} // namespace

const Priced *Prices::find(std::string_view name, std::string_view from) const
{
	const auto found = std::find_if(rows.begin(), rows.end(), [&](const Priced &row) { return row.name == name && row.from == from; });

	return found == rows.end() ? nullptr : &*found;
}

std::optional<double> Prices::cycles_per_ns() const
{
	constexpr double long_enough = 1; // ns: below it the error of a price is most of it
	std::vector<double> clocks;

	for (const Priced &row : rows)
		if (row.from == "first-cache" && row.ns >= long_enough && row.cycles && *row.cycles > 0)
			clocks.push_back(*row.cycles / row.ns);
	return clocks.empty() ? std::nullopt : std::optional{bench::summarize(clocks).median};
}

base::Result<Prices> parse_prices(const std::string &text, const std::string &name)
{
	const json root = json::parse(text, nullptr, false);
	if (!root.is_object())
		return invalid(name, "it is not a JSON object");
	const auto version = root.find("schema_version");
	if (root.value("program", json{}) != "hooklab" || version == root.end() || !version->is_number_integer())
		return invalid(name, "hooklab did not write it: program or schema_version is another");
	if (*version != lab::prices_schema_version)
		return base::fail({.id = "prices-schema", .code = base::ExitCode::not_comparable, .action = "read the prices", .object = name,
				   .reason = "schema_version is " + version->dump() + "; this program knows " +
					     std::to_string(lab::prices_schema_version),
				   .hint = "use the hookmatrix that belongs to this hooklab, or measure again", .errnum = 0});
	const auto context = root.find("context");
	const auto rows = root.find("prices");
	if (context == root.end() || !context->is_object() || rows == root.end() || !rows->is_array())
		return invalid(name, "context or prices is missing");

	Prices prices{.rows = {}, .context = *context};
	for (const json &row : *rows) {
		try {
			prices.rows.push_back(priced_of(row));
		} catch (const json::exception &error) {
			return invalid(name, "price " + std::to_string(prices.rows.size() + 1) + ": " + error.what());
		}
		if (!sensible(prices.rows.back()))
			return invalid(name, "price " + std::to_string(prices.rows.size()) + ": a number is too large, or a count below 0");
	}
	for (const Needed &needed : needed_prices())
		if (prices.find(needed.name, needed.from) == nullptr)
			return base::fail({.id = "prices-incomplete", .code = base::ExitCode::bad_input, .action = "read the prices",
					   .object = name, .reason = std::string{needed.name} + " from " + std::string{needed.from} + " is missing",
					   .hint = "run hooklab without --filter", .errnum = 0});
	return prices;
}

base::Result<Prices> load_prices(const std::filesystem::path &path)
{
	const auto text = base::read_file(path);

	if (!text)
		return tl::unexpected(text.error());
	return parse_prices(*text, path.string());
}

base::Result<json> load_prices_as_written(const std::filesystem::path &path)
{
	const auto text = base::read_file(path);

	if (!text)
		return tl::unexpected(text.error());
	if (const auto prices = parse_prices(*text, path.string()); !prices)
		return tl::unexpected(prices.error());
	return json::parse(*text);
}

} // namespace matrix::model
