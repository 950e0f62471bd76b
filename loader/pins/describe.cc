// SPDX-License-Identifier: GPL-2.0
#include "loader/pins/describe.h"

#include <bpf/bpf.h>
#include <fmt/format.h>

#include <cerrno>
#include <nlohmann/json.hpp>

#include "loader/errors.h"
#include "loader/pins/own_mount.h"

namespace loader {

namespace fs = std::filesystem;

namespace {

// The hook from the program, not from its link: links of cgroups do not say it.
void add_program_facts(PinnedProgram &program, const KernelBtf *btf)
{
	const base::Fd fd{bpf_prog_get_fd_by_id(program.program_id)};
	bpf_prog_info info{};
	unsigned size = sizeof(info);

	if (!fd || bpf_obj_get_info_by_fd(fd.get(), &info, &size) != 0)
		return;
	program.runs = info.run_cnt;
	program.run_time_ns = info.run_time_ns;
	if (btf != nullptr)
		program.hook = btf->hook_of(info.attach_btf_id);
}

base::Result<PinnedProgram> describe_link(const fs::path &path, const KernelBtf *btf)
{
	const base::Fd link{bpf_obj_get(path.c_str())};
	if (!link)
		return base::fail(pin_failed("open the link", path.string(), errno));

	bpf_link_info info{};
	unsigned size = sizeof(info);
	if (bpf_obj_get_info_by_fd(link.get(), &info, &size) != 0)
		return base::fail(pin_failed("ask about the link", path.string(), errno));

	PinnedProgram program;
	program.program = path.filename().string().substr(std::string_view(link_pin_prefix).size());
	program.program_id = info.prog_id;
	add_program_facts(program, btf);
	return program;
}

} // namespace

base::Result<PinnedPolicy> describe_policy(const std::string &name, const fs::path &folder, const KernelBtf *btf)
{
	PinnedPolicy policy;

	policy.name = name;
	policy.folder = folder;
	for (const std::string &entry : entries(folder)) {
		if (entry.starts_with(map_pin_prefix)) {
			policy.maps.push_back(entry.substr(std::string_view(map_pin_prefix).size()));
		} else if (entry.starts_with(link_pin_prefix)) {
			auto program = describe_link(folder / entry, btf);
			if (!program)
				return tl::unexpected(program.error());
			policy.programs.push_back(*std::move(program));
		}
	}
	return policy;
}

nlohmann::json to_json(const std::vector<PinnedPolicy> &policies)
{
	nlohmann::json json{{"schema_version", 2}, {"policies", nlohmann::json::array()}};

	for (const PinnedPolicy &policy : policies) {
		nlohmann::json programs = nlohmann::json::array();
		for (const PinnedProgram &program : policy.programs)
			programs.push_back({{"program", program.program}, {"hook", program.hook}, {"program_id", program.program_id},
					    {"runs", program.runs}, {"run_time_ns", program.run_time_ns}});
		json["policies"].push_back({{"name", policy.name}, {"folder", policy.folder.string()}, {"programs", programs},
					    {"maps", policy.maps}, {"superseded", policy.superseded}});
	}
	return json;
}

std::string to_text(const std::vector<PinnedPolicy> &policies)
{
	std::string text;

	if (policies.empty())
		return "no policy is loaded\n";
	for (const PinnedPolicy &policy : policies) {
		text += fmt::format("{}: {} program(s), {} map(s){}\n", policy.name, policy.programs.size(), policy.maps.size(),
				    policy.superseded ? "; replaced, and ended by the next load, replace or unload" : "");
		for (const PinnedProgram &program : policy.programs) {
			text += fmt::format("  {}{} (id {})", program.program, program.hook.empty() ? ", of no hook" : " on " + program.hook,
					    program.program_id);
			if (program.runs > 0)
				text += fmt::format(": {} runs, {:.0f} ns each", program.runs,
						    static_cast<double>(program.run_time_ns) / static_cast<double>(program.runs));
			text += '\n';
		}
	}
	return text;
}

} // namespace loader
