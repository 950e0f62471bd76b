// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/members.h"

#include <nlohmann/json.hpp>

#include "matrix/report/model.h"

namespace matrix::report {

std::string text_of(const nlohmann::json &row, const char *key)
{
	const auto found = row.find(key);

	return found != row.end() && found->is_string() ? found->get<std::string>() : "?";
}

std::string number_of(const nlohmann::json &row, const char *key)
{
	const auto found = row.find(key);

	return found != row.end() && found->is_number() ? count_text(found->get<double>()) : nothing;
}

} // namespace matrix::report
