// SPDX-License-Identifier: GPL-2.0
#include "bench/conditions.h"

#include <array>
#include <sstream>

#include "loader/base/files.h"

namespace bench {

namespace {

constexpr std::string_view not_said = "unknown";

// The first line of a file; "unknown" when there is none.
std::string line_of(const std::filesystem::path &file)
{
	const auto text = base::read_file(file);
	const std::string line = text ? text->substr(0, text->find('\n')) : std::string{};

	return line.empty() ? std::string{not_said} : line;
}

std::string flags_of(const std::filesystem::path &root)
{
	const auto text = base::read_file(root / "proc/cpuinfo");
	const std::size_t at = text ? text->find("\nflags") : std::string::npos;

	return at == std::string::npos ? std::string{} : text->substr(at + 1, text->find('\n', at + 1) - at - 1) + " ";
}

// "0-2,5" has 5.
bool in_list(const std::string &list, unsigned cpu)
{
	std::istringstream parts{list};

	for (std::string part; std::getline(parts, part, ',');) {
		unsigned first = 0;
		unsigned last = 0;
		char dash = 0;
		std::istringstream words{part};
		if (!(words >> first))
			continue;
		if (!(words >> dash >> last))
			last = first;
		if (cpu >= first && cpu <= last)
			return true;
	}
	return false;
}

Condition hypervisor(const std::filesystem::path &root, unsigned)
{
	const std::string flags = flags_of(root);

	if (flags.empty())
		return {"hypervisor", std::string{not_said}, {}, {}};
	if (flags.find(" hypervisor ") == std::string::npos)
		return {"hypervisor", "none", {}, {}};
	return {"hypervisor", "yes", "a virtual machine: the host takes time from it that it does not see", "run on the machine itself"};
}

Condition governor(const std::filesystem::path &root, unsigned cpu)
{
	const std::string value = line_of(root / ("sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/cpufreq/scaling_governor"));

	if (value == "performance" || value == not_said)
		return {"governor", value, {}, {}};
	return {"governor", value, "the clock of the CPU follows its load", "cpupower frequency-set --governor performance"};
}

// Two drivers, two files, one of them the other way round.
Condition turbo(const std::filesystem::path &root, unsigned)
{
	const std::string off = line_of(root / "sys/devices/system/cpu/intel_pstate/no_turbo");
	const std::string on = line_of(root / "sys/devices/system/cpu/cpufreq/boost");

	if (off == "1" || on == "0")
		return {"turbo", "off", {}, {}};
	if (off == "0")
		return {"turbo", "on", "the clock of the CPU depends on its temperature and on what the others do",
			"echo 1 > /sys/devices/system/cpu/intel_pstate/no_turbo"};
	if (on == "1")
		return {"turbo", "on", "the clock of the CPU depends on its temperature and on what the others do",
			"echo 0 > /sys/devices/system/cpu/cpufreq/boost"};
	return {"turbo", std::string{not_said}, {}, {}};
}

Condition smt(const std::filesystem::path &root, unsigned)
{
	const std::string value = line_of(root / "sys/devices/system/cpu/smt/active");

	if (value != "1")
		return {"smt", value == "0" ? "off" : value, {}, {}};
	return {"smt", "on", "another thread can share the core", "echo off > /sys/devices/system/cpu/smt/control"};
}

Condition aslr(const std::filesystem::path &root, unsigned)
{
	const std::string value = line_of(root / "proc/sys/kernel/randomize_va_space");

	return {"aslr", value == "0" ? "off" : value == not_said ? value : "on", {}, {}};
}

Condition isolated(const std::filesystem::path &root, unsigned cpu)
{
	const auto text = base::read_file(root / "sys/devices/system/cpu/isolated");
	if (!text)
		return {"isolated-cpus", std::string{not_said}, {}, {}};
	const std::string value = text->substr(0, text->find('\n'));

	if (in_list(value, cpu))
		return {"isolated-cpus", value, {}, {}};
	return {"isolated-cpus", value.empty() ? "none" : value, "other processes can run on CPU " + std::to_string(cpu) + ", which is measured",
		"boot with isolcpus=managed_irq,domain,N nohz_full=N, and run this under taskset -c N"};
}

Condition load(const std::filesystem::path &root, unsigned)
{
	constexpr double busy = 0.5; // runnable processes on average, this one among them
	const std::string line = line_of(root / "proc/loadavg");
	double value = 0;

	if (!(std::istringstream{line} >> value))
		return {"load", line, {}, {}};
	if (value <= busy)
		return {"load", line, {}, {}};
	return {"load", line, "the machine does other work", "wait until it is idle"};
}

Condition clock_source(const std::filesystem::path &root, unsigned)
{
	const std::string value = line_of(root / "sys/devices/system/clocksource/clocksource0/current_clocksource");

	if (value == "tsc" || value == not_said)
		return {"clocksource", value, {}, {}};
	return {"clocksource", value, "reading the clock costs more than the time stamp counter does", "boot with tsc=reliable if it is"};
}

// No noise, but the price of an indirect call and of a return depend on it.
Condition spectre(const std::filesystem::path &root, unsigned)
{
	return {"spectre_v2", line_of(root / "sys/devices/system/cpu/vulnerabilities/spectre_v2"), {}, {}};
}

Condition retbleed(const std::filesystem::path &root, unsigned)
{
	return {"retbleed", line_of(root / "sys/devices/system/cpu/vulnerabilities/retbleed"), {}, {}};
}

} // namespace

std::vector<Condition> conditions(const std::filesystem::path &root, int cpu)
{
	constexpr std::array all{hypervisor, governor, turbo, smt, aslr, isolated, load, clock_source, spectre, retbleed};
	std::vector<Condition> found;

	for (const auto condition : all)
		found.push_back(condition(root, cpu < 0 ? 0 : static_cast<unsigned>(cpu)));
	return found;
}

nlohmann::json to_json(const std::vector<Condition> &conditions)
{
	nlohmann::json all = nlohmann::json::array();

	for (const Condition &condition : conditions)
		all.push_back({{"name", condition.name}, {"value", condition.value}, {"warning", condition.warning}, {"hint", condition.hint}});
	return all;
}

std::string warning_text(const nlohmann::json &condition)
{
	const auto word = [&](const char *name) { return condition.at(name).get<std::string>(); };

	return word("name") + " is " + word("value") + ": " + word("warning") + "\n  next: " + word("hint");
}

unsigned long long interrupts(const std::filesystem::path &root, unsigned cpu)
{
	const auto text = base::read_file(root / "proc/interrupts");
	std::istringstream lines{text ? *text : std::string{}};
	unsigned long long sum = 0;
	std::string line;

	std::getline(lines, line); // the names of the CPUs
	std::istringstream names{line};
	unsigned column = 0;
	const std::string wanted = "CPU" + std::to_string(cpu);
	for (std::string name; names >> name && name != wanted;)
		++column;
	while (std::getline(lines, line)) {
		std::istringstream words{line};
		std::string name;
		unsigned long long count = 0;
		words >> name;
		for (unsigned i = 0; i <= column && words; ++i)
			words >> count;
		if (words)
			sum += count;
	}
	return sum;
}

} // namespace bench
