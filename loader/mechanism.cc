// SPDX-License-Identifier: GPL-2.0
#include "loader/mechanism.h"

#include <algorithm>
#include <array>

namespace loader {

namespace {

// In the order in which they are looked for; a kernel has at most one.
constexpr std::array rows{
	MechanismRow{Mechanism::override_return, "override-return", "BPF_PROG_TYPE_OVERRIDE_RETURN", "BPF_OVERRIDE_RETURN",
		     "bpf_override_", "CONFIG_BPF_OVERRIDE_RETURN"},
	MechanismRow{Mechanism::bpf_lsm, "bpf-lsm", "BPF_PROG_TYPE_LSM", "BPF_LSM_MAC", "bpf_lsm_", "CONFIG_BPF_LSM"},
};

struct SectionRow {
	std::string_view prefix;
	SectionFamily family;
	bool sleepable;
};

constexpr std::array section_rows{
	SectionRow{"lsm/", SectionFamily::lsm, false},
	SectionRow{"lsm.s/", SectionFamily::lsm, true},
	SectionRow{"lsm_cgroup/", SectionFamily::lsm_cgroup, false},
	SectionRow{"override/", SectionFamily::override_return, false},
	SectionRow{"override.s/", SectionFamily::override_return, true},
	SectionRow{"fentry/", SectionFamily::tracing, false},
	SectionRow{"fentry.s/", SectionFamily::tracing, true},
	SectionRow{"fexit/", SectionFamily::tracing, false},
	SectionRow{"fexit.s/", SectionFamily::tracing, true},
	SectionRow{"fmod_ret/", SectionFamily::tracing, false},
	SectionRow{"fmod_ret.s/", SectionFamily::tracing, true},
	SectionRow{"tp_btf/", SectionFamily::tracing, false},
	SectionRow{"iter/", SectionFamily::tracing, false},
	SectionRow{"iter.s/", SectionFamily::tracing, true},
	SectionRow{"raw_tp/", SectionFamily::raw_tracepoint, false},
	SectionRow{"raw_tp.w/", SectionFamily::raw_tracepoint, false},
	SectionRow{"raw_tracepoint/", SectionFamily::raw_tracepoint, false},
	SectionRow{"raw_tracepoint.w/", SectionFamily::raw_tracepoint, false},
	SectionRow{"tp/", SectionFamily::tracepoint, false},
	SectionRow{"tracepoint/", SectionFamily::tracepoint, false},
	SectionRow{"kprobe/", SectionFamily::probe, false},
	SectionRow{"kretprobe/", SectionFamily::return_probe, false},
};

// 6.12 kernel/bpf/bpf_lsm.c and security/bpf/; the override series adds
// bpf_override_via_* (wrappers of a hook) and bpf_override_return_*. A hook of
// one of these names would be hidden; there is none.
constexpr std::array<std::string_view, 16> helpers{
	"attach",     "blob_sizes",	"detach",	  "find_cgroup_shim", "func_proto",	"get_func_proto",
	"get_retval_range", "hook_key", "hooks",	  "init",	      "is_hook",	"is_sleepable_hook",
	"is_trusted", "link_lsm_hooks", "refuse_reason", "verify_prog",
};

// A name of C; with `others` the characters that may be in it, too.
bool is_name(std::string_view name, std::string_view others)
{
	return !name.empty() && std::ranges::all_of(name, [&](char c) {
		return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || others.find(c) != std::string_view::npos;
	});
}

// Of a tracepoint that is in a file system a folder and a name, of a probe perhaps an offset.
bool is_point(SectionFamily family, std::string_view name)
{
	const std::size_t slash = name.find('/');

	if (family == SectionFamily::tracepoint)
		return slash != std::string_view::npos && is_name(name.substr(0, slash), "-") && is_name(name.substr(slash + 1), "-");
	return is_name(name, family == SectionFamily::probe || family == SectionFamily::return_probe ? ".+" : "");
}

} // namespace

std::span<const MechanismRow> mechanism_table() { return rows; }

const MechanismRow &mechanism_row(Mechanism mechanism)
{
	return *std::ranges::find(rows, mechanism, &MechanismRow::mechanism);
}

std::string stub_name(const MechanismRow &row, std::string_view hook)
{
	return std::string(row.stub_prefix).append(hook);
}

std::optional<HookSection> parse_section(std::string_view section)
{
	HookSection parsed;

	if (section.starts_with('?')) {
		parsed.optional = true;
		section.remove_prefix(1);
	}
	for (const SectionRow &row : section_rows) {
		if (!section.starts_with(row.prefix))
			continue;
		section.remove_prefix(row.prefix.size());
		if (!is_point(row.family, section))
			return std::nullopt;
		parsed.family = row.family;
		parsed.sleepable = row.sleepable;
		parsed.hook = section;
		return parsed;
	}
	return std::nullopt;
}

bool looks_on(const HookSection &section)
{
	return section.family == SectionFamily::tracing || at_event(section);
}

bool at_event(const HookSection &section) { return section.family > SectionFamily::tracing; }

bool is_stub_helper(std::string_view name)
{
	return std::ranges::find(helpers, name) != helpers.end() || name.starts_with("via_") || name.starts_with("return_");
}

} // namespace loader
