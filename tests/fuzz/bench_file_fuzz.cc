// SPDX-License-Identifier: GPL-2.0
// Files of hookbench come from other machines: whatever they hold, the answer is results or
// an error. Once as the bytes are, once as a row and a release in a file that has every name.
#include <cstddef>
#include <cstdint>
#include <string>

#include "matrix/compare/compare.h"
#include "matrix/native/import.h"

namespace {

using nlohmann::json;
using namespace matrix;

void try_file(const std::string &text)
{
	const auto file = native::parse_bench_file(text, "fuzz.json");
	if (!file)
		return;
	if (auto imported = native::import_files({*file, *file}, {}, ""))
		(void)compare::compare(std::move(imported->results));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
	const std::string text{reinterpret_cast<const char *>(data), size};
	const json given = json::parse(text, nullptr, false);
	const json part = given.is_discarded() ? json{} : given;
	const std::string release = "6.12.1" + std::string{text.data(), text.size() < 40 ? text.size() : 40} + "-override";

	try_file(text);
	json row{{"workload", "pipe"}, {"counter", "cycles"}, {"unit", "cycles/op"}, {"status", "ok"}, {"samples", part}, {"reason", part}};
	const json kernel{{"boot_id", "a"}, {"securityfs", true}, {"lsm", part}, {"hooks_shown", true}, {"hook_programs", part}};
	const json context{{"release", release}, {"version", "1"}, {"cpu", "a CPU"}, {"started_us", 1}, {"kernel", kernel}, {"conditions", part}, {"node", part}};
	try_file(json{{"schema_version", 1}, {"program", "hookbench"}, {"context", context}, {"results", json::array({row})}}
			 .dump(-1, ' ', false, json::error_handler_t::replace));
	return 0;
}
