// SPDX-License-Identifier: GPL-2.0
#include "matrix/native/bench_file.h"

#include <algorithm>

#include "bench/runner.h"
#include "loader/base/files.h"

namespace matrix::native {

namespace {

using nlohmann::json;

tl::unexpected<base::Error> invalid(const std::string &name, std::string reason)
{
	return base::fail({.id = "bench-invalid", .code = base::ExitCode::bad_input, .action = "read the file of hookbench", .object = name,
			   .reason = std::move(reason), .hint = "hookbench run --output writes such a file", .errnum = 0});
}

bool is_text(const json &object, const char *key)
{
	const auto found = object.find(key);

	return found != object.end() && found->is_string() && !found->get<std::string>().empty();
}

bool is_row(const json &row)
{
	return row.is_object() && is_text(row, "workload") && is_text(row, "counter") && is_text(row, "unit");
}

// The field that is wrong; empty: none is.
std::string take_context(BenchFile &file)
{
	for (const auto &[key, value] : {std::pair{"release", &file.release}, {"version", &file.version}, {"cpu", &file.cpu}}) {
		if (!is_text(file.context, key))
			return std::string{"context has no "} + key;
		*value = file.context[key].get<std::string>();
	}
	const auto started = file.context.find("started_us");
	if (started == file.context.end() || !started->is_number_integer())
		return "context has no started_us: it is of an older hookbench";
	file.started_us = started->get<std::int64_t>();
	return {};
}

std::string take_kernel(BenchFile &file)
{
	const auto kernel = file.context.find("kernel");

	if (kernel == file.context.end() || !kernel->is_object() || !is_text(*kernel, "boot_id"))
		return "context does not say of which boot it is (kernel.boot_id)";
	file.boot_id = (*kernel)["boot_id"].get<std::string>();
	file.securityfs = kernel->value("securityfs", json{}) == true;
	file.hooks_shown = kernel->value("hooks_shown", json{}) == true;
	if (const json lsm = kernel->value("lsm", json{}); lsm.is_string())
		file.lsm = lsm.get<std::string>();
	if (const json programs = kernel->value("hook_programs", json{}); programs.is_number_unsigned() && programs <= 1000000)
		file.programs = programs.get<unsigned>();
	return {};
}

} // namespace

base::Result<BenchFile> parse_bench_file(const std::string &text, const std::string &name)
{
	const json root = json::parse(text, nullptr, false);

	if (!root.is_object())
		return invalid(name, "it is not a JSON object");
	if (root.value("program", json{}) != "hookbench")
		return invalid(name, root.contains("cells") ? "these are results already: report and compare take them as they are"
							    : "hookbench did not write it: program is another");
	if (const json version = root.value("schema_version", json{}); version != bench::results_schema_version)
		return base::fail({.id = "bench-schema", .code = base::ExitCode::not_comparable, .action = "read the file of hookbench", .object = name,
				   .reason = "schema_version is " + version.dump() + "; this program knows " +
					     std::to_string(bench::results_schema_version),
				   .hint = "use the hookmatrix that belongs to this hookbench, or measure again", .errnum = 0});
	BenchFile file;
	file.name = name;
	file.context = root.value("context", json{});
	file.rows = root.value("results", json{});
	if (!file.context.is_object() || !file.rows.is_array())
		return invalid(name, "context or results is missing");
	if (file.context.value("icount", json{}) == true)
		return base::fail({.id = "bench-not-timed", .code = base::ExitCode::bad_input, .action = "import", .object = name,
				   .reason = "it was measured with --icount, which is for guests of QEMU: on a machine its instructions are ticks of a clock",
				   .hint = "hookbench run without --icount; hookmatrix run for counts", .errnum = 0});
	for (const auto take : {take_context, take_kernel})
		if (std::string wrong = take(file); !wrong.empty())
			return invalid(name, std::move(wrong));
	if (!std::all_of(file.rows.begin(), file.rows.end(), is_row))
		return invalid(name, "a row of results has no workload, counter or unit");
	return file;
}

base::Result<BenchFile> load_bench_file(const std::filesystem::path &path)
{
	const auto text = base::read_file(path);

	if (!text) {
		base::Error error = text.error();
		error.code = base::ExitCode::bad_input;
		error.hint = "hookbench run --output writes it";
		return base::fail(std::move(error));
	}
	return parse_bench_file(*text, path.string());
}

} // namespace matrix::native
