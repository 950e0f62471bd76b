// SPDX-License-Identifier: GPL-2.0
//
// guest-test: boots one variant and runs one directive file in it.
//
//   guest-test --variant override tests/guest/boot_hello.test
//
// Status: 0 passed, 1 failed, 2 usage or a bad file, 77 skipped (with a reason).
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "loader/base/files.h"
#include "matrix/boot/guest.h"
#include "loader/base/temp_dir.h"
#include "matrix/build/variants.h"
#include "matrix/plan/plan.h"
#include "tests/guest/runner/script.h"

namespace {

using guest_test::Test;
using matrix::boot::GuestReport;

constexpr int failed = 1;
constexpr int usage = 2;
constexpr int skipped = 77;

// Keeps the console, of which a report has the last lines only: where a panic prints its reason,
// a call trace of any length follows. Kills QEMU when the test says so: a guest that goes away in the middle.
class Watcher : public matrix::boot::GuestObserver {
public:
	explicit Watcher(std::string when) : when_(std::move(when)) {}

	[[nodiscard]] const std::string &console() const { return console_; }

	void on_qemu_started(int pid) override { pid_ = pid; }
	void on_console_line(std::string_view line) override
	{
		if (console_.size() < console_limit)
			console_.append(line) += '\n';
	}
	void on_out(std::string_view bytes) override
	{
		seen_ += bytes;
		if (!when_.empty() && pid_ > 0 && seen_.find(when_) != std::string::npos)
			::kill(std::exchange(pid_, -1), SIGKILL);
	}

private:
	static constexpr std::size_t console_limit = std::size_t{16} << 20;

	std::string when_;
	std::string console_;
	std::string seen_;
	int pid_ = -1;
};

// "@KERNEL@/modules/overlay.ko" is a file beside the kernel that is booted.
std::filesystem::path host_file(const matrix::Layout &layout, const std::string &kernel, const std::string &text)
{
	constexpr std::string_view beside = "@KERNEL@/";

	if (text.starts_with(beside))
		return std::filesystem::path{kernel}.parent_path() / text.substr(beside.size());
	return layout.root / text;
}

matrix::boot::GuestFile guest_file(const matrix::Layout &layout, const std::string &kernel, const std::string &text)
{
	const std::size_t colon = text.rfind(":/");

	if (colon == std::string::npos)
		return {.host = host_file(layout, kernel, text), .guest = {}};
	return {.host = host_file(layout, kernel, text.substr(0, colon)), .guest = text.substr(colon + 1)};
}

base::Result<GuestReport> run(const matrix::Layout &layout, const Test &test, const std::string &kernel, Watcher &watcher)
{
	const auto dir = base::TempDir::create();
	matrix::boot::GuestJob job{.kernel = kernel};

	if (!dir)
		return tl::unexpected(dir.error());
	const std::filesystem::path script = dir->path() / "steps.sh";
	if (auto done = base::write_file_atomically(script, guest_test::script_of(test)); !done)
		return tl::unexpected(done.error());
	job.append = test.append;
	for (const std::string &file : test.files)
		job.files.push_back(guest_file(layout, kernel, file));
	job.files.push_back({.host = script, .guest = guest_test::script_path});
	job.argv = {"sh", guest_test::script_path};
	if (!test.stack.empty())
		matrix::plan::add_stack(layout, test.stack, job);
	job.timeout = std::chrono::seconds{test.timeout};
	job.silence = std::chrono::seconds{test.silence};
	job.cpus = test.cpus;
	job.memory_mib = test.memory;
	job.accelerator = matrix::boot::for_cpus(job.accelerator, test.cpus);
	return matrix::boot::run_guest(layout, job, &watcher);
}

void print_block(const char *title, const std::string &text)
{
	std::cout << "    " << title << ":\n";
	std::istringstream lines{text};
	for (std::string line; std::getline(lines, line);)
		std::cout << "      | " << line << '\n';
}

bool check_steps(const Test &test, const GuestReport &report)
{
	bool good = true;

	for (std::size_t i = 0; i < test.steps.size(); i++) {
		const guest_test::Step &step = test.steps[i];
		const auto result = guest_test::result_of(report.files, i);
		const auto failures = guest_test::failures_of(step, result);
		std::cout << (failures.empty() ? "  ok    " : "  FAIL  ") << "line " << step.line << ": "
			  << step.command << '\n';
		for (const std::string &failure : failures)
			std::cout << "    " << failure << '\n';
		if (failures.empty())
			continue;
		good = false;
		print_block("out", result.out);
		print_block("err", result.err);
	}
	return good;
}

bool check_console(const Test &test, const std::string &console)
{
	bool good = true;

	for (const guest_test::Expectation &expectation : test.console) {
		if (guest_test::holds(expectation, console))
			continue;
		std::cout << "  FAIL  line " << expectation.line << ": EXPECT_CONSOLE: " << expectation.text << '\n';
		good = false;
	}
	return good;
}

int judge(const Test &test, const GuestReport &report, const std::string &console)
{
	using matrix::boot::Outcome;

	if (guest_test::skipped(report.files)) {
		std::cout << "skipped: " << test.skip_reason << '\n';
		return skipped;
	}
	bool good = report.outcome == test.outcome;
	if (!good)
		std::cout << "  FAIL  outcome is " << matrix::boot::outcome_name(report.outcome) << ", expected "
			  << matrix::boot::outcome_name(test.outcome) << ": " << report.reason << '\n';
	good = check_console(test, console) && good;
	// A guest that is to die has no steps to look at.
	if (test.outcome == Outcome::ok || test.outcome == Outcome::splat)
		good = check_steps(test, report) && good;
	if (!good)
		for (const std::string &line : report.console_tail)
			std::cout << "  console | " << line << '\n';
	std::cout << (good ? "passed: " : "FAILED: ") << test.name << '\n';
	return good ? 0 : failed;
}

int fail_with(const base::Error &error, int status)
{
	std::cerr << "guest-test: " << error.to_string() << '\n';
	return status;
}

} // namespace

int main(int argc, char **argv)
{
	CLI::App app{"Runs a directive file in the guest of one variant", "guest-test"};
	std::string variant;
	std::string kernel;
	std::string root;
	std::string file;

	app.add_option("--variant", variant, "the kernel to boot")->required();
	app.add_option("--kernel", kernel, "a bzImage in place of the variant's");
	app.add_option("--root", root, "the project's folder");
	app.add_option("file", file, "the directive file")->required();
	try {
		app.parse(argc, argv);
	} catch (const CLI::ParseError &error) {
		return app.exit(error) == 0 ? 0 : usage;
	}
	const matrix::Layout layout = matrix::Layout::find(root);
	const auto text = base::read_file(file);
	if (!text)
		return fail_with(text.error(), usage);
	const auto test = guest_test::parse(*text, file);
	if (!test)
		return fail_with(test.error(), usage);
	const matrix::build::Variant *row = matrix::build::find_variant(variant);
	if (row == nullptr)
		return fail_with(matrix::build::unknown_variant(variant), usage);
	for (const guest_test::NotOn &not_on : test->not_on)
		if (not_on.kernel == row->kernel || not_on.kernel == row->name) {
			std::cout << "skipped: not on " << not_on.kernel << ": " << not_on.reason << '\n';
			return skipped;
		}
	if (kernel.empty())
		kernel = (layout.kernel_dir(row->name) / "bzImage").string();
	std::cout << test->name << " (" << variant << ")\n";
	Watcher watcher{test->kill_when};
	const auto report = run(layout, *test, kernel, watcher);
	return report ? judge(*test, *report, watcher.console()) : fail_with(report.error(), failed);
}
