// SPDX-License-Identifier: GPL-2.0
//
// What each kernel takes and gives in the place of the one that runs (roads.def).
//
//   for (const Road &road : roads_of(facts))
//           print(road.variant, road.hooks, road.gives, road.takes);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "matrix/advise/config_file.h"

namespace matrix::advise {

class Facts;

struct RoadPoint {
	std::string what;
	std::string source;
};

struct Road {
	std::string variant;
	RoadPoint hooks; // the dispatch
	std::vector<RoadPoint> gives;
	std::vector<RoadPoint> takes;
};

std::vector<Road> roads_of(const Facts &facts);
std::vector<std::string_view> road_conditions();

// How hooks of the kernel to come reach their callbacks (dispatches.def), and why so.
struct Dispatch {
	std::string name; // "list", "static-call"
	std::string reason;
};

Dispatch dispatch_for(const Config &config);

} // namespace matrix::advise
