// SPDX-License-Identifier: GPL-2.0
#include "bench/context.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <set>
#include <vector>

#include "bench/conditions.h"
#include "bench/one_cpu.h"
#include "bench/running_kernel.h"

namespace bench {

namespace {

using nlohmann::json;

std::int64_t now_us()
{
	const auto now = std::chrono::system_clock::now().time_since_epoch();

	return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

Condition pinned(const std::set<int> &cpus)
{
	if (cpus.empty())
		return {"pinned", "unknown", {}, {}};
	if (cpus.size() == 1 && *cpus.begin() >= 0)
		return {"pinned", "CPU " + std::to_string(*cpus.begin()), {}, {}};
	return {"pinned", "no", "what is measured can move from CPU to CPU", "permit sched_setaffinity(2), or run this under taskset -c N"};
}

Condition addresses(bool any_randomized, bool known)
{
	if (!known)
		return {"addresses", "unknown", {}, {}};
	if (!any_randomized)
		return {"addresses", "the same in each process", {}, {}};
	return {"addresses", "random", "each process has other addresses, and so other page tables and caches",
		"permit personality(2), or sysctl kernel.randomize_va_space=0"};
}

} // namespace

Session::Session(const RunOptions &options) : options_(options)
{
	// Counting instructions begins with nothing done that need not be.
	if (options_.icount)
		return;
	utsname system{};
	::uname(&system);
	cpu_ = allowed_cpu(Cpu::first);
	timed_ = {{"conditions", to_json(conditions("/", cpu_))}, {"kernel", running_kernel("/")}, {"node", system.nodename},
		  {"cpu_measured", cpu_}, {"started_us", now_us()}};
	interrupts_ = interrupts("/", cpu_ < 0 ? 0 : static_cast<unsigned>(cpu_));
}

json Session::context(const json &results) const
{
	utsname system{};

	::uname(&system);
	json all{{"release", system.release}, {"version", system.version}, {"machine", system.machine},
		 {"cpu", cpu_model()}, {"icount", options_.icount}, {"cpus", ::sysconf(_SC_NPROCESSORS_ONLN)},
		 {"pid", ::getpid()}, {"samples", options_.samples}};
	if (options_.icount)
		return all;
	all.update(timed_);
	all["interrupts"] = interrupts("/", cpu_ < 0 ? 0 : static_cast<unsigned>(cpu_)) - interrupts_;
	all["seconds"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
	for (json &condition : conditions_of_processes(results))
		all["conditions"].push_back(std::move(condition));
	return all;
}

json conditions_of_processes(const json &results)
{
	std::set<int> cpus;
	bool any_randomized = false;
	bool known = false;

	for (const json &row : results) {
		if (const auto cpu = row.find("cpu"); cpu != row.end())
			cpus.insert(cpu->get<int>());
		if (const auto randomized = row.find("randomized"); randomized != row.end()) {
			known = true;
			any_randomized = any_randomized || randomized->get<bool>();
		}
	}
	return to_json(std::vector<Condition>{pinned(cpus), addresses(any_randomized, known)});
}

} // namespace bench
