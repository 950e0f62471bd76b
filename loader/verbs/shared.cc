// SPDX-License-Identifier: GPL-2.0
#include <bpf/libbpf.h>
#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "loader/base/files.h"
#include "loader/params/names.h"
#include "loader/params/schema.h"
#include "loader/trial.h"
#include "loader/verbs/options.h"

namespace loader {

nlohmann::json error_json(const base::Error &error)
{
	return {{"id", error.id}, {"action", error.action}, {"object", error.object}, {"reason", error.reason},
		{"next", error.hint}, {"errno", error.errnum}};
}

int complain(const base::Error &error, const Options &options)
{
	fmt::print(stderr, "hookload: {}\n", error.to_string());
	if (options.json)
		print(nlohmann::json{{"schema_version", 1}, {"error", error_json(error)}});
	return base::to_int(error.code);
}

void print(const std::string &text)
{
	std::fwrite(text.data(), 1, text.size(), stdout);
	std::fflush(stdout);
}

// Names of files and messages of kernels need not be UTF-8.
void print(const nlohmann::json &json)
{
	print(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

std::string name_of_policy(const Options &options)
{
	return options.name.empty() ? policy_name(options.object) : options.name;
}

base::Result<params::Values> read_parameters(const PolicyObject &object, const std::string &file)
{
	params::SystemNames names;

	if (file.empty())
		return params::Values{};
	const auto schema = params::read_schema(object.name(), bpf_object__btf(object.handle()));
	if (!schema)
		return tl::unexpected(schema.error());
	const auto text = base::read_file(file, std::size_t{1} << 20);
	if (!text) {
		base::Error error = text.error();
		error.code = base::ExitCode::bad_input;
		return base::fail(error);
	}
	return params::read_values(*schema, *text, file, names);
}

base::Result<AttachedPolicy> attach_object(Kernel &kernel, const Options &options)
{
	Stopwatch watch;
	// The object first: what is wrong with it is wrong on every kernel.
	const auto bytes = PolicyObject::read(options.object);
	if (!bytes)
		return tl::unexpected(bytes.error());
	if (auto ended = try_to_open(options.object, *bytes); !ended)
		return tl::unexpected(ended.error());
	auto object = PolicyObject::from_bytes(policy_name(options.object), *bytes);
	if (!object)
		return tl::unexpected(object.error());
	const auto values = read_parameters(*object, options.params);
	if (!values)
		return tl::unexpected(values.error());
	AttachOptions how = options.attach;
	how.spent.open = watch.lap();
	const ProbeReport found = probe(kernel);
	how.spent.probe = watch.lap();
	if (!found.target)
		return base::fail(found.error);
	how.values = &*values;
	auto attached = attach(kernel, *found.target, *std::move(object), how);
	if (!attached)
		return attached;

	for (const ProgramStatus &status : attached->programs())
		if (!status.attached)
			fmt::print(stderr, "hookload: left out '{}': {}\n", status.program, status.reason);
	if (!options.report.empty())
		if (auto written = base::write_file_atomically(options.report, report_json(*attached).dump(2) + "\n"); !written)
			return tl::unexpected(written.error());
	return attached;
}

} // namespace loader
