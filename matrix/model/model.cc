// SPDX-License-Identifier: GPL-2.0
#include "matrix/model/model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

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

// Sequences that differ in their number of callbacks alone are of one family: none of
// them may learn from another one.
std::string family_of(const std::string &name) { return name.substr(0, name.find_last_not_of("0123456789") + 1); }

struct Tried {
	const Priced *row;
	double apart;
};

// The middle where there is nothing to learn from.
double median_without(const std::vector<Tried> &tried, const std::string &family)
{
	std::vector<double> shares;

	for (const Tried &one : tried)
		if (family_of(one.row->name) != family)
			shares.push_back(one.apart);
	return shares.empty() ? 0.5 : bench::summarize(shares).median;
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
	apart_ = median_without(tried, "");
	for (const Tried &one : tried)
		checks_.push_back({.name = one.row->name, .meaning = one.row->meaning, .measured = one.row->ns,
				   .estimate = estimate(one.row->events, median_without(tried, family_of(one.row->name))),
				   .unpaired = unpaired_calls(one.row->events) > 0});
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
	std::map<std::string, double> worst; // of each family: eight alike do not count eight times
	std::vector<double> errors;

	for (const Check &check : checks_) {
		double &error = worst[family_of(check.name)];
		error = std::max(error, std::fabs(check.error()));
	}
	for (const auto &[family, error] : worst)
		errors.push_back(error);
	return bench::summarize(errors).median;
}

std::size_t Model::outside() const
{
	return static_cast<std::size_t>(std::count_if(checks_.begin(), checks_.end(), [](const Check &check) { return !check.inside(); }));
}

std::size_t Model::unpaired() const
{
	return static_cast<std::size_t>(std::count_if(checks_.begin(), checks_.end(), [](const Check &check) { return check.unpaired; }));
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
