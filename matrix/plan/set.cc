// SPDX-License-Identifier: GPL-2.0
#include "matrix/plan/set.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "bench/counter.h"
#include "bench/workload.h"
#include "loader/base/files.h"
#include "loader/base/toml.h"
#include "matrix/build/variants.h"
#include "matrix/lsm/stack.h"
#include "matrix/plan/plan.h"
#include "matrix/plan/scenario.h"
#include "matrix/trace/event.h"

namespace matrix::plan {

namespace {

constexpr std::string_view all_events = "events"; // among counters

// Thrown inside this file only, caught in parse_set(): the reader below is a
// tree of small functions, and each of them can meet a wrong value.
struct WrongValue {
	std::string place; // "line 7, key 'boots'"
	std::string reason;
};

[[noreturn]] void wrong(const toml::value &value, std::string_view key, std::string reason)
{
	throw WrongValue{base::toml_place(value, key), std::move(reason)};
}

template <std::size_t N> std::string list_of(const std::array<std::string_view, N> &words)
{
	std::string text;

	for (const std::string_view word : words)
		text += (text.empty() ? "" : ", ") + std::string{word};
	return text;
}

template <std::size_t N> void check_keys(const toml::value &table, const std::array<std::string_view, N> &known)
{
	for (const auto &[key, value] : table.as_table()) {
		if (std::find(known.begin(), known.end(), key) == known.end())
			wrong(value, key, "there is no such key; known are " + list_of(known));
	}
}

std::string read_string(const toml::value &table, const std::string &key, std::string otherwise)
{
	if (!table.contains(key))
		return otherwise;
	const toml::value &value = table.at(key);
	if (!value.is_string())
		wrong(value, key, "a string is wanted");
	return value.as_string().str;
}

unsigned read_unsigned(const toml::value &table, const std::string &key, unsigned otherwise, unsigned least, unsigned most)
{
	if (!table.contains(key))
		return otherwise;
	const toml::value &value = table.at(key);
	if (!value.is_integer() || value.as_integer() < least || value.as_integer() > most)
		wrong(value, key, "a whole number from " + std::to_string(least) + " to " + std::to_string(most) + " is wanted");
	return static_cast<unsigned>(value.as_integer());
}

// `problem` says why a word may not stand in the list, or nothing.
template <class Problem>
std::vector<std::string> read_words(const toml::value &table, const std::string &key, Problem problem)
{
	std::vector<std::string> words;

	if (!table.contains(key))
		return words;
	const toml::value &list = table.at(key);
	if (!list.is_array() || list.as_array().empty())
		wrong(list, key, "a list of at least one string is wanted");
	for (const toml::value &value : list.as_array()) {
		if (!value.is_string())
			wrong(value, key, "a list of strings is wanted");
		const std::string word = value.as_string().str;
		if (std::string why = problem(word); !why.empty())
			wrong(value, key, std::move(why));
		if (std::find(words.begin(), words.end(), word) != words.end())
			wrong(value, key, "'" + word + "' stands there twice");
		words.push_back(word);
	}
	return words;
}

std::string unless(bool known, const std::string &word) { return known ? "" : "'" + word + "' is not known here"; }

std::string workload_problem(const std::string &word) { return unless(bench::find_workload(word) != nullptr, word); }

// Of hookbench, an event, or all events.
std::string counter_problem(const std::string &word)
{
	return unless(bench::find_counter(word) != nullptr || trace::find_event(word) != nullptr || word == all_events, word);
}

std::vector<std::string> read_counters(const toml::value &table)
{
	std::vector<std::string> counters = read_words(table, "counters", counter_problem);
	const auto all = std::find(counters.begin(), counters.end(), all_events);

	if (all == counters.end())
		return counters;
	std::vector<std::string> events;
	for (const trace::EventRow &row : trace::event_table())
		if (std::find(counters.begin(), counters.end(), row.name) == counters.end())
			events.emplace_back(row.name);
	counters.insert(counters.erase(all), events.begin(), events.end());
	return counters;
}

unsigned read_samples(const toml::value &table) { return read_unsigned(table, "samples", 0, 1, 1000000); }

void check_group(const toml::value &table, const Group &group, const build::Variant &variant)
{
	for (const std::string &stack : group.stacks) {
		if (variant.lsm == (stack == "-"))
			wrong(table.at("stacks"), "stacks",
			      variant.lsm ? "'-' is for kernels without the LSM framework; 'capability' is the least here"
					  : "'" + group.variant + "' has no LSM framework, its stack is '-'");
		const lsm::Stack parsed = lsm::parse_stack(stack);
		const bool bpf = std::any_of(parsed.layers().begin(), parsed.layers().end(),
					     [](const lsm::Layer &layer) { return layer.lsm == "bpf"; });
		const bool attaches = std::any_of(group.scenarios.begin(), group.scenarios.end(), [](const std::string &name) {
			return !find_scenario(name)->policy.empty();
		});
		if (attaches && ((variant.lsm && !bpf) || variant.dispatch == "-"))
			wrong(table.at("scenarios"), "scenarios",
			      "no program can be attached on '" + group.variant + "' with the stack '" + stack + "'");
	}
}

// One name, or a list: the rows of the group once for each. Nothing: the default.
std::vector<std::string> read_choices(const toml::value &table, const std::string &key)
{
	if (!table.is_table())
		wrong(table, "group", "a table is wanted: [[group]]");
	if (!table.contains(key))
		return {""};
	if (table.at(key).is_string())
		return {table.at(key).as_string().str};
	return read_words(table, key, [](const std::string &word) { return unless(!word.empty(), word); });
}

Group read_group(const toml::value &table, const std::string &dispatch, const std::string &kernel)
{
	constexpr std::array<std::string_view, 9> known{"variant",   "dispatch",  "kernel_version", "stacks", "scenarios",
							"workloads", "counters", "samples",        "boots"};

	check_keys(table, known);
	for (const char *key : {"variant", "stacks", "scenarios"}) {
		if (!table.contains(key))
			wrong(table, key, "it is missing from this group");
	}
	Group group;
	group.variant = read_string(table, "variant", "");
	group.dispatch = dispatch;
	if (build::find_variant(group.variant) == nullptr)
		wrong(table.at("variant"), "variant", "'" + group.variant + "' is not a variant; see hookmatrix variants");
	if (build::find_variant(group.variant, {}, kernel) == nullptr)
		wrong(table.at("kernel_version"), "kernel_version", "'" + group.variant + "' is not built of Linux '" + kernel + "'; see hookmatrix variants");
	const build::Variant *variant = build::find_variant(group.variant, group.dispatch, kernel);
	if (variant == nullptr)
		wrong(table.at("dispatch"), "dispatch",
		      "'" + group.variant + "' is not built with the dispatch '" + group.dispatch + "'; see hookmatrix variants");
	if (variant->debug)
		wrong(table.at("variant"), "variant", "'" + group.variant + "' is a debug kernel: it is several times slower and never measured");
	group.variant = build::family_name(*variant);
	group.dispatch = variant->dispatch;
	group.stacks = read_words(table, "stacks", lsm::stack_problem);
	group.scenarios = read_words(table, "scenarios", [](const std::string &word) { return unless(find_scenario(word) != nullptr, word); });
	group.workloads = read_words(table, "workloads", workload_problem);
	group.counters = read_counters(table);
	group.samples = read_samples(table);
	group.boots = read_unsigned(table, "boots", 1, 1, 100);
	check_group(table, group, *variant);
	return group;
}

// Of a kernel whose hooks take programs.
std::string kernel_problem(const std::string &word)
{
	const build::Variant *variant = build::find_variant(word);

	if (variant == nullptr || variant->name != word)
		return unless(false, word);
	if (variant->debug)
		return "'" + word + "' is a debug kernel, and never measured";
	return variant->dispatch == "-" ? "'" + word + "' has no hooks that take programs" : "";
}

std::vector<Explanation> read_explanations(const toml::value &root)
{
	constexpr std::array<std::string_view, 3> known{"workload", "a", "b"};
	std::vector<Explanation> all;

	if (!root.contains("explain"))
		return all;
	if (!root.at("explain").is_array())
		wrong(root.at("explain"), "explain", "a list of tables is wanted: [[explain]]");
	for (const toml::value &table : root.at("explain").as_array()) {
		if (!table.is_table())
			wrong(table, "explain", "a table is wanted: [[explain]]");
		check_keys(table, known);
		for (const std::string_view key : known)
			if (!table.contains(std::string{key}))
				wrong(table, key, "it is missing from this explanation");
		Explanation one{.workload = read_string(table, "workload", ""), .a = read_string(table, "a", ""), .b = read_string(table, "b", "")};
		if (std::string why = workload_problem(one.workload); !why.empty())
			wrong(table.at("workload"), "workload", std::move(why));
		all.push_back(std::move(one));
	}
	return all;
}

Set read_set(const toml::value &root)
{
	constexpr std::array<std::string_view, 12> known{"schema_version", "name",       "description", "include",
							"workloads",      "counters",   "samples",
							"memory_mib",     "timeout_seconds", "group",       "explain",  "conformance"};
	Set set;

	check_keys(root, known);
	if (!root.contains("schema_version"))
		throw WrongValue{"key 'schema_version'", "it is missing; this program reads version 1"};
	read_unsigned(root, "schema_version", 0, set_schema_version, set_schema_version);
	set.name = read_string(root, "name", "");
	if (set.name.empty())
		throw WrongValue{"key 'name'", "it is missing or empty"};
	set.description = read_string(root, "description", "");
	set.workloads = read_words(root, "workloads", workload_problem);
	set.counters = read_counters(root);
	set.samples = read_samples(root);
	set.memory_mib = read_unsigned(root, "memory_mib", set.memory_mib, 128, 65536);
	set.timeout_seconds = read_unsigned(root, "timeout_seconds", set.timeout_seconds, 10, 86400);
	if (!root.contains("group"))
		throw WrongValue{"key 'group'", "a set needs at least one [[group]]"};
	const toml::value &groups = root.at("group");
	if (!groups.is_array())
		wrong(groups, "group", "a list of tables is wanted: [[group]]");
	for (const toml::value &group : groups.as_array()) {
		for (const std::string &kernel : read_choices(group, "kernel_version"))
			for (const std::string &dispatch : read_choices(group, "dispatch"))
				set.groups.push_back(read_group(group, dispatch, kernel));
	}
	set.explanations = read_explanations(root);
	set.conformance = read_words(root, "conformance", kernel_problem);
	set.includes = read_words(root, "include", [](const std::string &word) {
		return word.empty() || word.find('/') != std::string::npos ? "'" + word + "' is no name of a set" : "";
	});
	return set;
}

tl::unexpected<base::Error> set_error(const std::string &name, std::string reason)
{
	return base::fail({.id = "set-invalid", .code = base::ExitCode::bad_input, .action = "read the matrix set",
			   .object = name, .reason = std::move(reason),
			   .hint = "matrix/sets/default.toml is an example with every key", .errnum = 0});
}

template <class T> void put_before(std::vector<T> &all, const std::vector<T> &first) { all.insert(all.begin(), first.begin(), first.end()); }

// Why the two cannot be one, or nothing.
std::string include_problem(const Set &set, const Set &included)
{
	if ((included.counters.empty() && !set.counters.empty()) || (included.samples == 0 && set.samples != 0))
		return "it leaves open which counters or how many samples, and this set does not";
	return {};
}

// What a set says of all its groups is said by each of them, in whatever set it is.
std::vector<Group> groups_by_themselves(const Set &set)
{
	std::vector<Group> groups = set.groups;

	for (Group &group : groups) {
		group.workloads = workloads_of(set, group);
		if (group.counters.empty())
			group.counters = set.counters;
		if (group.samples == 0)
			group.samples = set.samples;
	}
	return groups;
}

// A cell that two boots of the plan have, as results could not tell apart; or nothing.
std::string counted_twice(const Set &set)
{
	std::set<std::string> cells;

	for (PlannedBoot &boot : make_plan(set)) {
		boot.part.clear();
		for (const std::string &workload : boot.workloads)
			for (const std::string &counter : counters_of(boot, boot::Accelerator::tcg_icount))
				if (std::string cell = boot.title() + ", " + workload + ", " + counter; !cells.insert(cell).second)
					return cell;
	}
	return {};
}

base::Result<Set> load_nested(const std::filesystem::path &folder, const std::string &name, unsigned depth);

base::Result<Set> with_includes(Set set, const std::filesystem::path &path, unsigned depth)
{
	constexpr unsigned deepest = 4;

	if (depth == deepest)
		return set_error(path.string(), "key 'include': sets include each other, or too deeply");
	// The first one first.
	for (auto name = set.includes.rbegin(); name != set.includes.rend(); ++name) {
		const auto included = load_nested(path.parent_path(), *name, depth + 1);
		if (!included)
			return tl::unexpected(included.error());
		if (std::string why = include_problem(set, *included); !why.empty())
			return set_error(path.string(), "key 'include', the set '" + *name + "': " + why);
		put_before(set.groups, groups_by_themselves(*included));
		put_before(set.explanations, included->explanations);
		for (const std::string &kernel : included->conformance)
			std::erase(set.conformance, kernel);
		put_before(set.conformance, included->conformance);
	}
	return set;
}

base::Result<Set> load_nested(const std::filesystem::path &folder, const std::string &name, unsigned depth)
{
	const bool is_path = name.find('/') != std::string::npos || name.ends_with(".toml");
	const std::filesystem::path path = is_path ? std::filesystem::path{name} : folder / (name + ".toml");
	const auto text = base::read_file(path, std::size_t{1} << 20);

	if (!text) {
		base::Error error = text.error();
		error.code = error.errnum == ENOENT ? base::ExitCode::usage : base::ExitCode::bad_input;
		error.hint = "the sets are the .toml files of " + folder.string();
		return base::fail(std::move(error));
	}
	auto set = parse_set(*text, path.string());
	if (!set || set->includes.empty())
		return set;
	return with_includes(*std::move(set), path, depth);
}

} // namespace

base::Result<Set> parse_set(const std::string &text, const std::string &name)
{
	const auto root = base::parse_toml(text, name);

	if (!root)
		return set_error(name, root.error());
	try {
		return read_set(*root);
	} catch (const WrongValue &error) {
		return set_error(name, error.place + ": " + error.reason);
	} catch (const std::exception &error) {
		return set_error(name, error.what());
	}
}

base::Result<Set> load_set(const std::filesystem::path &folder, const std::string &name)
{
	auto set = load_nested(folder, name, 0);

	if (!set)
		return set;
	if (std::string twice = counted_twice(*set); !twice.empty())
		return set_error(name, "two groups count " + twice);
	return set;
}

} // namespace matrix::plan
