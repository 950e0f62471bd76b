// SPDX-License-Identifier: GPL-2.0
//
// embed OBJECT [PARAMETERS]: the loader in a program of one's own. Attaches a policy,
// says what is attached, and detaches it when a line comes on standard input.
#include <bpf/libbpf.h>

#include <iostream>
#include <string>

#include "loader/attach.h"
#include "loader/base/files.h"
#include "loader/params/schema.h"
#include "loader/params/values.h"

namespace {

base::Result<loader::AttachedPolicy> attach(loader::Kernel &kernel, const char *path, const char *parameters)
{
	auto object = loader::PolicyObject::open(path);
	if (!object)
		return tl::unexpected(object.error());
	const auto schema = loader::params::read_schema(object->name(), bpf_object__btf(object->handle()));
	const auto text = parameters == nullptr ? base::Result<std::string>{""} : base::read_file(parameters);
	if (!schema || !text)
		return tl::unexpected(schema ? text.error() : schema.error());
	loader::params::SystemNames names;
	const auto values = loader::params::read_values(*schema, *text, parameters == nullptr ? "" : parameters, names);
	if (!values)
		return tl::unexpected(values.error());
	const loader::ProbeReport found = loader::probe(kernel);
	if (!found.target)
		return base::fail(found.error);
	loader::AttachOptions options;
	options.values = &*values;
	return loader::attach(kernel, *found.target, *std::move(object), options);
}

} // namespace

int main(int argc, char **argv)
{
	loader::RunningKernel kernel;

	if (argc < 2)
		return base::to_int(base::ExitCode::usage);
	const auto policy = attach(kernel, argv[1], argc > 2 ? argv[2] : nullptr);
	if (!policy) {
		std::cerr << policy.error().to_string() << '\n';
		return base::to_int(policy.error().code);
	}
	for (const loader::Link &link : policy->links())
		std::cout << "attached " << link.program << std::endl;
	std::string line;
	std::getline(std::cin, line);
	return 0; // `policy` goes, and its programs with it
}
