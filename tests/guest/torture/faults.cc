// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/torture/faults.h"

#include <fcntl.h>

#include <array>
#include <cstdlib>
#include <string>
#include <string_view>

namespace torture {

namespace {

bool put(const char *path, std::string_view text)
{
	const base::Fd file{::open(path, O_WRONLY | O_CLOEXEC)};

	return file && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

struct SettingRow {
	const char *path;
	std::string_view value;
};

// Quiet: thousands are injected. ignore-gfp-wait: allocations that may sleep,
// and these are all in this path, are spared otherwise. The probability is of
// allocations of the processes that asked for it.
constexpr std::array settings{
	SettingRow{"/sys/kernel/debug/failslab/verbose", "0"},
	SettingRow{"/sys/kernel/debug/failslab/ignore-gfp-wait", "N"},
	SettingRow{"/sys/kernel/debug/failslab/task-filter", "Y"},
	SettingRow{"/sys/kernel/debug/failslab/times", "-1"},
	SettingRow{"/sys/kernel/debug/failslab/probability", "2"},
	SettingRow{"/sys/kernel/debug/fail_page_alloc/verbose", "0"},
	SettingRow{"/sys/kernel/debug/fail_page_alloc/ignore-gfp-wait", "N"},
	SettingRow{"/sys/kernel/debug/fail_page_alloc/ignore-gfp-highmem", "N"},
	SettingRow{"/sys/kernel/debug/fail_page_alloc/min-order", "0"},
	SettingRow{"/sys/kernel/debug/fail_page_alloc/task-filter", "Y"},
	SettingRow{"/sys/kernel/debug/fail_page_alloc/times", "-1"},
	SettingRow{"/sys/kernel/debug/fail_page_alloc/probability", "1"},
	SettingRow{"/sys/kernel/debug/fail_function/verbose", "0"},
	SettingRow{"/sys/kernel/debug/fail_function/task-filter", "Y"},
	SettingRow{"/sys/kernel/debug/fail_function/times", "-1"},
	SettingRow{"/sys/kernel/debug/fail_function/probability", "2"},
};

constexpr const char *inject = "/sys/kernel/debug/fail_function/inject";
constexpr std::string_view function = "should_failslab";

} // namespace

namespace faults {

bool prepare()
{
	bool whole = FailNth{}.usable();

	for (const SettingRow &row : settings)
		whole = put(row.path, row.value) && whole;
	return whole;
}

bool arm_function()
{
	const std::string value = "/sys/kernel/debug/fail_function/" + std::string{function} + "/retval";

	// -ENOMEM; its errno becomes the answer, as from the function itself.
	return put(inject, function) && put(value.c_str(), "0xfffffffffffffff4");
}

void disarm_function() { put(inject, "!" + std::string{function}); }

void make_me_fail(bool yes) { put("/proc/self/make-it-fail", yes ? "1" : "0"); }

} // namespace faults

FailNth::FailNth() : file_(::open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC)) {}

void FailNth::arm(unsigned nth)
{
	const std::string text = std::to_string(nth);

	[[maybe_unused]] const ssize_t put = ::pwrite(file_.get(), text.data(), text.size(), 0);
}

bool FailNth::disarm()
{
	char text[16] = "";
	const ssize_t got = ::pread(file_.get(), text, sizeof(text) - 1, 0);
	const bool left = got > 0 && std::atoi(text) > 0;

	arm(0);
	return !left;
}

} // namespace torture
