// SPDX-License-Identifier: GPL-2.0
#include "loader/event_link.h"

#include <bpf/bpf.h>
#include <fmt/format.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

namespace loader {

namespace {

Attempt failed(int errnum)
{
	Attempt attempt;

	attempt.errnum = errnum;
	return attempt;
}

// The first number of the file: "6", "config:0".
std::optional<std::uint64_t> read_number(Kernel &kernel, const std::string &path)
{
	const auto text = kernel.read(path);
	std::uint64_t number = 0;

	if (!text)
		return std::nullopt;
	const std::size_t digits = text->find_first_of("0123456789");
	if (digits == std::string::npos || std::from_chars(text->data() + digits, text->data() + text->size(), number).ec != std::errc{})
		return std::nullopt;
	return number;
}

std::optional<perf_event_attr> tracepoint(Kernel &kernel, const std::string &name)
{
	perf_event_attr attr{};

	attr.size = sizeof(attr);
	attr.type = PERF_TYPE_TRACEPOINT;
	for (const char *folder : {"/sys/kernel/tracing/events/", "/sys/kernel/debug/tracing/events/"})
		if (const auto id = read_number(kernel, folder + name + "/id")) {
			attr.config = *id;
			return attr;
		}
	return std::nullopt;
}

// Linux 4.17 made probes events of a type of their own (kernel/events/core.c, perf_kprobe).
std::optional<perf_event_attr> probe(Kernel &kernel, const ProbePoint &point, bool at_return)
{
	const std::string pmu = "/sys/bus/event_source/devices/kprobe/";
	const auto type = read_number(kernel, pmu + "type");
	const auto bit = read_number(kernel, pmu + "format/retprobe");
	perf_event_attr attr{};

	if (!type || !bit || *bit > 63)
		return std::nullopt;
	attr.size = sizeof(attr);
	attr.type = static_cast<std::uint32_t>(*type);
	attr.config = at_return ? std::uint64_t{1} << *bit : 0;
	attr.kprobe_func = reinterpret_cast<std::uintptr_t>(point.function.c_str());
	attr.probe_offset = point.offset;
	return attr;
}

// An event of one processor: the program is called on each.
Attempt link_perf(int prog_fd, std::optional<perf_event_attr> attr)
{
	if (!attr)
		return failed(ENOENT);
	const base::Fd event{static_cast<int>(::syscall(SYS_perf_event_open, &*attr, -1, 0, -1, PERF_FLAG_FD_CLOEXEC))};
	if (!event)
		return failed(errno);
	return attempt_of(bpf_link_create(prog_fd, event.get(), BPF_PERF_EVENT, nullptr));
}

// Of the kernel or a module: a line is "address type name" and, perhaps, "\t[module]".
bool has_symbol(const std::string &symbols, std::string_view name)
{
	const std::string found = fmt::format(" {}", name);

	for (std::size_t at = 0; (at = symbols.find(found, at)) != std::string::npos; at++)
		if (const std::size_t end = at + found.size(); end == symbols.size() || symbols[end] == '\n' || symbols[end] == '\t')
			return true;
	return false;
}

// Each tracepoint has a function that calls what is attached to it, since Linux 5.10
// (include/linux/tracepoint.h, __traceiter_); an older kernel has none at all.
bool raw_tracepoint_exists(const std::string &symbols, const std::string &name)
{
	return has_symbol(symbols, "__traceiter_" + name) || !has_symbol(symbols, "__traceiter_sched_switch");
}

bool function_exists(const std::string &symbols, const std::string &function)
{
	const std::size_t module = function.find(':'); // "module:function"

	return symbols.empty() || has_symbol(symbols, module == std::string::npos ? function : function.substr(module + 1));
}

} // namespace

std::optional<ProbePoint> parse_probe_point(std::string_view text)
{
	const std::size_t plus = text.find('+');
	ProbePoint point{std::string{text.substr(0, plus)}, 0};

	if (point.function.empty())
		return std::nullopt;
	if (plus == std::string_view::npos)
		return point;
	std::string_view digits = text.substr(plus + 1);
	const int base = digits.starts_with("0x") ? 16 : 10;
	if (base == 16)
		digits.remove_prefix(2);
	const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), point.offset, base);
	if (error != std::errc{} || end != digits.data() + digits.size())
		return std::nullopt;
	return point;
}

Attempt link_event(Kernel &kernel, int prog_fd, const HookSection &event)
{
	if (event.family == SectionFamily::raw_tracepoint)
		return attempt_of(bpf_raw_tracepoint_open(event.hook.c_str(), prog_fd));
	if (event.family == SectionFamily::tracepoint)
		return link_perf(prog_fd, tracepoint(kernel, event.hook));
	if (const auto point = parse_probe_point(event.hook))
		return link_perf(prog_fd, probe(kernel, *point, event.family == SectionFamily::return_probe));
	return failed(EINVAL);
}

bool event_exists(Kernel &kernel, const HookSection &event)
{
	if (event.family == SectionFamily::raw_tracepoint)
		return raw_tracepoint_exists(kernel.symbols(), event.hook);
	if (event.family == SectionFamily::tracepoint)
		return tracepoint(kernel, event.hook).has_value();
	const auto point = parse_probe_point(event.hook);
	if (!point)
		return true;
	return probe(kernel, *point, false) && function_exists(kernel.symbols(), point->function);
}

} // namespace loader
