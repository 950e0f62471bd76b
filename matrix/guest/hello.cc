// SPDX-License-Identifier: GPL-2.0
#include "matrix/guest/hello.h"

#include <algorithm>
#include <sstream>
#include <vector>

#include "loader/base/files.h"

namespace matrix::guest {

namespace {

// The content without its last newline; nothing when there is no such file.
std::optional<std::string> read_word(const std::filesystem::path &path)
{
	auto text = base::read_file(path, 1 << 20);

	if (!text)
		return std::nullopt;
	while (!text->empty() && (text->back() == '\n' || text->back() == ' '))
		text->pop_back();
	return *text;
}

// "MemTotal:        1014844 kB" of /proc/meminfo; null when it is not there.
nlohmann::json kib_of_meminfo(const std::string &meminfo, const std::string &name)
{
	std::istringstream lines{meminfo};
	std::string field;
	std::uint64_t kib = 0;

	for (std::string line; std::getline(lines, line);)
		if (std::istringstream words{line}; words >> field >> kib && field == name + ":")
			return kib;
	return nullptr;
}

std::string field_of_cpuinfo(const std::string &cpuinfo, const std::string &name)
{
	std::istringstream lines{cpuinfo};

	for (std::string line; std::getline(lines, line);) {
		const std::size_t colon = line.find(": ");
		if (colon != std::string::npos && line.starts_with(name) &&
		    line.find_first_not_of("\t ", name.size()) == line.find(':'))
			return line.substr(colon + 2);
	}
	return "";
}

nlohmann::json vulnerabilities(const std::filesystem::path &folder)
{
	nlohmann::json answer = nlohmann::json::object();
	std::error_code failed;

	for (const auto &entry : std::filesystem::directory_iterator(folder, failed))
		answer[entry.path().filename().string()] = read_word(entry.path()).value_or("");
	return answer;
}

} // namespace

std::string stack_name(const std::optional<std::string> &lsm)
{
	if (!lsm)
		return "-";
	std::string answer;
	std::istringstream names{*lsm};
	for (std::string name; std::getline(names, name, ',');) {
		if (name == "capability" || name.empty())
			continue;
		answer += (answer.empty() ? "" : ",") + name;
	}
	return answer.empty() ? "capability" : answer;
}

nlohmann::json describe_system(const std::filesystem::path &root)
{
	const auto lsm = read_word(root / "sys/kernel/security/lsm");
	const std::string cpuinfo = read_word(root / "proc/cpuinfo").value_or("");
	const std::string meminfo = read_word(root / "proc/meminfo").value_or("");
	const nlohmann::json lsm_json = lsm ? nlohmann::json(*lsm) : nlohmann::json(nullptr);

	return {{"release", read_word(root / "proc/sys/kernel/osrelease").value_or("")},
		{"version", read_word(root / "proc/sys/kernel/version").value_or("")},
		{"lsm", lsm_json},
		{"stack", stack_name(lsm)},
		{"cmdline", read_word(root / "proc/cmdline").value_or("")},
		{"cpu", field_of_cpuinfo(cpuinfo, "model name")},
		{"cpu_vendor", field_of_cpuinfo(cpuinfo, "vendor_id")},
		{"cpu_flags", field_of_cpuinfo(cpuinfo, "flags")},
		{"clocksource",
		 read_word(root / "sys/devices/system/clocksource/clocksource0/current_clocksource").value_or("")},
		{"memory_kib", {{"total", kib_of_meminfo(meminfo, "MemTotal")}}},
		{"vulnerabilities", vulnerabilities(root / "sys/devices/system/cpu/vulnerabilities")}};
}

} // namespace matrix::guest
