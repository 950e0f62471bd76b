// SPDX-License-Identifier: GPL-2.0
#include "loader/object.h"

#include <bpf/libbpf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

#include "loader/base/files.h"
#include "loader/elf_check.h"
#include "loader/errors.h"
#include "loader/libbpf_log.h"

namespace loader {

namespace {

// The largest policies that we know of have a few hundred kB.
constexpr std::size_t size_limit = std::size_t{64} << 20;

} // namespace

void PolicyObject::Close::operator()(bpf_object *object) const { bpf_object__close(object); }

base::Result<std::string> PolicyObject::read(const std::filesystem::path &path)
{
	auto bytes = base::read_file(path, size_limit);
	if (!bytes) {
		base::Error error = bytes.error();
		error.code = base::ExitCode::bad_input;
		return base::fail(error);
	}
	if (auto whole = check_elf(path.string(), *bytes); !whole)
		return tl::unexpected(whole.error());
	return *std::move(bytes);
}

base::Result<PolicyObject> PolicyObject::open(const std::filesystem::path &path)
{
	const auto bytes = read(path);

	if (!bytes)
		return tl::unexpected(bytes.error());
	return from_bytes(policy_name(path), *bytes);
}

base::Result<PolicyObject> PolicyObject::from_bytes(std::string name, std::string_view bytes)
{
	if (auto whole = check_elf(name, bytes); !whole)
		return tl::unexpected(whole.error());

	LibbpfLog log;
	LIBBPF_OPTS(bpf_object_open_opts, options);
	options.object_name = name.c_str();
	PolicyObject policy;
	policy.object_.reset(bpf_object__open_mem(bytes.data(), bytes.size(), &options));
	if (!policy.object_)
		return base::fail(object_not_bpf(name, fmt::format("libbpf cannot open it\n{}", last_lines(log.text()))));
	policy.name_ = std::move(name);
	if (auto collected = policy.collect_programs(); !collected)
		return tl::unexpected(collected.error());
	return policy;
}

base::Result<void> PolicyObject::collect_programs()
{
	bpf_program *program = nullptr;

	bpf_object__for_each_program(program, object_.get()) {
		const std::string_view name = bpf_program__name(program);
		const std::string_view section = bpf_program__section_name(program);
		auto parsed = parse_section(section);
		if (!parsed)
			return base::fail(object_wrong_type(name_, name, section));
		// libbpf drops the '?' of the name and keeps it as "not by itself".
		parsed->optional = parsed->optional || !bpf_program__autoload(program);
		programs_.push_back({std::string(name), *std::move(parsed), program});
	}
	const auto is_policy = [](const PolicyProgram &one) { return !looks_on(one.section); };
	if (std::ranges::none_of(programs_, is_policy))
		return base::fail(object_without_policy(name_));
	return {};
}

std::string policy_name(const std::filesystem::path &path)
{
	std::string name = path.filename().string();

	for (const std::string_view ending : {".o", ".bpf"})
		if (name.ends_with(ending) && name.size() > ending.size())
			name.resize(name.size() - ending.size());
	for (char &c : name)
		if (c == '.' || c == '/')
			c = '_';
	return name;
}

} // namespace loader
