// SPDX-License-Identifier: GPL-2.0
// The verbs that show what loaded policies do.
#include <bpf/bpf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "loader/errors.h"
#include "loader/events/stream.h"
#include "loader/kernel.h"
#include "loader/pins/describe.h"
#include "loader/verbs/options.h"

namespace loader {

namespace {

using std::chrono::milliseconds;

// A signal ends a watch as its natural end: the summary is still printed.
volatile std::sig_atomic_t stopped = 0;

void stop_on_signals()
{
	struct sigaction action{};

	action.sa_handler = [](int) { stopped = 1; };
	for (const int signal : {SIGINT, SIGTERM, SIGHUP})
		::sigaction(signal, &action, nullptr);
}

std::string line_of(const nlohmann::ordered_json &event, bool json)
{
	return json ? event.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) : event_line(event);
}

struct Row {
	std::string policy;
	PinnedProgram program;
	std::uint64_t runs = 0; // since the look before
	std::uint64_t time_ns = 0;
};

using Before = std::map<std::uint32_t, PinnedProgram>;

std::vector<Row> rows_since(const std::vector<PinnedPolicy> &policies, Before &before)
{
	std::vector<Row> rows;

	for (const PinnedPolicy &policy : policies) {
		for (const PinnedProgram &program : policy.programs) {
			const PinnedProgram &last = before.try_emplace(program.program_id, program).first->second;
			rows.push_back({policy.name, program, program.runs - last.runs, program.run_time_ns - last.run_time_ns});
			before[program.program_id] = program;
		}
	}
	std::ranges::stable_sort(rows, [](const Row &a, const Row &b) { return a.time_ns > b.time_ns; });
	return rows;
}

double mean(std::uint64_t time, std::uint64_t runs)
{
	return runs == 0 ? 0 : static_cast<double>(time) / static_cast<double>(runs);
}

void print_rows(const std::vector<Row> &rows, bool json)
{
	nlohmann::json list = nlohmann::json::array();
	std::string text = fmt::format("{:<20} {:<20} {:<28} {:>10} {:>10} {:>9}\n", "policy", "program", "hook", "runs", "ns", "ns/run");

	for (const Row &row : rows) {
		list.push_back({{"policy", row.policy}, {"program", row.program.program}, {"hook", row.program.hook}, {"runs", row.runs},
				{"run_time_ns", row.time_ns}});
		text += fmt::format("{:<20} {:<20} {:<28} {:>10} {:>10} {:>9.0f}\n", row.policy, row.program.program, row.program.hook,
				    row.runs, row.time_ns, mean(row.time_ns, row.runs));
	}
	print(json ? nlohmann::json{{"schema_version", 1}, {"programs", list}}.dump() + "\n" : text + "\n");
}

} // namespace

int do_events(const Options &options)
{
	const auto pins = PinRoot(options.pin_root).folder_of(options.name);
	if (!pins)
		return complain(pins.error(), options);
	const auto stream = EventStream::open(*pins);
	if (!stream)
		return complain(stream.error(), options);

	std::uint64_t seen = 0;
	const auto wanted = [&] { return stopped == 0 && (options.count == 0 || seen < options.count); };
	const EventStream::Receiver receive = [&](const nlohmann::ordered_json &event) {
		if (options.count == 0 || seen < options.count)
			print(line_of(event, options.json) + "\n");
		seen++;
	};
	stop_on_signals();
	do {
		auto got = options.drain ? (*stream)->drain(receive) : (*stream)->wait(milliseconds{100}, receive);
		if (!got)
			return complain(got.error(), options);
	} while (wanted() && !options.drain);
	const std::uint64_t shown = options.count == 0 ? seen : std::min(seen, options.count);
	if (options.json)
		print(nlohmann::ordered_json{{"kind", "end"}, {"events", shown}, {"dropped", (*stream)->dropped()},
					     {"unknown", (*stream)->unknown()}}.dump() + "\n");
	else
		fmt::print(stderr, "{} events; {} dropped since the policy was loaded\n", shown, (*stream)->dropped());
	return 0;
}

int do_top(const Options &options)
{
	// Statistics are on as long as this descriptor is open.
	const base::Fd statistics{bpf_enable_stats(BPF_STATS_RUN_TIME)};
	RunningKernel kernel;
	const auto &btf = kernel.btf();
	const PinRoot root(options.pin_root);
	Before before;

	if (!statistics)
		return complain(statistics_refused(errno), options);
	stop_on_signals();
	for (std::uint64_t look = 0; stopped == 0 && (options.count == 0 || look <= options.count); look++) {
		const auto policies = root.list(btf ? &*btf : nullptr);
		if (!policies)
			return complain(policies.error(), options);
		const std::vector<Row> rows = rows_since(*policies, before);
		if (look > 0)
			print_rows(rows, options.json);
		if (look < options.count || options.count == 0)
			std::this_thread::sleep_for(std::chrono::duration<double>(options.interval));
	}
	return 0;
}

} // namespace loader
