// SPDX-License-Identifier: GPL-2.0
#include "loader/check.h"

#include <bpf/libbpf.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "loader/attach.h"
#include "loader/object.h"
#include "loader/params/apply.h"

namespace loader {

namespace {

std::vector<std::string> defaults_of(const PolicyObject &object, const params::Schema &schema)
{
	const auto data = params::read_only_data(object.handle());
	std::vector<std::string> defaults;

	for (const params::Parameter &parameter : schema) {
		const auto *scalar = std::get_if<params::Scalar>(&parameter.shape);
		const bool inside = scalar != nullptr && scalar->field.offset + scalar->field.size <= data.size();
		defaults.push_back(inside ? decode(scalar->field, data.subspan(scalar->field.offset, scalar->field.size)) : "");
	}
	return defaults;
}

ProgramCheck check_program(Kernel &kernel, const Target &target, const PolicyProgram &program, const std::string &policy,
			   std::string_view bytes, const params::Values *values)
{
	ProgramCheck checked{program.name, bpf_program__section_name(program.handle), {}, {}};
	const auto object = PolicyObject::from_bytes(policy, bytes);

	if (!object) {
		checked.error = object.error();
		return checked;
	}
	AttachOptions options;
	options.values = values;
	options.only = program.name;
	const auto loaded = load(kernel, target, *object, options);
	if (!loaded) {
		checked.error = loaded.error();
		return checked;
	}
	const auto self = std::ranges::find(*loaded, program.name, &ProgramStatus::program);
	if (self != loaded->end() && !self->attached)
		checked.left_out = self->reason;
	return checked;
}

std::string kind_text(const params::Field &field)
{
	std::string text{params::kind_row(field.kind).name};

	if (field.kind == params::Kind::string)
		return fmt::format("{} of at most {} bytes", text, field.size - 1);
	if (field.kind == params::Kind::u16 || field.kind == params::Kind::u32 || field.kind == params::Kind::u64)
		text += fmt::format(" {}..{}", field.least, field.most);
	return text;
}

std::string kind_text(const params::List &list)
{
	if (!list.of_tables)
		return fmt::format("list of {}, at most {}", kind_text(list.key.front()), list.most);
	std::string columns;
	for (const auto *fields : {&list.key, &list.value})
		for (const params::Field &field : *fields)
			columns += fmt::format("{}{}: {}", columns.empty() ? "" : ", ", field.name, kind_text(field));
	return fmt::format("list of tables ({}), at most {}", columns, list.most);
}

std::string kind_text(const params::Parameter &parameter)
{
	if (const auto *list = std::get_if<params::List>(&parameter.shape))
		return kind_text(*list);
	return kind_text(std::get<params::Scalar>(parameter.shape).field);
}

std::string outcome(const ProgramCheck &one)
{
	if (one.error)
		return fmt::format("[{}] {}", one.error->id, one.error->reason);
	return one.left_out.empty() ? "loads" : "left out: " + one.left_out;
}

nlohmann::json error_of(const base::Error &error)
{
	return {{"id", error.id}, {"reason", error.reason}, {"next", error.hint}};
}

} // namespace

base::Result<CheckReport> check(Kernel &kernel, const std::string &policy, std::string_view bytes, const params::Values *values)
{
	CheckReport report;
	const auto object = PolicyObject::from_bytes(policy, bytes);

	if (!object)
		return tl::unexpected(object.error());
	auto schema = params::read_schema(policy, bpf_object__btf(object->handle()));
	if (!schema)
		return tl::unexpected(schema.error());
	report.policy = policy;
	report.parameters = *std::move(schema);
	report.defaults = defaults_of(*object, report.parameters);
	report.kernel = probe(kernel);
	if (report.kernel.target)
		for (const PolicyProgram &program : object->programs())
			report.programs.push_back(check_program(kernel, *report.kernel.target, program, policy, bytes, values));
	return report;
}

const base::Error *first_error(const CheckReport &report)
{
	if (!report.kernel.target)
		return &report.kernel.error;
	for (const ProgramCheck &one : report.programs)
		if (one.error)
			return &*one.error;
	return nullptr;
}

nlohmann::json to_json(const CheckReport &report)
{
	nlohmann::json json{{"schema_version", 1}, {"policy", report.policy}, {"kernel", to_json(report.kernel)}};

	json["parameters"] = nlohmann::json::array();
	for (std::size_t i = 0; i < report.parameters.size(); i++) {
		const params::Parameter &parameter = report.parameters[i];
		json["parameters"].push_back({{"name", parameter.name}, {"kind", kind_text(parameter)}, {"help", parameter.help},
					      {"default", report.defaults[i]}});
	}
	json["programs"] = nlohmann::json::array();
	for (const ProgramCheck &one : report.programs)
		json["programs"].push_back({{"program", one.program}, {"section", one.section}, {"loads", !one.error && one.left_out.empty()},
					    {"left_out", one.left_out.empty() ? nlohmann::json(nullptr) : nlohmann::json(one.left_out)},
					    {"error", one.error ? error_of(*one.error) : nlohmann::json(nullptr)}});
	return json;
}

std::string to_text(const CheckReport &report)
{
	std::string text;

	if (!report.kernel.target)
		text = fmt::format("{}: no policy runs on this kernel [{}]: {}\n", report.policy, report.kernel.error.id,
				   report.kernel.error.reason);
	else
		text = fmt::format("{} on {}\n", report.policy, report.kernel.target->row().name);
	for (const ProgramCheck &one : report.programs) {
		text += fmt::format("  {} ({}): {}\n", one.program, one.section, outcome(one));
		if (one.error && !one.error->hint.empty())
			text += fmt::format("    next: {}\n", one.error->hint);
	}
	text += report.parameters.empty() ? "it has no parameters\n" : "parameters:\n";
	for (std::size_t i = 0; i < report.parameters.size(); i++) {
		const params::Parameter &parameter = report.parameters[i];
		const std::string standard = report.defaults[i].empty() ? "" : fmt::format(" (default {})", report.defaults[i]);
		text += fmt::format("  {}: {}{}; {}\n", parameter.name, kind_text(parameter), standard, parameter.help);
	}
	return text;
}

} // namespace loader
