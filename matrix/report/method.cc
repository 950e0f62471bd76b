// SPDX-License-Identifier: GPL-2.0
#include "matrix/report/method.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "matrix/lsm/stack.h"
#include "matrix/report/chapter.h"
#include "matrix/report/conditions.h"
#include "matrix/report/significance.h"

namespace matrix::report {

namespace {

using nlohmann::json;

// A field of the context as text, whatever it is; empty when it is not there.
std::string at(const json &object, std::initializer_list<const char *> path)
{
	const json *value = &object;

	for (const char *key : path) {
		if (!value->is_object() || !value->contains(key))
			return {};
		value = &(*value)[key];
	}
	return value->is_string() ? value->get<std::string>() : value->is_null() ? "" : value->dump();
}

// LSMs that are called at most hooks, and whose decision is a look into a policy.
constexpr std::array<std::string_view, 4> major_lsms{"selinux", "apparmor", "smack", "tomoyo"};

std::vector<std::string> policies(const compare::Comparison &comparison)
{
	std::map<std::string, std::string> loaded;
	std::set<std::string> bare;
	std::vector<std::string> paragraphs;

	for (const compare::Configuration &row : comparison.configurations()) {
		const lsm::Stack stack = lsm::parse_stack(row.stack);
		for (const lsm::Layer &layer : stack.layers()) {
			const lsm::Policy *policy = lsm::find_policy(layer.lsm, layer.policy);
			if (policy != nullptr)
				loaded[lsm::full_name(*policy)] = policy->description;
			else if (std::find(major_lsms.begin(), major_lsms.end(), layer.lsm) != major_lsms.end())
				bare.insert(layer.lsm);
		}
	}
	if (!loaded.empty())
		paragraphs.emplace_back("A policy stands behind the colon of its LSM. It is loaded before programs are attached, and the "
					"workloads are counted only when it is seen to be in force.");
	for (const auto &[name, description] : loaded)
		paragraphs.push_back(name + ": " + description + ".");
	if (!bare.empty())
		paragraphs.push_back(fmt::format("Where {} stands without a colon, it is initialised but has no policy loaded: its hooks are "
						 "called, and decide quickly. A loaded policy costs more than these figures show.",
						 fmt::join(bare, " or ")));
	return paragraphs;
}

void add(std::vector<Fact> &facts, std::string name, std::string value)
{
	if (!value.empty())
		facts.push_back({.name = std::move(name), .value = std::move(value)});
}

// Under an emulator.
std::string shown_times(const compare::Comparison &comparison)
{
	const json &context = comparison.results().context;

	if (!context.is_object() || !context.contains("loads"))
		return " and is not shown.";
	return ": the milliseconds of \"What loading takes\" are of a clock that counts instructions.";
}

std::vector<std::string> how_counted(const compare::Comparison &comparison)
{
	if (comparison.exact())
		return {
			"Instructions are counted exactly. The guests run under QEMU's TCG, single-threaded, with -icount "
			"shift=0: the guest's time stamp counter then advances by one for each instruction executed, in the "
			"kernel and outside of it. A sample is one operation: the difference of two reads of the counter, less "
			"the same difference around an operation that does nothing. The median of the samples is shown; a timer "
			"interrupt that falls into a sample only moves the maximum.",
			std::string{"Instructions are not time. A retpoline is three instructions and tens of cycles on a CPU that does not "
			"predict it; a patched no-op is one instruction and next to nothing; a cache miss is no instruction at all. "
			"A count says what work a mechanism adds, and not how long a given CPU takes for it. How long anything took "
			"under TCG means nothing for hardware"} + shown_times(comparison),
		};
	return {"Cycles, instructions and branches come from the CPU's performance monitoring unit through perf_event_open, user space and kernel "
		"together, nanoseconds from its clock: the mean of a batch of operations less the same batch of operations that do nothing.",
		rule_of_times()};
}

// What has chapters of its own beside the counters.
std::vector<std::string> how_modelled(const compare::Comparison &comparison)
{
	const json &context = comparison.results().context;
	std::vector<std::string> paragraphs;

	if (!comparison.events().empty())
		paragraphs.emplace_back("Events (calls, jumps, loads, lines) are counted by a plugin of QEMU in boots of their own: it sees each instruction of "
					"the kernel between the two reads of the counter, and changes nothing in the guest.");
	if (context.is_object() && context.contains("prices"))
		paragraphs.emplace_back("Nanoseconds are a model: such events, times what hooklab measured that each of them costs on a CPU. No operation of "
					"these kernels was timed for it.");
	return paragraphs;
}

bool is_native(const compare::Comparison &comparison) { return comparison.accelerator() == compare::native_accelerator; }

std::string which_kernels(const compare::Comparison &comparison)
{
	if (is_native(comparison))
		return "The kernels were installed on a machine, and hookbench ran on each of them. In what they differ beside their hooks is not known "
		       "here; the environment below has their releases. The cost of a configuration is the difference of its median and that of "
		       "none: CONFIG_SECURITY off, nothing added.";
	return "All kernels are built from one source tree and differ in configuration alone: Linux with the patches of the series below, which are in "
	       "none and in mainline's BPF LSM as well and leave their code as it is but for fixes (of 6.12 a test compares their machine code with that of kernels "
	       "without the patches). The cost of a configuration is the difference of its median and that of none: CONFIG_SECURITY off, nothing added.";
}

std::string how_isolated(const compare::Comparison &comparison)
{
	if (is_native(comparison))
		return "Each workload is a process of its own on one CPU, with warm-up, without address space randomisation. Whether a configuration had "
		       "boots of its own, and what else ran, is up to who measured it. Contention, and what hooks cost in cache lines that CPUs share, "
		       "cannot be seen.";
	return "Each configuration is a boot of its own, because a kernel on which a policy was loaded once is "
	       "not the same afterwards, and each workload a process of its own, with warm-up, without address "
	       "space randomisation. The guest has a single CPU: contention, and what hooks cost in shared cache "
	       "lines, cannot be seen.";
}

// Whether that matters: tests/system/workload_order.sh, which has these numbers.
std::string which_order(const compare::Comparison &comparison)
{
	if (!comparison.exact())
		return {};
	return "The workloads of a boot run one after the other, in the order of this report. Thirty-nine of them are tested to count the same in the "
	       "reverse order, and four of those alone as well; the others make a file, a folder or a connection for each operation, and what ran "
	       "before may be seen in them.";
}

std::string exactness_rule(const compare::Comparison &comparison)
{
	if (!comparison.exact())
		return {};
	return "A count is exact when the quartiles of its samples are equal, no value but the median has an eighth of them or more, and all "
	       "boots of the cell agree. An outlier (a tick, a refilled list of pages) leaves it exact. What is not exact has several modes, "
	       "by slabs and stacks that are freed or reused beside the operation: which of them is the median may change with "
	       "anything, and the difference of two kernels may be that.";
}

// A fact with each value once, however many kernels have it.
void add_once(std::vector<Fact> &facts, const std::string &name, const std::string &value)
{
	const auto same = [&](const Fact &fact) { return fact.name == name && fact.value == value; };

	if (std::none_of(facts.begin(), facts.end(), same))
		add(facts, name, value);
}

std::string shortened(const std::string &sum) { return sum.substr(0, 16) + "\u2026"; }

// What the kernels were made of, and with what: without it nobody can make them again.
std::vector<Fact> made_of(const json &kernels)
{
	std::vector<Fact> facts;

	for (const auto &[variant, kernel] : kernels.items()) {
		const json metadata = kernel.is_object() ? kernel.value("metadata", json::object()) : json::object();
		if (const std::string sum = at(metadata, {"source", "sha256"}); !sum.empty())
			add_once(facts, "Source of Linux " + at(metadata, {"source", "version"}), at(metadata, {"source", "name"}) + ", sha256 " + shortened(sum));
		const json series = metadata.is_object() ? metadata.value("series", json::array()) : json::array();
		for (const json &one : series)
			add_once(facts, fmt::format("Series {} for {}", at(one, {"name"}), at(one, {"for"})),
				  fmt::format("{} patches, sha256 {}", one.is_object() ? one.value("patches", json::array()).size() : 0, shortened(at(one, {"sha256"}))));
		for (const auto &[role, name] : {std::pair{"compiler", "Compiler"}, {"linker", "Linker"}, {"pahole", "pahole"}})
			add_once(facts, name, at(metadata, {"tools", role}));
	}
	return facts;
}

} // namespace

std::vector<std::string> method(const compare::Comparison &comparison)
{
	std::vector<std::string> paragraphs{which_kernels(comparison)};

	for (std::string &text : how_counted(comparison))
		paragraphs.push_back(std::move(text));
	paragraphs.push_back(how_isolated(comparison));
	for (std::string (*const rule)(const compare::Comparison &) : {which_order, exactness_rule})
		if (std::string text = rule(comparison); !text.empty())
			paragraphs.push_back(std::move(text));
	for (std::string &text : how_modelled(comparison))
		paragraphs.push_back(std::move(text));
	for (std::string &text : policies(comparison))
		paragraphs.push_back(std::move(text));
	for (std::string &text : noise_paragraphs(comparison))
		paragraphs.push_back(std::move(text));
	return paragraphs;
}

std::vector<Fact> facts(const compare::Comparison &comparison)
{
	const json &context = comparison.results().context;
	std::vector<Fact> facts;

	add(facts, "To make these results again", at(context, {"command"}));
	add(facts, "Matrix set", at(context, {"set"}));
	add(facts, "Accelerator", comparison.accelerator());
	add(facts, "Why this accelerator", at(context, {"accelerator_reason"}));
	add(facts, "QEMU", at(context, {"host", "qemu"}));
	add(facts, is_native(comparison) ? "CPU" : "CPU as the guest saw it", at(context, {"guest", "cpu"}));
	if (context.contains("policy_packages") && context["policy_packages"].is_array()) {
		for (const json &package : context["policy_packages"]) {
			const std::string text = package.is_string() ? package.get<std::string>() : "";
			add(facts, "Policies are made with", text.substr(0, text.rfind(' ')));
		}
	}
	if (context.contains("done_twice") && context["done_twice"].is_array())
		for (const json &boot : context["done_twice"])
			add(facts, "Failed and done again", boot.is_string() ? boot.get<std::string>() : "");
	if (context.contains("kernels") && context["kernels"].is_object()) {
		for (Fact &fact : made_of(context["kernels"]))
			facts.push_back(std::move(fact));
		for (const auto &[variant, kernel] : context["kernels"].items()) {
			std::string text = at(kernel, {"release"});
			const std::string sum = at(kernel, {"bzimage_sha256"});
			if (!sum.empty())
				text += ", bzImage sha256 " + shortened(sum);
			add(facts, "Kernel " + variant, text);
		}
	}
	if (context.contains("guest") && context["guest"].is_object() && context["guest"].contains("vulnerabilities") &&
	    context["guest"]["vulnerabilities"].is_object()) {
		for (const auto &[name, state] : context["guest"]["vulnerabilities"].items())
			add(facts, "Mitigation " + name, state.is_string() ? state.get<std::string>() : state.dump());
	}
	add_conditions(comparison, facts);
	return facts;
}

std::vector<Block> method_chapter(const compare::Comparison &, const Model &model)
{
	std::vector<Block> blocks;

	for (const std::string &text : model.method)
		blocks.emplace_back(Paragraph{text});
	return blocks;
}

std::vector<Block> environment_chapter(const compare::Comparison &, const Model &model)
{
	Table table{.id = "fact", .title = {}, .unit = {}, .notes = {}, .head = {"what", "value"}, .rows = {}, .plot = {}, .prose = true};

	for (const Fact &fact : model.facts)
		table.rows.push_back({fact.name, fact.value});
	return table.rows.empty() ? std::vector<Block>{} : std::vector<Block>{std::move(table)};
}

} // namespace matrix::report
