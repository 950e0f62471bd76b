// SPDX-License-Identifier: GPL-2.0
#include "matrix/lab/run.h"

#include <benchmark/benchmark.h>
#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <memory>

#include "bench/conditions.h"
#include "bench/counter.h"
#include "bench/one_cpu.h"
#include "bench/runner.h"
#include "bench/statistics.h"

namespace matrix::lab {

namespace {

// Of one repetition; its price is their median, so that an interrupt counts for nothing.
constexpr int shots = 31;
constexpr unsigned long hot_rounds = 32; // some ten microseconds: few are interrupted

using benchmark::State;

// The library has its say about files and formats; the words here are ours.
class Silent final : public benchmark::BenchmarkReporter {
public:
	bool ReportContext(const Context &) override { return true; }
	void ReportRuns(const std::vector<Run> &) override {}
};

struct Lab {
	Clock clock;
	bench::Counter *cycles = nullptr; // not to be had: nullptr
};

double median(const std::vector<double> &values) { return bench::summarize(values).median; }

void repetition(State &state, Price &price, const Lab &lab)
{
	std::vector<double> ns;
	std::vector<double> cycles;
	const Mechanism &mechanism = *price.mechanism;

	for ([[maybe_unused]] auto _ : state) {
		const bool many = price.from == From::first_cache;
		ns.push_back(lab.clock.ns(many ? hot(mechanism, hot_rounds) : once(mechanism, price.from)));
		if (many && lab.cycles != nullptr)
			cycles.push_back(hot_cycles(mechanism, hot_rounds, *lab.cycles));
		state.SetIterationTime(std::max(ns.back(), 0.0) * 1e-9);
	}
	price.ns.push_back(median(ns));
	if (!cycles.empty())
		price.cycles.push_back(median(cycles));
}

std::vector<Price> prices_wanted(const RunOptions &options)
{
	std::vector<Price> wanted;

	for (const Mechanism &mechanism : mechanism_table()) {
		if (mechanism.name.find(options.filter) == std::string_view::npos)
			continue;
		wanted.push_back({.mechanism = &mechanism, .from = From::first_cache});
		// A part has no code worth fetching.
		if (mechanism.kind != Kind::part)
			for (const From from : {From::second_cache, From::memory})
				wanted.push_back({.mechanism = &mechanism, .from = from});
	}
	return wanted;
}

void measure(std::vector<Price> &prices, const Lab &lab, unsigned repetitions)
{
	// What the library takes from the environment when it is loaded stands here again: a
	// filter, for one, would leave out what was asked for.
	std::array<std::string, 7> words{"hooklab", "--benchmark_enable_random_interleaving=true", "--benchmark_filter=all",
					 "--benchmark_list_tests=false", "--benchmark_out=", "--benchmark_perf_counters=",
					 "--benchmark_format=console"};
	std::array<char *, 8> argv{};
	int argc = 0;
	Silent silent;

	for (std::string &word : words)
		argv[static_cast<std::size_t>(argc++)] = word.data();
	benchmark::Initialize(&argc, argv.data());
	for (Price &price : prices) {
		const std::string name = std::string{price.mechanism->name} + "/" + std::string{to_string(price.from)};
		benchmark::RegisterBenchmark(name.c_str(), [&price, &lab](State &state) { repetition(state, price, lab); })
			->UseManualTime()
			->Iterations(shots)
			->Repetitions(static_cast<int>(repetitions));
	}
	(void)benchmark::RunSpecifiedBenchmarks(&silent);
	benchmark::ClearRegisteredBenchmarks();
}

nlohmann::json context_of(const Lab &lab, int cpu, unsigned long long interrupts)
{
	utsname system{};

	(void)::uname(&system);
	return {{"cpu", bench::cpu_model()}, {"release", system.release}, {"machine", system.machine},
		{"timer", "the time stamp counter"}, {"ticks_per_ns", lab.clock.ticks_per_ns()}, {"on_cpu", cpu},
		{"interrupts", interrupts}, {"conditions", bench::to_json(bench::conditions("/", cpu))}};
}

nlohmann::json summary(const std::vector<double> &samples)
{
	const auto ascending = bench::sorted(samples);

	return {{"median", bench::quantile(ascending, 0.5)}, {"first_quartile", bench::quantile(ascending, 0.25)},
		{"third_quartile", bench::quantile(ascending, 0.75)}, {"samples", samples}};
}

} // namespace

base::Result<Measured> run(const RunOptions &options)
{
	Measured measured;
	const int cpu = bench::stay_on_one_cpu(bench::Cpu::last);
	const unsigned on = cpu < 0 ? 0 : static_cast<unsigned>(cpu);
	const std::unique_ptr<bench::Counter> cycles = bench::find_counter("cycles")->make({});
	const auto usable = cycles->open();
	const Lab lab{.clock = Clock::calibrate(), .cycles = usable ? cycles.get() : nullptr};

	measured.prices = prices_wanted(options);
	if (measured.prices.empty())
		return measured;
	const unsigned long long before = bench::interrupts("/", on);
	measure(measured.prices, lab, options.repetitions);
	for (const Price &price : measured.prices)
		if (price.ns.size() != options.repetitions)
			return base::fail({.id = "lab-incomplete", .code = base::ExitCode::failed, .action = "measure", .object = std::string{price.mechanism->name},
					   .reason = "it ran " + std::to_string(price.ns.size()) + " of " + std::to_string(options.repetitions) + " times",
					   .hint = {}, .errnum = 0});
	measured.context = context_of(lab, cpu, bench::interrupts("/", on) - before);
	measured.context["repetitions"] = options.repetitions;
	measured.context["cycles"] = usable ? std::string{cycles->source()} : "none: " + usable.error().reason;
	measured.context["events"] = "counted step by step";
	for (const Price &price : measured.prices) {
		if (measured.events.count(std::string{price.mechanism->name}) != 0)
			continue;
		const auto events = count_events(*price.mechanism);
		if (!events) {
			measured.context["events"] = "none: " + events.error().to_string();
			break;
		}
		measured.events.emplace(price.mechanism->name, *events);
	}
	return measured;
}

nlohmann::json to_json(const Measured &measured)
{
	nlohmann::json prices = nlohmann::json::array();

	for (const Price &price : measured.prices) {
		const auto events = measured.events.find(std::string{price.mechanism->name});
		prices.push_back({{"name", price.mechanism->name}, {"kind", to_string(price.mechanism->kind)}, {"from", to_string(price.from)},
				  {"meaning", price.mechanism->meaning}, {"ns", summary(price.ns)},
				  {"cycles", price.cycles.empty() ? nlohmann::json{} : summary(price.cycles)},
				  {"events", events == measured.events.end() ? nlohmann::json{} : nlohmann::json(events->second)}});
	}
	return {{"schema_version", prices_schema_version}, {"program", "hooklab"}, {"context", measured.context}, {"prices", prices}};
}

} // namespace matrix::lab
