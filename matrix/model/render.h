// SPDX-License-Identifier: GPL-2.0
//
// A model as text, Markdown and JSON; each says that it is one, and how far off it
// was where it could be tried.
//
//   std::cout << model::checks_text(model, model::Format::markdown);
//   std::cout << model::cells_text(comparison, model, modelled, model::Format::text);
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "matrix/model/cells.h"

namespace matrix::model {

enum class Format { text, markdown };

// The prices of a CPU, and the sequences that the model was tried on.
std::string checks_text(const Model &model, Format format);

std::string cells_text(const compare::Comparison &comparison, const Model &model, const Modelled &modelled, Over over, Format format);

// Without cells: null in their place.
nlohmann::json to_json(const Model &model, const Modelled *modelled, Over over);

// How far the model was off where it could be tried: on hooklab's sequences, and on real times
// where there are some.
std::string error_text(const Model &model, const Modelled *modelled = nullptr);

// What no such model can know: for the foot of everything that it says.
std::string limits_text();

} // namespace matrix::model
