// SPDX-License-Identifier: GPL-2.0
#include "matrix/model/model.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "bench/statistics.h"

namespace matrix::model {

namespace {

struct Ends {
	double at_once = 0;
	double apart = 0;
};

Ends ends_of(const Events &events, const Prices &prices)
{
	std::array<double, static_cast<std::size_t>(Resource::surprises) + 1> taken{};
	Ends ends;

	for (const Class &row : class_table()) {
		const Range price = row.price(prices);
		const double count = row.count(events);
		taken[static_cast<std::size_t>(row.resource)] += count * price.low;
		ends.apart += count * price.high;
	}
	const double surprises = taken.back();
	ends.at_once = surprises + *std::max_element(taken.begin(), taken.end() - 1);
	return ends;
}

struct Tried {
	const Priced *row;
	double apart;
};

double median_without(const std::vector<Tried> &tried, const Priced *without)
{
	std::vector<double> shares;

	for (const Tried &one : tried)
		if (one.row != without)
			shares.push_back(one.apart);
	return bench::summarize(shares).median;
}

} // namespace

Model::Model(Prices prices) : prices_(std::move(prices))
{
	std::vector<Tried> tried;

	for (const Priced &row : prices_.rows) {
		if (row.kind != "dispatch" || row.from != "first-cache" || row.events.empty())
			continue;
		const Ends ends = ends_of(row.events, prices_);
		if (row.ns > 0 && ends.apart > ends.at_once)
			tried.push_back({&row, std::clamp((row.ns - ends.at_once) / (ends.apart - ends.at_once), 0.0, 1.0)});
	}
	apart_ = median_without(tried, nullptr);
	for (const Tried &one : tried)
		checks_.push_back({.name = one.row->name, .meaning = one.row->meaning, .measured = one.row->ns,
				   .estimate = estimate(one.row->events, median_without(tried, one.row))});
}

double Model::worst_error() const
{
	double worst = 0;

	for (const Check &check : checks_)
		worst = std::max(worst, std::fabs(check.error()));
	return worst;
}

double Model::median_error() const
{
	std::vector<double> errors;

	for (const Check &check : checks_)
		errors.push_back(std::fabs(check.error()));
	return bench::summarize(errors).median;
}

std::size_t Model::outside() const
{
	return static_cast<std::size_t>(std::count_if(checks_.begin(), checks_.end(), [](const Check &check) { return !check.inside(); }));
}

Estimate Model::estimate(const Events &events, double apart) const
{
	const Ends ends = ends_of(events, prices_);

	return {.low = ends.at_once, .middle = ends.at_once + apart * (ends.apart - ends.at_once), .high = ends.apart};
}

Estimate Model::difference(const Events &events, const Events &than) const
{
	const Estimate more = estimate(events);
	const Estimate less = estimate(than);
	const double low = more.low - less.low;
	const double high = more.high - less.high;

	return {.low = std::min(low, high), .middle = more.middle - less.middle, .high = std::max(low, high)};
}

double Model::lines(const Events &events, std::string_view from) const
{
	const auto code = events.find("code-lines");
	const auto data = events.find("data-lines");
	const auto more = [&](const char *name) { return std::max(0.0, prices_.ns(name, from) - prices_.ns(name)); };

	return (code == events.end() ? 0 : code->second * more("code_lines")) + (data == events.end() ? 0 : data->second * more("data_lines"));
}

} // namespace matrix::model
