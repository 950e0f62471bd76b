// SPDX-License-Identifier: GPL-2.0
// Prices come from another machine: whatever the file holds, the answer is a model or
// an error. Once as the bytes are, once as numbers in a file that has every name.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "matrix/model/render.h"

namespace {

using nlohmann::json;
using namespace matrix::model;

class Numbers {
public:
	Numbers(const std::uint8_t *data, std::size_t size) : data_(data), size_(size) {}
	double next()
	{
		double value = 1;
		if (at_ + sizeof(value) <= size_) {
			std::memcpy(&value, data_ + at_, sizeof(value));
			at_ += sizeof(value);
		}
		return value;
	}

private:
	const std::uint8_t *data_;
	std::size_t size_;
	std::size_t at_ = 0;
};

json row(std::string_view name, std::string_view from, const char *kind, Numbers &numbers)
{
	json events = json::object();

	for (const std::string_view event : needed_events())
		events[std::string{event}] = numbers.next();
	return {{"name", name}, {"kind", kind}, {"from", from}, {"meaning", ""}, {"ns", {{"median", numbers.next()}}}, {"events", events}};
}

void try_file(const std::string &text)
{
	if (auto prices = parse_prices(text, "fuzz.json")) {
		const Model model{std::move(*prices)};
		(void)checks_text(model, Format::text);
		(void)to_json(model, nullptr, Over::none);
	}
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
	Numbers numbers{data, size};
	json rows = json::array();

	try_file({reinterpret_cast<const char *>(data), size});
	for (const char *name : {"list_1", "list_2", "ladder_1"})
		rows.push_back(row(name, "first-cache", "dispatch", numbers));
	for (const Needed &needed : needed_prices())
		rows.push_back(row(needed.name, needed.from, "part", numbers));
	try_file(json{{"schema_version", 1}, {"program", "hooklab"}, {"context", json::object()}, {"prices", rows}}.dump());
	return 0;
}
