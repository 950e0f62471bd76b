// SPDX-License-Identifier: GPL-2.0
#include "matrix/trace/windows.h"

#include <cstring>
#include <optional>

#include "loader/base/files.h"
#include "matrix/trace/window_file.h"

namespace matrix::trace {

namespace {

using window_file::code_room;
using window_file::end_of_windows;
using window_file::magic;
// Of a site: its address, the length of the instruction, and room for the longest.
constexpr std::size_t site_size = sizeof(std::uint64_t) + 1 + code_room;

// 4,000 samples of what a system call runs are a few MB.
constexpr std::size_t size_limit = std::size_t{1} << 31;

tl::unexpected<base::Error> unreadable_windows(const std::string &name, std::string reason)
{
	return base::fail({.id = "windows-unreadable", .code = base::ExitCode::bad_input, .action = "read what was traced",
			   .object = name, .reason = std::move(reason), .hint = "did QEMU end before the guest did?", .errnum = 0});
}

// Takes numbers off the front of the bytes.
class Reader {
public:
	explicit Reader(std::string_view bytes) : bytes_(bytes) {}

	template <class T> std::optional<T> take()
	{
		T value;
		if (bytes_.size() < sizeof(value))
			return std::nullopt;
		std::memcpy(&value, bytes_.data(), sizeof(value));
		bytes_.remove_prefix(sizeof(value));
		return value;
	}
	std::string_view take_bytes(std::size_t count)
	{
		const std::string_view taken = bytes_.substr(0, count);
		bytes_.remove_prefix(taken.size());
		return taken;
	}
	[[nodiscard]] std::size_t left() const { return bytes_.size(); }

private:
	std::string_view bytes_;
};

bool take_order(Reader &reader, Order &order)
{
	const auto steps = reader.take<std::uint32_t>();

	if (!steps || reader.left() / sizeof(std::uint32_t) < *steps)
		return false;
	order.resize(*steps);
	if (*steps != 0)
		std::memcpy(order.data(), reader.take_bytes(*steps * sizeof(std::uint32_t)).data(), *steps * sizeof(std::uint32_t));
	return true;
}

std::optional<Window> take_window(Reader &reader, std::uint32_t pairs)
{
	Window window;

	if (reader.left() / sizeof(Runs) < pairs)
		return std::nullopt;
	window.reserve(pairs);
	for (std::uint32_t i = 0; i < pairs; ++i) {
		const auto site = reader.take<std::uint32_t>();
		const auto count = reader.take<std::uint32_t>();
		const auto straight = reader.take<std::uint32_t>();
		window.push_back({.site = *site, .count = *count, .straight = *straight});
	}
	return window;
}

bool take_sites(Reader &reader, Windows &trace)
{
	const auto count = reader.take<std::uint32_t>();

	if (!count || reader.left() != *count * site_size)
		return false;
	trace.sites.reserve(*count);
	for (std::uint32_t i = 0; i < *count; ++i) {
		const auto address = reader.take<std::uint64_t>();
		const auto size = reader.take<std::uint8_t>();
		const std::string_view code = reader.take_bytes(code_room);
		if (*size > code_room)
			return false;
		trace.sites.push_back({.address = *address, .code = std::string{code.substr(0, *size)}});
	}
	for (const Window &window : trace.windows)
		for (const Runs &runs : window)
			if (runs.site >= *count)
				return false;
	for (const Order &order : trace.orders)
		for (const std::uint32_t site : order)
			if (site >= *count)
				return false;
	return true;
}

} // namespace

base::Result<Windows> parse_windows(std::string_view bytes, const std::string &name)
{
	Windows trace;

	if (!bytes.starts_with(magic))
		return unreadable_windows(name, "it does not begin as such a file does");
	Reader reader{bytes.substr(magic.size())};
	for (auto pairs = reader.take<std::uint32_t>(); pairs; pairs = reader.take<std::uint32_t>()) {
		if (*pairs == end_of_windows) {
			if (!take_sites(reader, trace))
				return unreadable_windows(name, "its list of addresses does not fit its windows");
			return trace;
		}
		auto window = take_window(reader, *pairs);
		Order order;
		if (!window || !take_order(reader, order))
			break;
		const auto lines = reader.take<std::uint32_t>();
		if (!lines)
			break;
		trace.windows.push_back(std::move(*window));
		trace.orders.push_back(std::move(order));
		trace.data_lines.push_back(*lines);
	}
	return unreadable_windows(name, "it is cut");
}

base::Result<Windows> read_windows(const std::filesystem::path &file)
{
	const auto bytes = base::read_file(file, size_limit);

	if (!bytes)
		return tl::unexpected(bytes.error());
	return parse_windows(*bytes, file.string());
}

} // namespace matrix::trace
