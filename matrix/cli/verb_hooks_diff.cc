// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "loader/object.h"
#include "matrix/build/debian_source.h"
#include "matrix/cli/verbs.h"
#include "matrix/hooks/hooks_diff.h"

namespace matrix::cli {

namespace {

struct HooksDiffOptions {
	std::string a;
	std::string b;
	std::vector<std::string> policies; // empty: those that are built
	std::string format = "text";
};

// The policies of this project, where they are built: no numbered copies of one.
std::vector<std::string> shipped(const Layout &layout)
{
	std::vector<std::string> objects;
	std::error_code none;

	for (const auto &entry : std::filesystem::directory_iterator(layout.policies(), none)) {
		const std::string name = entry.path().filename().string();
		if (name.ends_with(".bpf.o") && !name.starts_with("noop_"))
			objects.push_back(entry.path().string());
	}
	std::ranges::sort(objects);
	return objects;
}

base::Result<std::vector<hooks::HookUser>> users_of(const std::vector<std::string> &objects)
{
	std::vector<hooks::HookUser> users;

	for (const std::string &path : objects) {
		const auto object = loader::PolicyObject::open(path);
		if (!object)
			return tl::unexpected(object.error());
		for (const loader::PolicyProgram &program : object->programs())
			users.push_back({object->name(), program.name, program.section.hook, program.section.optional});
	}
	return users;
}

// The project's own policies are for its kernels: of another one they say nothing.
bool is_for_ours(std::string_view release)
{
	return std::ranges::any_of(build::source_table(), [&](const build::DebianSource &row) { return release.starts_with(std::string{row.kernel} + "."); });
}

int run_hooks_diff(const Context &context, const HooksDiffOptions &options)
{
	const auto diff = hooks::diff_trees(options.a, options.b);
	if (!diff)
		return report(diff.error());
	const bool ours = options.policies.empty() && is_for_ours(diff->a);
	const auto users = users_of(ours ? shipped(context.layout) : options.policies);
	if (!users)
		return report(users.error());
	const auto breaks = hooks::broken_by(*diff, *users);
	if (options.format == "json")
		std::cout << hooks::hooks_diff_json(*diff, breaks, users->size()).dump(2) << '\n';
	else
		std::cout << (options.format == "markdown" ? hooks::hooks_diff_markdown(*diff, breaks, users->size()) : hooks::hooks_diff_text(*diff, breaks, users->size()));
	return base::to_int(!hooks::any_broken(breaks) ? base::ExitCode::ok : base::ExitCode::failed);
}

} // namespace

void register_hooks_diff(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("hooks-diff", "what happened to the hooks between two kernels' sources, and which policies that breaks");
	auto options = std::make_shared<HooksDiffOptions>();

	verb->add_option("A", options->a, "the tree of a kernel since 5.7")->required()->type_name("DIR");
	verb->add_option("B", options->b, "the tree of another one")->required()->type_name("DIR");
	verb->add_option("--policy", options->policies, "a policy object made for A (repeatable; default: the project's, where A is a kernel that it builds)")->type_name("FILE")->allow_extra_args(false);
	verb->add_option("--format", options->format, "text, markdown or json")->check(CLI::IsMember({"text", "markdown", "json"}))->capture_default_str();
	verb->footer("Status: 1 when a program of a policy may break: its hook, or an argument of that, is another one.");
	on_run(verb, context, [options](Context &c) { return run_hooks_diff(c, *options); });
}

} // namespace matrix::cli
