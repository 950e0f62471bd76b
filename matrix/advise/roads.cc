// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/roads.h"

#include <algorithm>
#include <array>

#include "matrix/advise/facts.h"
#include "matrix/advise/target.h"

namespace matrix::advise {

namespace {

enum class RoadPart { hooks, gives, takes };

struct RoadRow {
	std::string_view variant;
	RoadPart part;
	std::string_view condition;
	std::string_view text;
	std::string_view source;
};

constexpr std::array road_rows{
#define ROAD(variant, what, condition, text, source) RoadRow{variant, RoadPart::what, condition, text, source},
#include "matrix/advise/roads.def"
#undef ROAD
};

struct DispatchRow {
	std::string_view condition;
	std::string_view dispatch;
	std::string_view reason;
};

constexpr std::array dispatch_rows{
#define DISPATCH(condition, dispatch, reason) DispatchRow{condition, dispatch, reason},
#include "matrix/advise/dispatches.def"
#undef DISPATCH
};

} // namespace

std::vector<Road> roads_of(const Facts &facts)
{
	std::vector<Road> roads;

	for (const RoadRow &row : road_rows) {
		if (!facts.hold(row.condition))
			continue;
		auto road = std::ranges::find(roads, row.variant, &Road::variant);
		if (road == roads.end())
			road = roads.insert(roads.end(), Road{.variant = std::string{row.variant}, .hooks = {}, .gives = {}, .takes = {}});
		const RoadPoint point{.what = std::string{row.text}, .source = std::string{row.source}};
		if (row.part == RoadPart::hooks)
			road->hooks = point;
		else
			(row.part == RoadPart::gives ? road->gives : road->takes).push_back(point);
	}
	return roads;
}

std::vector<std::string_view> road_conditions()
{
	std::vector<std::string_view> all;

	for (const RoadRow &row : road_rows)
		all.push_back(row.condition);
	for (const DispatchRow &row : dispatch_rows)
		all.push_back(row.condition);
	return all;
}

Dispatch dispatch_for(const Config &config)
{
	const LsmStack stack = lsm_stack(config, {});
	const Wishes none;
	const Facts facts{config, stack, none};
	const std::string_view target = target_of(config).kernel;

	if (target != build::default_kernel())
		return {.name = "list", .reason = std::string{"the kernel of "} + std::string{target} + " has no other"};
	const auto *row = std::ranges::find_if(dispatch_rows, [&facts](const DispatchRow &each) { return facts.hold(each.condition); });
	return {.name = std::string{row->dispatch}, .reason = std::string{row->reason}};
}

} // namespace matrix::advise
