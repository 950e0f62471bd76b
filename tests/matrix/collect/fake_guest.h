// SPDX-License-Identifier: GPL-2.0
//
// A guest that answers as it is told, and leaves a line in a file for each boot:
// boots are done in processes of their own, so that memory would tell nothing.
//
//   FakeGuest guest{folder / "boots"};
//   guest.report = [](const boot::GuestJob &) { return good_report("-"); };
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>

#include "matrix/collect/runner.h"

namespace matrix::collect {

inline boot::GuestReport good_report(const std::string &stack)
{
	boot::GuestReport report;

	report.outcome = boot::Outcome::ok;
	report.exit_status = 0;
	report.hello = {{"release", "6.12.1"}, {"stack", stack}, {"cpu", "test"}};
	report.files["bench.json"] =
		R"({"schema_version":1,"results":[{"workload":"getppid","counter":"instructions","status":"ok","reason":"","samples":[5,5,5]}]})";
	report.files["attach.json"] = R"({"schema_version":1,"attached":1,"programs":[]})";
	return report;
}

// What the kernel would be given, seen from the command line's words.
inline std::string stack_of(const boot::GuestJob &job)
{
	for (const std::string &word : job.append) {
		if (word.starts_with("lsm="))
			return word.substr(4);
	}
	return "-";
}

class FakeGuest final : public GuestRunner {
public:
	explicit FakeGuest(std::filesystem::path log) : log_(std::move(log)) {}

	base::Result<boot::GuestReport> run(const boot::GuestJob &job) override
	{
		std::ofstream{log_, std::ios::app} << job.kernel.string() << '\n';
		return report(job);
	}

	[[nodiscard]] std::size_t boots() const
	{
		std::ifstream file{log_};
		std::size_t lines = 0;
		for (std::string line; std::getline(file, line);)
			++lines;
		return lines;
	}

	std::function<base::Result<boot::GuestReport>(const boot::GuestJob &)> report = [](const boot::GuestJob &job) {
		return good_report(stack_of(job));
	};

private:
	std::filesystem::path log_;
};

} // namespace matrix::collect
