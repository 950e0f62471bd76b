// SPDX-License-Identifier: GPL-2.0
#include "matrix/plan/set.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "loader/base/files.h"
#include "loader/base/temp_dir.h"
#include "matrix/plan/plan.h"
#include "tests/matrix/plan/sets.h"

namespace matrix::plan {
namespace {

constexpr const char *head = "schema_version = 1\nname = \"t\"\n";
constexpr const char *group = "[[group]]\nvariant = \"none\"\nstacks = [\"-\"]\nscenarios = [\"idle\"]\n";

std::string reason_of(const std::string &text)
{
	const auto set = parse_set(text, "t.toml");

	if (set)
		return "no error";
	EXPECT_EQ(set.error().id, "set-invalid");
	EXPECT_EQ(set.error().object, "t.toml");
	EXPECT_EQ(set.error().code, base::ExitCode::bad_input);
	return set.error().reason;
}

TEST(Set, EveryShippedSetIsRead)
{
	for (const auto &entry : std::filesystem::directory_iterator(sets())) {
		const auto set = load_set(sets(), entry.path().string());
		ASSERT_TRUE(set) << set.error().to_string();
		EXPECT_EQ(set->name, entry.path().stem().string());
		EXPECT_FALSE(set->description.empty());
	}
}

TEST(Set, WhatIsLeftOutHasItsDefault)
{
	const auto set = parse_set(std::string{head} + group, "t.toml");

	ASSERT_TRUE(set) << set.error().to_string();
	EXPECT_TRUE(set->workloads.empty());
	EXPECT_EQ(set->samples, 0U);
	ASSERT_EQ(set->groups.size(), 1U);
	EXPECT_EQ(set->groups[0].dispatch, "-");
	EXPECT_EQ(set->groups[0].boots, 1U);
	EXPECT_TRUE(set->groups[0].workloads.empty());
}

TEST(Set, AnUnknownKeyIsAnErrorWithItsLine)
{
	EXPECT_THAT(reason_of(std::string{head} + "sampels = 3\n" + group), testing::HasSubstr("line 3, key 'sampels'"));
	EXPECT_THAT(reason_of(std::string{head} + group + "boot = 2\n"), testing::HasSubstr("line 7, key 'boot'"));
}

TEST(Set, AWrongValueIsAnErrorWithItsLine)
{
	EXPECT_THAT(reason_of(std::string{head} + "samples = \"many\"\n" + group), testing::HasSubstr("line 3, key 'samples'"));
	EXPECT_THAT(reason_of(std::string{head} + "samples = 0\n" + group), testing::HasSubstr("whole number"));
	EXPECT_THAT(reason_of(std::string{head} + "workloads = [\"pip\"]\n" + group), testing::HasSubstr("'pip' is not known"));
	EXPECT_THAT(reason_of(std::string{head} + group + "workloads = [\"pip\"]\n"), testing::HasSubstr("line 7, key 'workloads'"));
	EXPECT_THAT(reason_of(std::string{head} + "counters = [1]\n" + group), testing::HasSubstr("list of strings"));
	EXPECT_THAT(reason_of(std::string{head} + "workloads = [\"pipe\", \"pipe\"]\n" + group), testing::HasSubstr("twice"));
	EXPECT_THAT(reason_of(std::string{head} + group + "boots = 0\n"), testing::HasSubstr("key 'boots'"));
}

TEST(Set, WhatIsToBeExplainedIsAWorkloadOnTwoCells)
{
	const std::string one = "[[explain]]\nworkload = \"pipe\"\na = \"none\"\nb = \"override/noop-1\"\n";
	const auto set = parse_set(std::string{head} + group + one + one, "t.toml");

	ASSERT_TRUE(set) << set.error().to_string();
	ASSERT_EQ(set->explanations.size(), 2U);
	EXPECT_EQ(set->explanations[1].workload, "pipe");
	EXPECT_EQ(set->explanations[1].b, "override/noop-1");
	EXPECT_THAT(reason_of(std::string{head} + group + "[[explain]]\nworkload = \"pip\"\na = \"\"\nb = \"\"\n"), testing::HasSubstr("'pip' is not known"));
	EXPECT_THAT(reason_of(std::string{head} + group + "[[explain]]\nworkload = \"pipe\"\na = \"none\"\n"), testing::HasSubstr("key 'b': it is missing"));
	EXPECT_THAT(reason_of(std::string{head} + group + one + "c = 1\n"), testing::HasSubstr("key 'c'"));
	EXPECT_THAT(reason_of(std::string{head} + "explain = 3\n" + group), testing::HasSubstr("list of tables"));
}

TEST(Set, ConformanceIsOfKernelsWhoseHooksTakePrograms)
{
	const std::string top = std::string{head} + "conformance = [";
	const auto set = parse_set(top + "\"override\", \"bpf-lsm-list\"]\n" + group, "t.toml");

	ASSERT_TRUE(set) << set.error().to_string();
	EXPECT_THAT(set->conformance, testing::ElementsAre("override", "bpf-lsm-list"));
	EXPECT_THAT(reason_of(top + "\"none\"]\n" + group), testing::HasSubstr("has no hooks that take programs"));
	EXPECT_THAT(reason_of(top + "\"bpf-lsm\"]\n" + group), testing::HasSubstr("is not known"));
	EXPECT_THAT(reason_of(top + "\"override-debug\"]\n" + group), testing::HasSubstr("debug kernel"));
}

TEST(Set, WhatIsMissingIsNamed)
{
	EXPECT_THAT(reason_of(""), testing::HasSubstr("schema_version"));
	EXPECT_THAT(reason_of("schema_version = 2\nname = \"t\"\n"), testing::HasSubstr("schema_version"));
	EXPECT_THAT(reason_of("schema_version = 1\n"), testing::HasSubstr("'name'"));
	EXPECT_THAT(reason_of(head), testing::HasSubstr("'group'"));
	EXPECT_THAT(reason_of(std::string{head} + "[[group]]\nvariant = \"none\"\n"), testing::HasSubstr("'stacks'"));
}

TEST(Set, SyntaxErrorsHaveTheirLine)
{
	EXPECT_THAT(reason_of(std::string{head} + "workloads = [\n"), testing::HasSubstr("line "));
	EXPECT_THAT(reason_of(std::string(1000, '[')), testing::HasSubstr("nested"));
}

TEST(Set, StacksAndScenariosMustSuitTheVariant)
{
	const auto with = [](const char *variant, const char *stack, const char *scenario) {
		return reason_of(std::string{head} + "[[group]]\nvariant = \"" + variant + "\"\nstacks = [\"" + stack +
				 "\"]\nscenarios = [\"" + scenario + "\"]\n");
	};

	EXPECT_EQ(with("override", "-", "noop-all"), "no error");
	EXPECT_EQ(with("bpf-lsm", "capability", "idle"), "no error");
	EXPECT_EQ(with("bpf-lsm", "selinux,bpf", "noop-1"), "no error");
	EXPECT_THAT(with("none", "bpf", "idle"), testing::HasSubstr("no LSM framework"));
	EXPECT_THAT(with("bpf-lsm", "-", "idle"), testing::HasSubstr("'capability' is the least"));
	EXPECT_THAT(with("bpf-lsm", "selinux", "noop-1"), testing::HasSubstr("no program can be attached"));
	EXPECT_THAT(with("none", "-", "noop-1"), testing::HasSubstr("no program can be attached"));
	EXPECT_THAT(with("bpf-lsm", "bpf init=/x", "idle"), testing::HasSubstr("is not the name of an LSM"));
	EXPECT_THAT(with("bpf-lsm", "capability,bpf", "idle"), testing::HasSubstr("capability is in every stack"));
	EXPECT_THAT(with("kernel", "-", "idle"), testing::HasSubstr("not a variant"));
	EXPECT_THAT(with("override-debug", "-", "idle"), testing::HasSubstr("never measured"));
	EXPECT_THAT(with("none", "-", "busy"), testing::HasSubstr("'busy' is not known"));
}

TEST(Set, ADispatchThatTheVariantDoesNotHaveIsAnError)
{
	EXPECT_THAT(reason_of(std::string{head} + group + "dispatch = \"list\"\n"), testing::HasSubstr("key 'dispatch'"));
}

TEST(Set, AListOfKernelVersionsIsAGroupForEach)
{
	const std::string text = std::string{head} + "[[group]]\nvariant = \"bpf-lsm\"\nstacks = [\"bpf\"]\nscenarios = [\"idle\"]\n";
	const auto set = parse_set(text + "kernel_version = [\"6.12\", \"6.1\"]\n", "t.toml");

	ASSERT_TRUE(set) << set.error().to_string();
	ASSERT_EQ(set->groups.size(), 2U);
	EXPECT_EQ(set->groups[0].variant, "bpf-lsm");
	EXPECT_EQ(set->groups[1].variant, "bpf-lsm-6.1");
	EXPECT_EQ(set->groups[1].dispatch, "list");
	// The name alone says the same.
	const auto named = parse_set(std::string{head} + "[[group]]\nvariant = \"bpf-lsm-list-6.1\"\nstacks = [\"bpf\"]\nscenarios = [\"idle\"]\n", "t.toml");
	ASSERT_TRUE(named) << named.error().to_string();
	EXPECT_EQ(named->groups[0].variant, "bpf-lsm-6.1");
	EXPECT_THAT(reason_of(text + "kernel_version = \"6.2\"\n"), testing::HasSubstr("key 'kernel_version': 'bpf-lsm' is not built of Linux '6.2'"));
	EXPECT_THAT(reason_of(text + "kernel_version = \"6.1\"\ndispatch = \"jump-table\"\n"), testing::HasSubstr("not built with the dispatch 'jump-table'"));
}

TEST(Set, AListOfDispatchesIsAGroupForEach)
{
	const std::string text = std::string{head} + "[[group]]\nvariant = \"bpf-lsm\"\nstacks = [\"bpf\"]\nscenarios = [\"idle\"]\n";
	const auto set = parse_set(text + "dispatch = [\"list\", \"jump-table\"]\n", "t.toml");

	ASSERT_TRUE(set) << set.error().to_string();
	ASSERT_EQ(set->groups.size(), 2U);
	EXPECT_EQ(set->groups[0].dispatch, "list");
	EXPECT_EQ(set->groups[1].dispatch, "jump-table");
	EXPECT_THAT(reason_of(text + "dispatch = [\"list\", \"gate\"]\n"), testing::HasSubstr("not built with the dispatch 'gate'"));
	EXPECT_THAT(reason_of(text + "dispatch = [\"\"]\n"), testing::HasSubstr("'' is not known"));
}

TEST(Set, APolicyThatAnLsmDoesNotHaveIsAnError)
{
	const std::string text = std::string{head} + "[[group]]\nvariant = \"bpf-lsm\"\nscenarios = [\"idle\"]\n";

	EXPECT_EQ(reason_of(text + "stacks = [\"yama:admin,bpf\"]\n"), "no error");
	EXPECT_THAT(reason_of(text + "stacks = [\"yama:none,bpf\"]\n"), testing::HasSubstr("there is no policy 'yama:none'"));
}

TEST(Set, AGroupHasCountersAndSamplesOfItsOwn)
{
	const auto set = parse_set(std::string{head} + group + group + "counters = [\"retpolines\"]\nsamples = 5\n", "a.toml");
	ASSERT_TRUE(set) << set.error().to_string();
	const auto boots = make_plan(*set);

	ASSERT_EQ(boots.size(), 2U);
	EXPECT_TRUE(boots[0].counters.empty());
	EXPECT_THAT(boots[1].counters, testing::ElementsAre("retpolines"));
	EXPECT_EQ(boots[1].samples, 5U);
	EXPECT_EQ(boots[1].title(), "none idle (events)");
	EXPECT_THAT(reason_of(std::string{head} + group + "counters = [\"nonesuch\"]\n"), testing::HasSubstr("'nonesuch' is not known here"));

	const auto all = parse_set(std::string{head} + "counters = [\"events\", \"instructions\"]\n" + group, "a.toml");
	ASSERT_TRUE(all) << all.error().to_string();
	EXPECT_THAT(all->counters, testing::IsSupersetOf({"calls", "data-lines", "instructions"}));
	EXPECT_THAT(all->counters, testing::Not(testing::Contains("events")));
}

TEST(Set, WhatTwoGroupsCountIsAnError)
{
	const base::TempDir folder = *base::TempDir::create();
	const std::filesystem::path file = folder.path() / "twice.toml";
	const std::string some = std::string{group} + "workloads = [\"pipe\", \"stat\"]\n";

	ASSERT_TRUE(base::write_file_atomically(file, std::string{head} + some + some + group + "workloads = [\"stat\"]\n"));
	EXPECT_THAT(load_set({}, file.string()).error().reason, testing::HasSubstr("two groups count none idle, stat, instructions"));
	ASSERT_TRUE(base::write_file_atomically(file, std::string{head} + some + group + "workloads = [\"stat\"]\ncounters = [\"calls\"]\n"));
	EXPECT_TRUE(load_set({}, file.string()));
	ASSERT_TRUE(base::write_file_atomically(file, std::string{head} + some + some + "samples = 7\n"));
	EXPECT_THAT(load_set({}, file.string()).error().reason, testing::HasSubstr("two groups count none idle, pipe, instructions"));
}

TEST(Set, BootsOfOneCellHaveNamesOfTheirOwn)
{
	std::string text{head};
	for (const char *event : {"calls", "loads", "stores", "returns"})
		text += std::string{group} + "workloads = [\"pipe\"]\ncounters = [\"" + event + "\"]\n";
	std::set<std::string> titles;
	for (const PlannedBoot &boot : make_plan(parse_set(text, "a.toml").value()))
		EXPECT_TRUE(titles.insert(boot.title()).second) << boot.title();
	EXPECT_EQ(titles.size(), 4U);
}

TEST(Set, WhatIsIncludedComesFirst)
{
	const base::TempDir folder = *base::TempDir::create();
	const auto write = [&folder](const char *name, const std::string &text) {
		ASSERT_TRUE(base::write_file_atomically(folder.path() / (std::string{name} + ".toml"), text));
	};
	const std::string more = "[[group]]\nvariant = \"override\"\nstacks = [\"-\"]\nscenarios = [\"noop-1\"]\n";

	write("a", std::string{head} + "conformance = [\"override\"]\n" + group);
	write("b", std::string{head} + group + "[[explain]]\nworkload = \"pipe\"\na = \"none\"\nb = \"override\"\n");
	write("whole", std::string{head} + "include = [\"a\", \"b\"]\nconformance = [\"bpf-lsm-list\", \"override\"]\n" + more);
	const auto set = load_set(folder.path(), "whole");
	ASSERT_TRUE(set) << set.error().to_string();
	ASSERT_EQ(set->groups.size(), 3U);
	EXPECT_EQ(set->groups[2].variant, "override");
	EXPECT_EQ(set->explanations.size(), 1U);
	EXPECT_THAT(set->conformance, testing::ElementsAre("override", "bpf-lsm-list"));
	EXPECT_EQ(make_plan(*set).size(), 2U); // both have none, idle

	// As that set says, whatever this one has.
	write("other", std::string{head} + "samples = 7\nworkloads = [\"pipe\"]\ncounters = [\"calls\"]\n" + group);
	write("both", std::string{head} + "include = [\"other\"]\n" + group);
	const auto boots = make_plan(load_set(folder.path(), "both").value());
	ASSERT_EQ(boots.size(), 2U);
	EXPECT_THAT(boots[0].workloads, testing::ElementsAre("pipe"));
	EXPECT_THAT(boots[0].counters, testing::ElementsAre("calls"));
	EXPECT_EQ(boots[0].samples, 7U);
	EXPECT_GT(boots[1].workloads.size(), 5U);
	EXPECT_EQ(boots[1].samples, 0U);

	write("unlike", std::string{head} + "samples = 9\ninclude = [\"a\"]\n" + group);
	write("deep", std::string{head} + "include = [\"whole\", \"other\"]\n" + group);
	write("round", std::string{head} + "include = [\"round\"]\n" + group);
	write("gone", std::string{head} + "include = [\"nonesuch\"]\n" + group);
	EXPECT_THAT(load_set(folder.path(), "unlike").error().reason, testing::HasSubstr("the set 'a': it leaves open"));
	EXPECT_EQ(make_plan(load_set(folder.path(), "deep").value()).size(), 3U);
	EXPECT_THAT(load_set(folder.path(), "round").error().reason, testing::HasSubstr("include each other"));
	EXPECT_THAT(load_set(folder.path(), "gone").error().object, testing::HasSubstr("nonesuch.toml"));
	EXPECT_THAT(reason_of(std::string{head} + "include = [\"../x\"]\n" + group), testing::HasSubstr("no name of a set"));
}

TEST(Set, TheFullOneHasWhatTheDefaultOneHas)
{
	std::set<std::string> full;
	const auto whole = load_set(sets(), "full");
	const auto usual = load_set(sets(), "default");
	ASSERT_TRUE(whole && usual);

	for (const PlannedBoot &boot : make_plan(*whole))
		full.insert(boot.title());
	for (const PlannedBoot &boot : make_plan(*usual))
		EXPECT_TRUE(full.contains(boot.title())) << boot.title();
	EXPECT_GT(full.size(), make_plan(*usual).size());
}

TEST(Set, AMissingFileNamesTheFolderOfTheSets)
{
	const auto set = load_set(sets(), "no-such-set");

	ASSERT_FALSE(set);
	EXPECT_EQ(set.error().code, base::ExitCode::usage);
	EXPECT_THAT(set.error().hint, testing::HasSubstr("matrix/sets"));
}

} // namespace
} // namespace matrix::plan
