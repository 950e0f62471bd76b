// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/boot_result.h"

#include <algorithm>

#include "bench/counter.h"
#include "matrix/compare/bench_row.h"
#include "matrix/lsm/stack.h"
#include "matrix/plan/scenario.h"
#include "matrix/trace/event.h"

namespace matrix::collect {

namespace {

using nlohmann::json;

constexpr int boot_schema_version = 1;

json parse_file(const boot::GuestReport &report, const std::string &name)
{
	const auto file = report.files.find(name);

	return file == report.files.end() ? json(nullptr) : json::parse(file->second, nullptr, false);
}

std::string unit_of(const std::string &counter)
{
	const bench::CounterRow *row = bench::find_counter(counter);
	const trace::EventRow *event = trace::find_event(counter);

	return row != nullptr ? std::string{row->unit} : event != nullptr ? std::string{event->unit} : counter + "/op";
}

// The last line that a person should see: hookload and hookbench say there
// what went wrong.
std::string last_line(const std::string &text)
{
	const std::size_t end = text.find_last_not_of('\n');

	if (end == std::string::npos)
		return {};
	const std::size_t start = text.find_last_of('\n', end);
	return text.substr(start == std::string::npos ? 0 : start + 1, end - (start == std::string::npos ? 0 : start + 1) + 1);
}

// Why what the guest sent cannot be used; empty when it can.
std::string check_hello(const BootResult &result)
{
	if (!result.hello.is_object() || !result.hello.contains("stack") || !result.hello["stack"].is_string())
		return "the guest did not say what it is";
	const std::string stack = result.hello["stack"];
	const std::string wanted = lsm::parse_stack(result.boot.stack).names();
	if (stack != wanted)
		return "the guest has the stack '" + stack + "' where '" + wanted + "' was asked for";
	return {};
}

std::string check_bench(const BootResult &result)
{
	if (!result.bench.is_object() || !result.bench.contains("results") || !result.bench["results"].is_array())
		return "the guest left no results of hookbench";
	if (result.bench.value("schema_version", json{}) != 1)
		return "the guest's hookbench writes another version of its results";
	return {};
}

std::string check_attach(const BootResult &result)
{
	const plan::Scenario *scenario = plan::find_scenario(result.boot.scenario);

	if (scenario == nullptr || scenario->policy.empty())
		return {};
	if (!result.attach.is_object() || !result.attach.contains("attached") ||
	    !result.attach["attached"].is_number_unsigned())
		return "the guest left no report of what was attached";
	if (result.attach["attached"] == 0)
		return "no program was attached";
	if (scenario->on_one_hook != 0 && result.attach["attached"] != scenario->on_one_hook)
		return result.attach["attached"].dump() + " programs were attached, the scenario has " +
		       std::to_string(scenario->on_one_hook);
	return {};
}

std::string failure(const BootResult &result, const boot::GuestReport &report)
{
	// A workload that failed gives hookbench the status 1, and the others
	// their results: those are looked at cell by cell.
	const bool partial = report.outcome == boot::Outcome::command_failed && check_bench(result).empty();

	if (report.outcome != boot::Outcome::ok && !partial) {
		std::string reason = std::string{boot::outcome_name(report.outcome)} + ": " + report.reason;
		if (const std::string said = last_line(report.err); !said.empty())
			reason += " (" + said + ")";
		return reason;
	}
	for (const auto &check : {check_hello, check_bench, check_attach}) {
		if (const std::string wrong = check(result); !wrong.empty())
			return wrong;
	}
	return {};
}

compare::Cell empty_cell(const BootResult &result, const std::string &workload, const std::string &counter)
{
	compare::Cell cell;

	cell.configuration = {.variant = result.boot.variant, .dispatch = result.boot.dispatch,
			      .stack = result.boot.stack, .scenario = result.boot.scenario};
	cell.workload = workload;
	cell.counter = counter;
	cell.unit = unit_of(counter);
	cell.accelerator = result.accelerator;
	cell.boot = result.boot.boot;
	cell.node = result.node;
	if (result.attach.is_object() && result.attach.contains("attached") &&
	    result.attach["attached"].is_number_unsigned())
		cell.programs_attached = result.attach["attached"].get<unsigned>();
	return cell;
}

const json *find_row(const json &rows, const std::string &workload, const std::string &counter)
{
	for (const json &row : rows) {
		if (row.is_object() && row.value("workload", json{}) == workload && row.value("counter", json{}) == counter)
			return &row;
	}
	return nullptr;
}

template <class T> T read(const json &object, const char *key, T otherwise)
{
	const auto at = object.find(key);

	if (at == object.end())
		return otherwise;
	try {
		return at->get<T>();
	} catch (const json::exception &) {
		return otherwise;
	}
}

} // namespace

BootResult make_result(const plan::PlannedBoot &planned, boot::Accelerator accelerator,
		       const base::Result<boot::GuestReport> &report)
{
	BootResult result;

	result.boot = planned;
	result.accelerator = boot::accelerator_name(accelerator);
	result.counters = plan::counters_of(planned, accelerator);
	if (!report) {
		result.outcome = "not-started";
		result.reason = report.error().to_string();
		return result;
	}
	result.outcome = boot::outcome_name(report->outcome);
	result.console_tail = report->console_tail;
	result.hello = report->hello;
	result.bench = parse_file(*report, "bench.json");
	result.attach = parse_file(*report, "attach.json");
	result.reason = failure(result, *report);
	if (result.reason.empty())
		result.status = "ok";
	return result;
}

std::vector<compare::Cell> cells_of(const BootResult &result)
{
	std::vector<compare::Cell> cells;

	for (const std::string &workload : result.boot.workloads) {
		for (const std::string &counter : result.counters) {
			compare::Cell cell = empty_cell(result, workload, counter);
			const json *row = result.ok() ? find_row(result.bench["results"], workload, counter) : nullptr;
			if (row != nullptr)
				compare::fill(cell, *row);
			else
				cell.reason = result.ok() ? "the guest did not run it" : result.reason;
			cells.push_back(std::move(cell));
		}
	}
	return cells;
}

json to_json(const BootResult &result)
{
	return {{"schema_version", boot_schema_version},
		{"variant", result.boot.variant},
		{"dispatch", result.boot.dispatch},
		{"stack", result.boot.stack},
		{"scenario", result.boot.scenario},
		{"boot", result.boot.boot},
		{"accelerator", result.accelerator},
		{"workloads", result.boot.workloads},
		{"counters", result.counters},
		{"status", result.status},
		{"outcome", result.outcome},
		{"reason", result.reason},
		{"console_tail", result.console_tail},
		{"first_failure", result.first_failure},
		{"hello", result.hello},
		{"bench", result.bench},
		{"attach", result.attach},
		{"node", result.node},
		{"started_us", result.started_us},
		{"seconds", result.seconds}};
}

std::optional<BootResult> from_json(const std::string &text)
{
	const json root = json::parse(text, nullptr, false);

	if (!root.is_object() || root.value("schema_version", json{}) != boot_schema_version)
		return std::nullopt;
	BootResult result;
	result.boot = {.variant = read<std::string>(root, "variant", ""), .dispatch = read<std::string>(root, "dispatch", ""),
		       .stack = read<std::string>(root, "stack", ""), .scenario = read<std::string>(root, "scenario", ""),
		       .workloads = read<std::vector<std::string>>(root, "workloads", {}), .boot = read(root, "boot", 1U)};
	result.accelerator = read<std::string>(root, "accelerator", "");
	result.counters = read<std::vector<std::string>>(root, "counters", {});
	result.status = read<std::string>(root, "status", "failed");
	result.outcome = read<std::string>(root, "outcome", "");
	result.reason = read<std::string>(root, "reason", "");
	result.console_tail = read<std::vector<std::string>>(root, "console_tail", {});
	result.first_failure = read<std::string>(root, "first_failure", "");
	result.hello = read<json>(root, "hello", nullptr);
	result.bench = read<json>(root, "bench", nullptr);
	result.attach = read<json>(root, "attach", nullptr);
	result.node = read<std::string>(root, "node", "");
	result.started_us = read(root, "started_us", std::int64_t{0});
	result.seconds = read(root, "seconds", 0.0);
	// A file that is not whole is none.
	if (result.ok() && !check_bench(result).empty())
		return std::nullopt;
	return result;
}

} // namespace matrix::collect
