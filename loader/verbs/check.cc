// SPDX-License-Identifier: GPL-2.0
#include "loader/check.h"

#include <nlohmann/json.hpp>

#include "loader/base/exit_codes.h"
#include "loader/trial.h"
#include "loader/verbs/options.h"

namespace loader {

int do_check(const Options &options)
{
	RunningKernel kernel;
	const auto bytes = PolicyObject::read(options.object);

	if (!bytes)
		return complain(bytes.error(), options);
	if (auto ended = try_to_open(options.object, *bytes); !ended)
		return complain(ended.error(), options);
	const auto object = PolicyObject::from_bytes(policy_name(options.object), *bytes);
	if (!object)
		return complain(object.error(), options);
	const auto values = read_parameters(*object, options.params);
	if (!values)
		return complain(values.error(), options);
	const auto report = check(kernel, policy_name(options.object), *bytes, &*values);
	if (!report)
		return complain(report.error(), options);

	if (options.json)
		print(to_json(*report));
	else
		print(to_text(*report));
	const base::Error *error = first_error(*report);
	return error == nullptr ? 0 : base::to_int(error->code);
}

} // namespace loader
