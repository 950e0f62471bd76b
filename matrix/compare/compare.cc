// SPDX-License-Identifier: GPL-2.0
#include "matrix/compare/compare.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "matrix/compare/rows.h"
#include "matrix/trace/event.h"

namespace matrix::compare {

namespace {

template <class T> void add_once(std::vector<T> &list, const T &value)
{
	if (std::find(list.begin(), list.end(), value) == list.end())
		list.push_back(value);
}

Configuration idle_of(Configuration configuration)
{
	configuration.scenario = "idle";
	return configuration;
}

// Each row beside the one of `than`(its configuration), all of them as one table.
std::map<Key, Difference> judged(const std::map<Key, Boots> &rows, const std::function<Configuration(const Configuration &)> &than)
{
	std::map<Key, Difference> differences;
	std::vector<Difference *> table;

	for (const auto &[key, boots] : rows) {
		const auto &[configuration, workload, counter] = key;
		const auto other = rows.find({than(configuration), workload, counter});
		if (other != rows.end() && other->first != key)
			differences.emplace(key, tested(medians(other->second), medians(boots)));
	}
	for (auto &[key, difference] : differences)
		table.push_back(&difference);
	judge(table, {});
	return differences;
}

} // namespace

Comparison::Comparison(Results results)
	: results_(std::move(results)), pairs_(find_pairs(results_.cells)), inexact_(inexact_rows(results_.cells))
{
	collect_axes();
	if (!exact())
		collect_times();
}

void Comparison::collect_axes()
{
	for (std::size_t place = 0; place < results_.cells.size(); ++place) {
		const Cell &cell = results_.cells[place];
		add_once(configurations_, cell.configuration);
		add_once(workloads_, cell.workload);
		add_once(trace::find_event(cell.counter) != nullptr ? events_ : counters_, cell.counter);
		const auto [first, added] = first_boots_.try_emplace({cell.configuration, cell.workload, cell.counter}, place);
		if (!added && cell.boot < results_.cells[first->second].boot)
			first->second = place;
	}
}

void Comparison::collect_times()
{
	const std::map<Key, Boots> rows = ok_rows(results_.cells);

	for (const auto &[key, boots] : rows) {
		Cell cell = *boots.front();
		cell.samples = medians(boots);
		gathered_.emplace(key, std::move(cell));
	}
	over_none_ = judged(rows, [this](const Configuration &row) {
		const Configuration *none = baseline_of(row);
		return none == nullptr ? row : *none;
	});
	over_idle_ = judged(rows, idle_of);
}

std::string Comparison::accelerator() const { return results_.cells.empty() ? "" : results_.cells.front().accelerator; }

const Cell *Comparison::cell(const Configuration &configuration, std::string_view workload, std::string_view counter) const
{
	const Key key{configuration, std::string{workload}, std::string{counter}};

	if (const auto gathered = gathered_.find(key); gathered != gathered_.end())
		return &gathered->second;
	const auto first = first_boots_.find(key);
	return first == first_boots_.end() ? nullptr : &results_.cells[first->second];
}

const Configuration *Comparison::baseline_of(const Configuration &configuration) const
{
	const std::string none = "none" + kernel_suffix(configuration.variant);
	const auto found = std::find_if(configurations_.begin(), configurations_.end(), [&](const Configuration &row) {
		return row.variant == none && row.scenario == "idle";
	});

	return found == configurations_.end() ? nullptr : &*found;
}

const Configuration *Comparison::baseline() const
{
	if (const Configuration *of_default = baseline_of({}); of_default != nullptr)
		return of_default;
	const auto found = std::find_if(configurations_.begin(), configurations_.end(), [&](const Configuration &row) { return baseline_of(row) != nullptr; });

	return found == configurations_.end() ? nullptr : baseline_of(*found);
}

std::optional<Cost> Comparison::cost(const Configuration &configuration, std::string_view workload,
				     std::string_view counter) const
{
	const Configuration *none = baseline_of(configuration);
	const Cell *here = cell(configuration, workload, counter);
	const Cell *there = none != nullptr ? cell(*none, workload, counter) : nullptr;

	if (here == nullptr || there == nullptr || !here->ok() || !there->ok())
		return std::nullopt;
	Cost cost{.value = here->median(), .baseline = there->median(), .absolute = 0, .percent = 0};
	cost.absolute = cost.value - cost.baseline;
	cost.percent = cost.baseline > 0 ? 100 * cost.absolute / cost.baseline : 0;
	return cost;
}

std::optional<double> Comparison::added(const Configuration &configuration, std::string_view workload,
					std::string_view counter) const
{
	const Configuration idle = idle_of(configuration);
	const Cell *here = cell(configuration, workload, counter);
	const Cell *there = configuration == idle ? nullptr : cell(idle, workload, counter);
	if (here == nullptr || there == nullptr || !here->ok() || !there->ok())
		return std::nullopt;
	return here->median() - there->median();
}

bool Comparison::inexact(const Configuration &configuration, std::string_view workload, std::string_view counter) const
{
	return inexact_.contains({configuration, std::string{workload}, std::string{counter}});
}

bool Comparison::inexact_cost(const Configuration &configuration, std::string_view workload, std::string_view counter) const
{
	const Configuration *none = baseline_of(configuration);

	if (!exact()) {
		const Difference *difference = over_none(configuration, workload, counter);
		return difference != nullptr && !difference->significant();
	}
	return inexact(configuration, workload, counter) || (none != nullptr && inexact(*none, workload, counter));
}

bool Comparison::inexact_added(const Configuration &configuration, std::string_view workload, std::string_view counter) const
{
	const Configuration idle = idle_of(configuration);

	if (!exact()) {
		const Difference *difference = over_idle(configuration, workload, counter);
		return difference != nullptr && !difference->significant();
	}
	return inexact(configuration, workload, counter) || inexact(idle, workload, counter);
}

const Difference *Comparison::over_none(const Configuration &configuration, std::string_view workload, std::string_view counter) const
{
	const auto found = over_none_.find({configuration, std::string{workload}, std::string{counter}});

	return found == over_none_.end() ? nullptr : &found->second;
}

const Difference *Comparison::over_idle(const Configuration &configuration, std::string_view workload, std::string_view counter) const
{
	const auto found = over_idle_.find({configuration, std::string{workload}, std::string{counter}});

	return found == over_idle_.end() ? nullptr : &found->second;
}

std::vector<const Cell *> Comparison::not_ok(std::string_view status) const
{
	std::vector<const Cell *> found;

	for (const Cell &cell : results_.cells) {
		if (cell.status == status)
			found.push_back(&cell);
	}
	return found;
}

bool Comparison::pairs_equal() const
{
	const auto any_compared = [](const Pair &pair) { return pair.compared != 0; };

	return std::any_of(pairs_.begin(), pairs_.end(), any_compared) &&
	       std::all_of(pairs_.begin(), pairs_.end(), [](const Pair &pair) { return pair.differences.empty(); });
}

base::Result<Comparison> compare(Results results)
{
	if (const auto same = one_accelerator(results.cells); !same)
		return tl::unexpected(same.error());
	return Comparison{std::move(results)};
}

} // namespace matrix::compare
