// SPDX-License-Identifier: GPL-2.0
//
// From exact counts and a CPU's prices to nanoseconds: a model, not a measurement.
// It knows two ends: all that can go on at once does, and nothing does. Where in
// between code lies is taken from the sequences that hooklab measured whole.
//
//   model::Model model{std::move(*prices)};
//   model::Estimate e = model.difference(with_program, idle);   // ns: e.low to e.high, likely e.middle
//   for (const model::Check &check : model.checks()) print(check.name, check.measured, check.estimate);
#pragma once

#include <string>
#include <vector>

#include "matrix/model/classes.h"

namespace matrix::model {

struct Estimate {
	double low = 0;
	double middle = 0;
	double high = 0;
};

// A sequence that hooklab measured whole, beside what the model makes of its events.
struct Check {
	std::string name;
	std::string meaning;
	double measured = 0; // ns
	Estimate estimate;   // without what sequences of its family taught the model
	bool unpaired = false;   // has a call without its return
	[[nodiscard]] double error() const { return estimate.middle / measured - 1; }
	[[nodiscard]] bool inside() const { return measured >= estimate.low && measured <= estimate.high; }
};

class Model {
public:
	explicit Model(Prices prices);

	[[nodiscard]] const Prices &prices() const { return prices_; }
	// How much of what could go on at once does not, 0 to 1: the median of the sequences, or
	// the middle where hooklab had no events.
	[[nodiscard]] double apart() const { return apart_; }
	[[nodiscard]] const std::vector<Check> &checks() const { return checks_; } // none where hooklab had no events
	// The most that a check's middle is off; the median of that over families of them; how
	// many lie outside of their range.
	[[nodiscard]] double worst_error() const;
	[[nodiscard]] double median_error() const;
	[[nodiscard]] std::size_t outside() const;
	[[nodiscard]] std::size_t unpaired() const; // how many of them tried the price of a call without its return

	[[nodiscard]] Estimate estimate(const Events &events) const { return estimate(events, apart_); }
	[[nodiscard]] Estimate difference(const Events &events, const Events &than) const;
	// On top of that, when the lines are not in the first cache but there.
	[[nodiscard]] double lines(const Events &events, std::string_view from) const;

private:
	[[nodiscard]] Estimate estimate(const Events &events, double apart) const;

	Prices prices_;
	double apart_ = 0;
	std::vector<Check> checks_;
};

} // namespace matrix::model
