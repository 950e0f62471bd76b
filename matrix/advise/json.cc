// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/advice.h"

namespace matrix::advise {

namespace {

using Json = nlohmann::json;

constexpr int schema_version = 1;

Json today(const Advice &advice)
{
	const Config &config = *advice.config;
	Json needed = Json::array();

	for (const Prerequisite &each : advice.prerequisites)
		needed.push_back({{"symbol", each.symbol}, {"present", each.present}, {"why", each.why}});
	return {{"file", config.name}, {"release", config.title}, {"arch", config.arch}, {"whole", config.whole}, {"remarks", config.remarks},
		{"command_line", advice.command_line}, {"command_line_compiled_in", advice.compiled_in}, {"compiled", advice.stack.compiled}, {"order", advice.stack.order},
		{"order_from", advice.stack.origin}, {"running", advice.stack.running}, {"prerequisites", needed},
		{"command_line_adds", advice.change.added}, {"command_line_removes", advice.change.removed}, {"command_line_reorders", advice.change.reordered}};
}

Json figures(const Figures &all)
{
	Json rows = Json::array();
	Json columns = Json::object();

	if (all.file.empty())
		return {{"reason", all.reason}};
	for (const auto &[title, its] : all.columns)
		columns[title] = {{"variant", its.variant}, {"dispatch", its.dispatch}, {"stack", its.stack}, {"scenario", its.scenario}};
	for (const FigureRow &row : all.rows) {
		Json line{{"workload", row.workload}};
		for (std::size_t i = 0; i < all.columns.size(); i++)
			line["instructions"][all.columns[i].title] = row.instructions[i] ? Json(*row.instructions[i]) : Json(nullptr);
		for (std::size_t i = 0; i < row.inexact.size(); i++)
			if (row.inexact[i])
				line["inexact"].push_back(all.columns[i].title);
		rows.push_back(line);
	}
	Json weights = Json::array();
	for (const WeightRow &row : all.weights) {
		Json line{{"part", row.part}};
		for (std::size_t i = 0; i < all.columns.size(); i++)
			line["bytes"][all.columns[i].title] = row.bytes[i] ? Json(*row.bytes[i]) : Json(nullptr);
		weights.push_back(line);
	}
	return {{"file", all.file}, {"kernel", all.kernel}, {"accelerator", all.accelerator}, {"caveat", all.caveat}, {"framework", all.framework}, {"columns", columns}, {"rows", rows}, {"weights", weights}};
}

Json points(const std::vector<RoadPoint> &all)
{
	Json list = Json::array();

	for (const RoadPoint &each : all)
		list.push_back({{"what", each.what}, {"source", each.source}});
	return list;
}

Json roads(const std::vector<Road> &all)
{
	Json list = Json::array();

	for (const Road &each : all)
		list.push_back({{"variant", each.variant}, {"hooks", {{"what", each.hooks.what}, {"source", each.hooks.source}}}, {"gives", points(each.gives)},
				{"takes", points(each.takes)}});
	return list;
}

Json known(const std::vector<KnownUser> &users)
{
	Json all = Json::array();

	for (const KnownUser &each : users)
		all.push_back({{"id", each.id}, {"name", each.name}, {"wanted", each.wanted}, {"without", each.without}, {"source", each.source}});
	return all;
}

Json symbols(const UnknownSymbols &unknown)
{
	if (!unknown.looked())
		return {{"reason", unknown.reason}};
	return {{"kernel", unknown.kernel}, {"settings", unknown.settings}, {"set", unknown.set}, {"off", unknown.off}};
}

} // namespace

Json json(const Advice &advice)
{
	const Recommendation &choice = advice.recommendation;
	Json findings = Json::array();
	Json losses = Json::array();
	Json policies = Json::array();

	for (const Finding &each : advice.findings)
		findings.push_back({{"id", each.id}, {"weight", to_string(each.weight)}, {"what", each.what}, {"next", each.next}, {"source", each.source}});
	for (const Loss &each : advice.losses)
		losses.push_back({{"id", each.id}, {"name", each.name}, {"wanted", each.wanted}, {"without", each.without}, {"instead", each.instead}, {"source", each.source},
				  {"users", known(each.users)}});
	for (const PolicyFit &each : advice.policies)
		policies.push_back({{"name", each.name}, {"programs", each.programs}, {"problems", each.problems}, {"needs_framework", each.needs_framework}});
	Json also = Json::array();
	for (const Need &each : choice.also)
		also.push_back({{"condition", each.condition}, {"reason", each.reason}, {"unless", each.unless}});
	return {{"schema_version", schema_version}, {"today", today(advice)}, {"findings", findings}, {"unknown_symbols", symbols(advice.unknown)}, {"roads", roads(advice.roads)}, {"losses", losses}, {"stays", known(advice.stays)}, {"policies", policies},
		{"figures", figures(advice.figures)},
		{"recommendation", {{"variant", choice.variant}, {"confidence", to_string(choice.confidence)}, {"reason", choice.reason}, {"unless", choice.unless}, {"also", also}, {"capped", choice.capped}, {"already", choice.already}, {"dispatch", choice.dispatch.name}, {"dispatch_reason", choice.dispatch.reason}}},
		{"fragment", advice.fragment}, {"verified", advice.verified}, {"holds", advice.holds}, {"commands", advice.commands}};
}

} // namespace matrix::advise
