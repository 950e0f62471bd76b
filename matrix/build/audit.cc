// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/audit.h"

#include <fmt/format.h>

#include "matrix/build/errors.h"
#include "matrix/build/explain.h"

namespace matrix::build {

namespace {

std::string as_line(const std::string &name, std::string_view value)
{
	return value == "n" ? fmt::format("# CONFIG_{} is not set", name) : fmt::format("CONFIG_{}={}", name, value);
}

} // namespace

std::vector<Finding> compare(const std::vector<Setting> &wishes, const ConfigValues &values)
{
	std::vector<Finding> findings;

	for (const Setting &wish : wishes) {
		const std::string_view got = value_of(values, wish.name);
		if (got != wish.value)
			findings.push_back({.wish = wish, .got = std::string{got}});
	}
	return findings;
}

base::Result<void> audit(const std::vector<Setting> &wishes, const ConfigValues &values,
			 const std::filesystem::path &tree)
{
	const std::vector<Finding> findings = compare(wishes, values);
	if (findings.empty())
		return {};

	const Explainer explainer{tree, values};
	std::string reason = fmt::format("{} of the options asked for did not stay", findings.size());
	for (const Finding &finding : findings) {
		reason += fmt::format("\n  {}:{}: asked for {}, got {}", finding.wish.file, finding.wish.line,
				      as_line(finding.wish.name, finding.wish.value),
				      as_line(finding.wish.name, finding.got));
		for (const std::string &line : explainer.explain(finding.wish, finding.got))
			reason += "\n      " + line;
	}
	return refuse("config-audit", base::ExitCode::config_audit, "configure the kernel as asked", tree.filename().string(),
		      std::move(reason), "meet the dependency in a fragment, or take the line out");
}

} // namespace matrix::build
