// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/results.h"

#include <cmath>
#include <optional>

#include "bench/runner.h"
#include "bench/statistics.h"
#include "loader/base/files.h"
#include "matrix/compare/exactness.h"

namespace matrix::compare {

namespace {

using nlohmann::json;

tl::unexpected<base::Error> invalid(const std::string &name, std::string reason)
{
	return base::fail({.id = "results-invalid", .code = base::ExitCode::bad_input, .action = "read the results",
			   .object = name, .reason = std::move(reason), .hint = "docs/matrix.schema.json describes the file",
			   .errnum = 0});
}

bool read_string(const json &object, const char *key, std::string &value)
{
	const auto at = object.find(key);

	if (at == object.end() || !at->is_string())
		return false;
	value = at->get<std::string>();
	return true;
}

bool read_unsigned(const json &object, const char *key, unsigned otherwise, unsigned &value)
{
	const auto at = object.find(key);

	value = otherwise;
	if (at == object.end())
		return true;
	if (!at->is_number_unsigned() || at->get<std::uint64_t>() > 1000000)
		return false;
	value = at->get<unsigned>();
	return true;
}

bool read_samples(const json &object, std::vector<double> &samples)
{
	const auto at = object.find("samples");

	if (at == object.end() || !at->is_array())
		return false;
	for (const json &sample : *at) {
		if (!sample.is_number() || !std::isfinite(sample.get<double>()) || sample.get<double>() < 0)
			return false;
		samples.push_back(sample.get<double>());
	}
	return true;
}

// The field that is wrong, if one is.
std::optional<std::string> read_cell(const json &object, Cell &cell)
{
	if (!object.is_object())
		return "it is not an object";
	const std::tuple<const char *, std::string *> texts[] = {
		{"variant", &cell.configuration.variant},   {"dispatch", &cell.configuration.dispatch},
		{"stack", &cell.configuration.stack},       {"scenario", &cell.configuration.scenario},
		{"workload", &cell.workload},               {"counter", &cell.counter},
		{"unit", &cell.unit},                       {"accelerator", &cell.accelerator},
		{"status", &cell.status},                   {"reason", &cell.reason},
	};
	for (const auto &[key, value] : texts) {
		if (!read_string(object, key, *value))
			return std::string{key} + " is missing or not a string";
	}
	if (!read_samples(object, cell.samples))
		return "samples is missing or not a list of numbers that are not negative";
	if (!read_unsigned(object, "boot", 1, cell.boot) ||
	    !read_unsigned(object, "programs_attached", 0, cell.programs_attached))
		return "boot or programs_attached is not a small number";
	if (object.contains("node") && !read_string(object, "node", cell.node))
		return "node is not a string";
	if (cell.status != "ok" && cell.status != "skipped" && cell.status != "failed")
		return "status is none of ok, skipped, failed";
	if (cell.ok() == cell.samples.empty())
		return cell.ok() ? "it is ok but has no samples" : "it is not ok but has samples";
	if (!cell.ok() && cell.reason.empty())
		return "it is not ok and has no reason";
	return std::nullopt;
}

json to_json(const Cell &cell, const std::set<Key> &inexact)
{
	const bench::Summary summary = bench::summarize(cell.samples);
	json samples = json::array();

	for (const double sample : cell.samples)
		samples.push_back(bench::number(sample));
	const auto derived = [&](double value) { return cell.ok() ? bench::number(value) : json(nullptr); };
	json object{{"variant", cell.configuration.variant},
		{"dispatch", cell.configuration.dispatch},
		{"stack", cell.configuration.stack},
		{"scenario", cell.configuration.scenario},
		{"workload", cell.workload},
		{"counter", cell.counter},
		{"unit", cell.unit},
		{"accelerator", cell.accelerator},
		{"samples", std::move(samples)},
		{"median", derived(summary.median)},
		{"min", derived(summary.min)},
		{"max", derived(summary.max)},
		{"status", cell.status},
		{"reason", cell.reason},
		{"boot", cell.boot},
		{"programs_attached", cell.programs_attached}};
	if (cell.ok() && cell.counted())
		object["exact"] = !inexact.contains(key_of(cell));
	if (!cell.node.empty())
		object["node"] = cell.node;
	return object;
}

} // namespace

std::string kernel_suffix(const std::string &variant)
{
	const std::size_t dash = variant.rfind('-');
	const bool version = dash != std::string::npos && dash + 1 < variant.size() && variant[dash + 1] >= '0' && variant[dash + 1] <= '9';

	return version ? variant.substr(dash) : "";
}

double Cell::median() const { return bench::summarize(samples).median; }

bool Cell::steady() const { return ok() && one_mode(samples); }

std::string cpu_of(const Results &results)
{
	const json::json_pointer place{"/guest/cpu"};

	return results.context.is_object() && results.context.contains(place) && results.context.at(place).is_string() ?
		       results.context.at(place).get<std::string>() : "";
}

base::Result<Results> parse_results(const std::string &text, const std::string &name)
{
	const json root = json::parse(text, nullptr, false);

	if (!root.is_object())
		return invalid(name, "it is not a JSON object");
	if (root.value("program", json{}) == "hookbench")
		return base::fail({.id = "results-of-hookbench", .code = base::ExitCode::bad_input, .action = "read the results", .object = name,
				   .reason = "hookbench wrote it, which does not know what it was measuring",
				   .hint = "hookmatrix import --output FILE " + name, .errnum = 0});
	const auto version = root.find("schema_version");
	if (version == root.end() || !version->is_number_integer())
		return invalid(name, "schema_version is missing");
	if (*version != results_schema_version)
		return base::fail({.id = "results-schema", .code = base::ExitCode::not_comparable,
				   .action = "read the results", .object = name,
				   .reason = "schema_version is " + version->dump() + "; this program knows " +
					     std::to_string(results_schema_version),
				   .hint = "use the hookmatrix that wrote the file, or measure again", .errnum = 0});
	const auto context = root.find("context");
	const auto cells = root.find("cells");
	if (context == root.end() || !context->is_object())
		return invalid(name, "context is missing or not an object");
	if (cells == root.end() || !cells->is_array())
		return invalid(name, "cells is missing or not a list");

	Results results{.context = *context, .cells = {}};
	for (const json &object : *cells) {
		Cell cell;
		if (const auto wrong = read_cell(object, cell))
			return invalid(name, "cells[" + std::to_string(results.cells.size()) + "]: " + *wrong);
		results.cells.push_back(std::move(cell));
	}
	return results;
}

base::Result<Results> load_results(const std::filesystem::path &path)
{
	const auto text = base::read_file(path);

	if (!text) {
		base::Error error = text.error();
		error.code = base::ExitCode::bad_input;
		error.hint = "hookmatrix run writes it";
		return base::fail(std::move(error));
	}
	return parse_results(*text, path.string());
}

json to_json(const Results &results)
{
	const std::set<Key> inexact = inexact_rows(results.cells);
	json cells = json::array();

	for (const Cell &cell : results.cells)
		cells.push_back(to_json(cell, inexact));
	return {{"schema_version", results_schema_version}, {"context", results.context}, {"cells", std::move(cells)}};
}

} // namespace matrix::compare
