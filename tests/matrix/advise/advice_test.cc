// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/advice.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <list>
#include <set>
#include <sstream>
#include <string>

#include "matrix/advise/facts.h"
#include "matrix/advise/features.h"

namespace matrix::advise {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char *head = "# Linux/x86 6.12.43 Kernel Configuration\nCONFIG_64BIT=y\n";
constexpr const char *programs = "CONFIG_BPF_SYSCALL=y\nCONFIG_BPF_JIT=y\nCONFIG_BPF_JIT_ALWAYS_ON=y\nCONFIG_BPF_UNPRIV_DEFAULT_OFF=y\nCONFIG_KPROBES=y\n"
				 "CONFIG_UPROBE_EVENTS=y\nCONFIG_KPROBE_EVENTS=y\nCONFIG_FTRACE=y\nCONFIG_FUNCTION_TRACER=y\nCONFIG_DYNAMIC_FTRACE=y\n"
				 "CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS=y\nCONFIG_DEBUG_INFO=y\nCONFIG_DEBUG_INFO_DWARF5=y\nCONFIG_DEBUG_INFO_BTF=y\nCONFIG_SECURITYFS=y\nCONFIG_JUMP_LABEL=y\n"
				 "CONFIG_BPF_EVENTS=y\n";

Figures some_figures()
{
	return {.file = "matrix.json", .reason = {}, .kernel = "6.12.117", .accelerator = "tcg-icount", .caveat = {},
		.columns = {{"none", {}}}, .rows = {{"pipe", {1234.0}}}, .weights = {{"text", {5.0 * 1024 * 1024}}}};
}

Advice of(const Config &config, const Question &question = {}, Figures figures = some_figures()) { return advise(config, question, std::move(figures)); }

TEST(Tables, ConditionsAreWords)
{
	for (const std::string_view condition : all_conditions())
		EXPECT_EQ(condition_problem(condition), "") << condition;
	for (const char *bad : {"!", "lsm:nobody", "since:six", "!since:6.1", "color:red", "compiled:", "policy:many", "own:car", "bits:64", "cmdline:=0"})
		EXPECT_NE(condition_problem(bad), "") << bad;
}

TEST(Tables, RowsHaveReasonsAndSources)
{
	for (const Feature &row : feature_table()) {
		EXPECT_FALSE(row.without.empty() || row.instead.empty() || row.source.empty()) << row.id;
		EXPECT_EQ(row.without.back() == '.', false) << row.id;
	}
}

TEST(Tables, UsersUseFeaturesThatThereAre)
{
	std::set<std::string_view> ids;
	for (const Feature &row : feature_table())
		EXPECT_TRUE(ids.insert(row.id).second) << row.id;
	for (const User &row : user_table()) {
		EXPECT_TRUE(row.feature.empty() || ids.contains(row.feature)) << row.id;
		EXPECT_FALSE(ids.contains(row.id)) << row.id << " is a feature, too";
		EXPECT_FALSE(row.name.empty() || row.without.empty() || row.source.empty()) << row.id;
	}
	const auto names = wanted_names();
	EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size()) << "each once";
	EXPECT_THAT(names, testing::IsSupersetOf({"selinux", "libvirt", "flatpak"}));
}

TEST(Wants, AUserStandsForWhatRunsOfWhatItUses)
{
	const auto of_names = [](const std::set<std::string> &names, const char *lines, const char *words = "") {
		const auto wants = features_wanted(names, parse_config(std::string(head) + "CONFIG_SECURITY=y\n" + lines, "c"), words);
		return wants ? *wants : std::set<std::string>{wants.error().id};
	};
	const char *both = "CONFIG_SECURITY_SELINUX=y\nCONFIG_SECURITY_APPARMOR=y\nCONFIG_LSM=\"apparmor,selinux\"\n";
	using Names = std::set<std::string>;

	EXPECT_EQ(of_names({"ima"}, ""), Names{"ima"});
	EXPECT_EQ(of_names({"snapd"}, ""), Names{"apparmor"}) << "it has one only, whether or not that runs";
	EXPECT_EQ(of_names({"libvirt"}, both), Names{"apparmor"});
	EXPECT_EQ(of_names({"libvirt", "keylime"}, both, "security=selinux"), (Names{"ima", "selinux"}));
	EXPECT_EQ(of_names({"libvirt"}, "CONFIG_LSM=\"yama\"\n"), Names{"want-is-unclear"});
	EXPECT_EQ(of_names({"flatpak"}, both), Names{});
}

TEST(Advise, ALossNamesWhoIsKnownToUseIt)
{
	const Config config = parse_config(std::string(head) + programs + "CONFIG_SECURITY=y\nCONFIG_BPF_LSM=y\nCONFIG_SECURITY_APPARMOR=y\nCONFIG_LSM=\"apparmor\"\n", "c");
	const Advice advice = of(config, {.command_line = {}, .wants = {"apparmor"}, .policies = {}, .asked = {"docker", "flatpak"}});
	const auto ids = [](const std::vector<KnownUser> &users) {
		std::set<std::string> all;
		for (const KnownUser &user : users)
			all.insert(user.id + (user.wanted ? "!" : ""));
		return all;
	};

	ASSERT_EQ(advice.losses.size(), 1u);
	EXPECT_THAT(ids(advice.losses[0].users), testing::IsSupersetOf({"docker!", "snapd", "kubernetes"}));
	EXPECT_FALSE(ids(advice.losses[0].users).contains("podman")) << "SELinux does not run";
	EXPECT_TRUE(ids(advice.stays).contains("flatpak!"));
	EXPECT_THAT(markdown(advice), HasSubstr("\n  - Docker (docker-default) (wanted): containers run without a profile\n"));
	EXPECT_THAT(markdown(advice), HasSubstr("\n\nWhat stays: ")) << "a paragraph, not a part of the list";
	EXPECT_THAT(markdown(advice), HasSubstr("- As before: Flatpak (wanted), by namespaces"));
	EXPECT_EQ(json(advice)["losses"][0]["users"].size(), advice.losses[0].users.size());
	EXPECT_EQ(json(advice)["stays"].size(), advice.stays.size());
	EXPECT_NE(of(config, {.command_line = "apparmor=0", .wants = {}, .policies = {PolicyFit{"p", 1, {}, {}}}, .asked = {"flatpak"}}).recommendation.reason,
		  advice.recommendation.reason) << "what needs nothing is no reason for the framework";
}

TEST(Advice, TheCommandIsOfTheReleaseWhereThereIsOne)
{
	const auto command = [](const std::string &release) {
		return of(parse_config("# Linux/x86 " + release + " Kernel Configuration\nCONFIG_64BIT=y\nCONFIG_SECURITY=y\n", "theirs")).commands.front();
	};

	EXPECT_THAT(command("6.1.55"), HasSubstr(" KERNEL=6.1 CONFIG="));
	EXPECT_THAT(command("6.12.43"), Not(HasSubstr("KERNEL=")));
	EXPECT_THAT(command("6.6.1"), Not(HasSubstr("KERNEL=")));
}

TEST(Facts, OfAFragmentAbsenceIsNoFact)
{
	const Config fragment = parse_config("CONFIG_SECURITY=y\n# CONFIG_IMA is not set\n", "f");
	const LsmStack stack = lsm_stack(fragment, {});
	const Wishes none;
	const Facts facts{fragment, stack, none};

	EXPECT_TRUE(facts.hold("SECURITY !IMA"));
	EXPECT_FALSE(facts.hold("!EVM")) << "it is not named";
	EXPECT_FALSE(facts.hold("since:5.7"));
	EXPECT_FALSE(facts.hold("!arch:x86")) << "none is known";
	EXPECT_FALSE(facts.hold("before:5.7"));
	EXPECT_TRUE(facts.hold(""));
}

TEST(Facts, WordsOfTheCommandLineHaveValues)
{
	const Config config = parse_config("CONFIG_SECURITY=y\n", "f");
	const LsmStack stack = lsm_stack(config, {});
	const Wishes wishes{.features = {}, .command_line = "audit=0x0 lockdown=integrity enforcing=1 enforcing=0 ima-policy=tcb empty= 1=0"};
	const Facts facts{config, stack, wishes};

	for (const char *holds : {"cmdline:audit", "cmdline:audit=0", "cmdline:lockdown=integrity", "cmdline:enforcing=0", "cmdline:ima_policy", "!cmdline:audit=1", "!cmdline:enforcing=1"})
		EXPECT_TRUE(facts.hold(holds)) << holds;
	for (const char *not_so : {"cmdline:lockdown=confidentiality", "cmdline:lock", "cmdline:empty=0", "cmdline:selinux=0", "!cmdline:audit"})
		EXPECT_FALSE(facts.hold(not_so)) << not_so;
}

TEST(Advise, TheMostCommonStateHasItsFinding)
{
	const Config config = parse_config(std::string(head) + programs + "CONFIG_SECURITY=y\nCONFIG_BPF_LSM=y\nCONFIG_SECURITY_YAMA=y\nCONFIG_LSM=\"yama\"\n", "c");
	const Advice advice = of(config);

	ASSERT_FALSE(advice.findings.empty());
	EXPECT_EQ(advice.findings.front().id, "bpf-lsm-not-in-list");
	const Advice booted = of(config, {.command_line = "lsm=yama,bpf", .wants = {}, .policies = {}});
	EXPECT_EQ(booted.findings.front().id, "lsm-on-command-line");
	EXPECT_EQ(std::ranges::count(booted.findings, "bpf-lsm-not-in-list", &Finding::id), 0);
	EXPECT_THAT(booted.fragment, Contains("CONFIG_LSM=\"yama,bpf\""));
}

TEST(Advise, AWantedOneComesBeforeThoseThatItExcludes)
{
	const Config config = parse_config(std::string(head) + programs + "CONFIG_SECURITY=y\nCONFIG_BPF_LSM=y\nCONFIG_SECURITY_YAMA=y\nCONFIG_SECURITY_APPARMOR=y\n"
					   "CONFIG_LSM=\"yama,apparmor,bpf\"\n", "c");

	EXPECT_THAT(of(config, {.command_line = {}, .wants = {"selinux"}, .policies = {}}).fragment, Contains("CONFIG_LSM=\"yama,selinux,apparmor,bpf\""));
	EXPECT_EQ(exclusive_wants({"selinux", "ima", "apparmor"}).size(), 2u);
	EXPECT_EQ(exclusive_wants({"selinux", "tomoyo"}).size(), 1u);
}

TEST(Advise, OfThoseThatExcludeEachOtherTheFragmentNamesTheOneThatRuns)
{
	const auto fragment = [](const std::string &lines, const std::set<std::string> &wants = {}) {
		const Config config = parse_config(std::string(head) + programs + "CONFIG_SECURITY=y\nCONFIG_SECURITY_APPARMOR=y\n" + lines, "c");
		return of(config, {.command_line = {}, .wants = wants, .policies = {}}).fragment;
	};
	const std::string both = "CONFIG_SECURITY_SELINUX=y\nCONFIG_LSM=\"apparmor,selinux\"\n";

	EXPECT_THAT(fragment(both), testing::IsSupersetOf({"# apparmor, selinux exclude each other: apparmor comes first and is the one that runs.",
							   "CONFIG_LSM=\"apparmor,selinux,bpf\""}));
	EXPECT_THAT(fragment(both, {"selinux"}), Contains("# selinux, apparmor exclude each other: selinux comes first and is the one that runs."));
	EXPECT_THAT(fragment("CONFIG_LSM=\"apparmor,selinux\"\n"), Not(Contains(HasSubstr("exclude")))) << "SELinux is not compiled in";
	EXPECT_THAT(fragment("CONFIG_SECURITY_SELINUX=y\nCONFIG_BPF_LSM=y\nCONFIG_LSM=\"apparmor,selinux,bpf\"\n"), Not(Contains(HasSubstr("exclude")))) << "there is no line to explain";
	for (const std::string &line : fragment(both))
		EXPECT_LE(line.size(), 110u) << line;
}

TEST(Advise, AWishIsStrongerThanWhatRuns)
{
	const Config config = parse_config(std::string(head) + programs + "CONFIG_SECURITY=y\nCONFIG_BPF_LSM=y\nCONFIG_LSM=\"bpf\"\n", "c");
	const Advice plain = of(config, {.command_line = {}, .wants = {}, .policies = {PolicyFit{"p", 1, {}, {}}}});
	const Advice wanted = of(config, {.command_line = {}, .wants = {"ima", "landlock"}, .policies = {}});

	EXPECT_EQ(plain.recommendation.variant, "override");
	EXPECT_EQ(plain.recommendation.confidence, Confidence::medium);
	EXPECT_THAT(plain.recommendation.capped, IsEmpty());
	EXPECT_THAT(plain.fragment, Contains("# CONFIG_SECURITY is not set"));
	EXPECT_THAT(plain.fragment, Contains("CONFIG_BPF_OVERRIDE_RETURN=y"));
	EXPECT_EQ(plain.fragment.size(), 2u) << "the rest is there";
	EXPECT_EQ(wanted.recommendation.variant, "bpf-lsm");
	EXPECT_EQ(wanted.recommendation.confidence, Confidence::high);
	EXPECT_THAT(wanted.fragment, Contains("CONFIG_IMA=y"));
	EXPECT_THAT(wanted.fragment, Contains("CONFIG_LSM=\"bpf,landlock\""));
	EXPECT_THAT(text(wanted), HasSubstr("(wanted)"));
}

TEST(Advise, APolicyThatOverrideRefusesIsNoReasonForIt)
{
	const Config config = parse_config(std::string(head) + programs + "CONFIG_SECURITY=y\nCONFIG_BPF_LSM=y\nCONFIG_LSM=\"bpf\"\n", "c");
	const Advice advice = of(config, {.command_line = "lsm=bpf", .wants = {}, .policies = {PolicyFit{"p", 1, {}, {"program of a cgroup"}}}});

	EXPECT_EQ(advice.recommendation.variant, "bpf-lsm");
	EXPECT_THAT(advice.recommendation.reason, HasSubstr("lsm_cgroup/"));
	EXPECT_THAT(text(advice), HasSubstr("p, override refuses: program of a cgroup"));
	EXPECT_THAT(text(advice), Not(HasSubstr("both roads take")));
	EXPECT_EQ(json(advice)["policies"][0]["needs_framework"][0], "program of a cgroup");
}

TEST(Advise, KnowsTheKernelsOfThisProject)
{
	const auto ids = [](const std::string &lines) {
		const Config config = parse_config(std::string(head) + programs + "CONFIG_HAVE_STATIC_CALL=y\n" + lines, "c");
		std::set<std::string> all;
		for (const Finding &finding : of(config).findings)
			all.insert(finding.id);
		return all;
	};
	const std::string lsm = "CONFIG_SECURITY=y\nCONFIG_BPF_LSM=y\nCONFIG_LSM=\"bpf\"\n";
	const auto mainline = ids(lsm);

	EXPECT_THAT(mainline, testing::IsSupersetOf({"static-calls", "bpf-called-idle", "ftrace-silences-programs"}));
	for (const auto &[symbol, id] : {std::pair{"LIST", "lists"}, std::pair{"STATIC_CALL", "static-calls"}, std::pair{"JUMP_TABLE", "jump-table"}, std::pair{"TRAMPOLINE", "trampoline"}}) {
		const std::string dispatch = lsm + "CONFIG_SECURITY_DISPATCH_" + symbol + "=y\n";
		EXPECT_THAT(ids(dispatch), testing::IsSupersetOf({id, "bpf-free-idle"})) << symbol;
		EXPECT_FALSE(ids(dispatch).contains("bpf-called-idle")) << symbol;
		EXPECT_FALSE(ids(dispatch).contains("ftrace-silences-programs")) << symbol;
		EXPECT_EQ(ids(dispatch).contains("static-calls"), std::string{symbol} == "STATIC_CALL") << symbol;
		EXPECT_THAT(ids(dispatch + "CONFIG_BPF_LSM_ALWAYS_CALL=y\n"), Contains("bpf-called-idle")) << symbol;
	}
	const auto overriding = ids("# CONFIG_SECURITY is not set\nCONFIG_BPF_OVERRIDE_RETURN=y\n");
	EXPECT_TRUE(overriding.contains("override-hooks"));
	EXPECT_FALSE(overriding.contains("no-framework"));
	EXPECT_FALSE(overriding.contains("symbol-of-another-release"));
}

TEST(Advise, NothingIsBuiltForX86With32Bits)
{
	for (const char *theirs : {"# Linux/i386 6.12.43 Kernel Configuration\nCONFIG_X86_32=y\nCONFIG_SECURITY=y\n",
				   "# Linux/x86 6.12.43 Kernel Configuration\n# CONFIG_64BIT is not set\nCONFIG_SECURITY=y\n", "CONFIG_X86_32=y\nCONFIG_SECURITY=y\n"}) {
		const Config config = parse_config(theirs, "c");
		const Advice advice = of(config, {.command_line = {}, .wants = {"ima"}, .policies = {}});
		EXPECT_EQ(std::ranges::count(advice.findings, "32-bits", &Finding::id), 1) << theirs;
		EXPECT_EQ(advice.recommendation.variant, "unchanged") << theirs;
		EXPECT_THAT(advice.fragment, IsEmpty()) << theirs;
		EXPECT_THAT(advice.commands, IsEmpty()) << theirs;
		EXPECT_THAT(advice.roads, IsEmpty()) << theirs;
		EXPECT_THAT(text(advice), Not(HasSubstr("make variant="))) << theirs;
	}
	EXPECT_FALSE(parse_config("CONFIG_SECURITY=y\n", "f").is_32_bit_x86()) << "a fragment says nothing of it";
	EXPECT_FALSE(parse_config("CONFIG_X86=y\n", "f").is_32_bit_x86());
	EXPECT_FALSE(parse_config("# Linux/x86_64 6.12.43 Kernel Configuration\nCONFIG_X86_64=y\n", "c").is_32_bit_x86());
}

TEST(Advise, EachRoadTakesAndGives)
{
	std::list<Config> configs; // an advice speaks of one
	const auto roads = [&configs](const std::string &lines, const Question &question = {}) {
		return of(configs.emplace_back(parse_config(std::string(head) + programs + lines, "c")), question);
	};
	const auto says = [](const Advice &advice, const std::string &variant, bool gives, const char *what) {
		const auto road = std::ranges::find(advice.roads, variant, &Road::variant);
		return std::ranges::any_of(gives ? road->gives : road->takes, [what](const RoadPoint &point) { return point.what.find(what) != std::string::npos; });
	};
	const std::string mainline = "CONFIG_SECURITY=y\nCONFIG_BPF_LSM=y\nCONFIG_LSM=\"bpf\"\n";
	const Advice advice = roads(mainline);

	ASSERT_EQ(advice.roads.size(), 3u);
	for (const Road &road : advice.roads) {
		EXPECT_FALSE(road.hooks.what.empty() || road.gives.empty() || road.takes.empty()) << road.variant;
		EXPECT_FALSE(road.hooks.source.empty()) << road.variant;
	}
	EXPECT_THAT(advice.roads.back().hooks.what, testing::StartsWith("dispatch static-call"));
	EXPECT_TRUE(says(advice, "bpf-lsm", true, "mainline calls an empty function"));
	EXPECT_FALSE(says(advice, "none", false, "--policy"));
	const Advice own = roads(mainline + "CONFIG_SECURITY_DISPATCH_JUMP_TABLE=y\n");
	EXPECT_TRUE(says(own, "bpf-lsm", false, "the dispatch that this kernel has"));
	EXPECT_FALSE(says(own, "bpf-lsm", true, "an idle bpf"));
	EXPECT_FALSE(says(roads(mainline + "CONFIG_SECURITY_DISPATCH_LIST=y\n"), "bpf-lsm", false, "the dispatch that this kernel has"));
	const Advice cgrouped = roads(mainline, {.command_line = {}, .wants = {}, .policies = {PolicyFit{"p", 1, {}, {"program of a cgroup"}}}});
	EXPECT_TRUE(says(cgrouped, "none", false, "--policy") && says(cgrouped, "override", false, "lsm_cgroup/") && says(cgrouped, "bpf-lsm", true, "lsm_cgroup/"));
	EXPECT_THAT(markdown(cgrouped), HasSubstr("\n- bpf-lsm (recommended). Hooks: dispatch static-call"));
	EXPECT_THAT(markdown(cgrouped), HasSubstr("\n  - gives hooks that cost nothing\n"));
	EXPECT_EQ(json(cgrouped)["roads"].size(), 3u);
	EXPECT_EQ(json(cgrouped)["roads"][0]["variant"], "none");
}

// What is listed is all there is to change: with all of it another kernel is recommended, with all but one the same.
TEST(Advise, AllThatIsListedChangesTheAnswer)
{
	const std::vector<std::pair<std::string, std::string>> all{{"apparmor", "SECURITY_APPARMOR"}, {"lockdown", "SECURITY_LOCKDOWN_LSM"}, {"", "IMA"}, {"yama", "SECURITY_YAMA"}};
	const auto without = [&](std::size_t first, std::size_t end) {
		std::string lines;
		std::string order;
		for (std::size_t i = 0; i < all.size(); i++) {
			if (i >= first && i < end)
				continue;
			lines += "CONFIG_" + all[i].second + "=y\n";
			order += all[i].first.empty() ? "" : "," + all[i].first;
		}
		return parse_config(std::string(head) + programs + "CONFIG_SECURITY=y\nCONFIG_BPF_LSM=y\n" + lines + "CONFIG_LSM=\"" + order + "\"\n", "c");
	};
	const Config whole = without(0, 0);
	const Advice advice = of(whole);

	EXPECT_EQ(advice.recommendation.variant, "bpf-lsm");
	EXPECT_EQ(advice.recommendation.also.size(), 3u) << "lockdown, IMA, yama";
	EXPECT_EQ(of(without(0, 1)).recommendation.variant, "bpf-lsm") << "AppArmor alone changes nothing";
	EXPECT_EQ(of(without(0, 3)).recommendation.variant, "bpf-lsm");
	EXPECT_EQ(of(without(1, 4)).recommendation.variant, "bpf-lsm");
	EXPECT_EQ(of(without(0, 4)).recommendation.variant, "none");
	EXPECT_THAT(text(advice), HasSubstr("override, or none where no policy is to run, instead only if all of this is so: no profile of"));
	EXPECT_EQ(json(advice)["recommendation"]["also"].size(), 3u);
}

TEST(Advise, IsNeverStrongerThanTheData)
{
	const Config config = parse_config(std::string(head) + programs + "CONFIG_SECURITY=y\nCONFIG_BPF_LSM=y\nCONFIG_LSM=\"bpf\"\n", "c");
	Figures none;
	none.reason = "nothing was run";
	const Advice advice = of(config, {.command_line = {}, .wants = {}, .policies = {PolicyFit{"p", 1, {}, {}}}}, none);

	EXPECT_EQ(advice.recommendation.confidence, Confidence::low);
	EXPECT_THAT(advice.recommendation.capped, Contains(HasSubstr("nothing was run")));
	EXPECT_THAT(text(advice), HasSubstr("No figures: nothing was run"));
}

TEST(Advise, WithoutAFrameworkAndAPolicyNothingIsPaidFor)
{
	const Config config = parse_config(std::string(head) + programs + "# CONFIG_SECURITY is not set\n", "c");

	EXPECT_EQ(of(config).recommendation.variant, "none");
	EXPECT_THAT(of(config).fragment, IsEmpty());
	EXPECT_EQ(of(config, {.command_line = {}, .wants = {}, .policies = {PolicyFit{"p", 1, {}, {}}}}).recommendation.variant, "override");
}

// What a word of the command line changes: a finding, or nothing where it is none.
TEST(Advise, WordsOfTheCommandLineAreFindings)
{
	struct Row {
		const char *lines;
		const char *words;
		const char *id; // one finding more than without the words
	};
	const std::string always = std::string(head) + programs + "CONFIG_SECURITY=y\nCONFIG_AUDIT=y\n";
	const std::string selinux = "CONFIG_SECURITY_SELINUX=y\nCONFIG_SECURITY_SELINUX_DEVELOP=y\nCONFIG_LSM=\"selinux\"\n";
	const std::string rest = "CONFIG_SECURITY_SELINUX=y\nCONFIG_SECURITY_LOCKDOWN_LSM=y\nCONFIG_SECURITY_YAMA=y\nCONFIG_SECURITY_IPE=y\nCONFIG_BPF_LSM=y\nCONFIG_IMA=y\n"
				 "CONFIG_IMA_APPRAISE=y\nCONFIG_IMA_APPRAISE_BOOTPARAM=y\nCONFIG_EVM=y\n";
	const std::string all = rest + "CONFIG_LSM=\"lockdown,yama,selinux,ipe,bpf\"\n";
	const std::string none = rest + "CONFIG_LSM=\"\"\n";
	const auto ids = [&always](const std::string &lines, const char *words) {
		std::multiset<std::string> found;
		for (const Finding &finding : of(parse_config(always + lines, "c"), {.command_line = words, .wants = {}, .policies = {}}).findings)
			found.insert(finding.id);
		return found;
	};

	for (const auto &[lines, words, id] : {
		     Row{selinux.c_str(), "enforcing=0", "selinux-permissive"}, {selinux.c_str(), "enforcing=1", "selinux-enforcing"}, {all.c_str(), "enforcing=0", "word-unheard"},
		     {none.c_str(), "enforcing=1", "word-unheard"}, {"CONFIG_LSM=\"\"\n", "enforcing=1", "word-unheard"}, {all.c_str(), "selinux=0", "word-unheard"},
		     {all.c_str(), "lockdown=integrity", "lockdown-on"}, {all.c_str(), "lockdown=confidentiality", "lockdown-on"}, {all.c_str(), "lockdown=none", "word-unheard"},
		     {none.c_str(), "lockdown=integrity", "word-unheard"}, {"CONFIG_LSM=\"\"\n", "lockdown=integrity", "word-unheard"},
		     {all.c_str(), "ima_policy=tcb|appraise_tcb", "ima-policy"}, {all.c_str(), "ima_tcb", "ima-policy"}, {selinux.c_str(), "ima_policy=tcb", "word-unheard"},
		     {all.c_str(), "ima_appraise=off", "ima-appraises-nothing"}, {all.c_str(), "ima_appraise=fix", "ima-appraises-nothing"},
		     {all.c_str(), "ima_appraise=log", "ima-appraises-nothing"}, {selinux.c_str(), "ima_appraise=off", "word-unheard"}, {all.c_str(), "evm=fix", "evm-fix"},
		     {all.c_str(), "ipe.enforce=0", "ipe-permissive"}, {all.c_str(), "audit=0", "audit-off"}, {all.c_str(), "audit=off", "audit-off"},
		     {all.c_str(), "audit=1", "audit-on"}, {all.c_str(), "sysctl.kernel.unprivileged_bpf_disabled=0", "unprivileged-bpf"},
		     {all.c_str(), "sysctl.net.core.bpf_jit_enable=0", "word-unheard"}, {all.c_str(), "sysctl.kernel.yama.ptrace_scope=0", "yama-classic"},
		     {none.c_str(), "sysctl.kernel.yama.ptrace_scope=1", "word-unheard"}}) {
		auto expected = ids(lines, "");
		expected.insert(id);
		EXPECT_EQ(ids(lines, words), expected) << words << " with " << lines;
	}
	for (const char *nothing : {"ima_appraise=enforce", "selinux=1", "apparmor=1", "sysctl.kernel.unprivileged_bpf_disabled=1"})
		EXPECT_EQ(ids(all, nothing), ids(all, "")) << nothing;
	EXPECT_EQ(ids(all, "sysctl.kernel.ftrace_enabled=0").count("programs-silenced"), 1u);
	EXPECT_EQ(ids(all, "sysctl.kernel.ftrace_enabled=0").count("ftrace-silences-programs"), 0u) << "it is so already";
	// A fragment says nothing of what it does not name.
	EXPECT_THAT(of(parse_config("CONFIG_BPF_LSM=y\n", "f"), {.command_line = "lockdown=integrity enforcing=1 ima_policy=tcb audit=0", .wants = {}, .policies = {}}).findings,
		    Not(Contains(testing::Field(&Finding::id, "word-unheard"))));
}

TEST(Advise, APermissiveSelinuxIsAWeakReason)
{
	const Config config = parse_config(std::string(head) + programs + "CONFIG_SECURITY=y\nCONFIG_SECURITY_SELINUX=y\nCONFIG_SECURITY_SELINUX_DEVELOP=y\nCONFIG_LSM=\"selinux\"\n", "c");
	const Advice permissive = of(config, {.command_line = "enforcing=0", .wants = {}, .policies = {}});

	EXPECT_EQ(of(config).recommendation.confidence, Confidence::medium);
	EXPECT_EQ(permissive.recommendation.variant, "bpf-lsm");
	EXPECT_EQ(permissive.recommendation.confidence, Confidence::low);
	EXPECT_THAT(permissive.recommendation.reason, HasSubstr("permissive"));
	EXPECT_THAT(permissive.recommendation.also, IsEmpty());
	EXPECT_THAT(text(of(config, {.command_line = "selinux=0 lsm=yama", .wants = {}, .policies = {}})), HasSubstr("takes away selinux"));
	EXPECT_THAT(text(of(config, {.command_line = "quiet", .wants = {}, .policies = {}})), HasSubstr("changes nothing of which LSMs run"));
	EXPECT_THAT(json(of(config, {.command_line = "lsm=yama", .wants = {}, .policies = {}}))["today"]["command_line_removes"], testing::ElementsAre("selinux"));
}

TEST(Advise, SymbolsOfOtherReleasesAreFindings)
{
	const Config old = parse_config("# Linux/x86 5.10.1 Kernel Configuration\nCONFIG_64BIT=y\nCONFIG_SECURITY=y\nCONFIG_SECURITY_LANDLOCK=y\nCONFIG_LSM=\"yama\"\n", "c");
	const Config young = parse_config(std::string(head) + "CONFIG_SECURITY=y\nCONFIG_DEFAULT_SECURITY=\"selinux\"\nCONFIG_SECURITY_SELINUX_DISABLE=y\n", "c");
	const auto count = [](const Advice &advice) {
		return std::ranges::count(advice.findings, "symbol-of-another-release", &Finding::id);
	};

	EXPECT_EQ(count(of(old)), 1);
	EXPECT_EQ(count(of(young)), 2);
}

TEST(Render, SaysTheSameInThreeFormats)
{
	const Config config = parse_config(std::string(head) + programs + "CONFIG_SECURITY=y\nCONFIG_BPF_LSM=y\nCONFIG_SECURITY_SELINUX=y\nCONFIG_LSM=\"selinux,bpf\"\n", "c");
	const Advice advice = of(config);
	const auto as_json = json(advice);

	EXPECT_EQ(as_json["schema_version"], 1);
	EXPECT_EQ(as_json["recommendation"]["variant"], "bpf-lsm");
	EXPECT_EQ(as_json["figures"]["rows"][0]["instructions"]["none"], 1234.0);
	EXPECT_EQ(as_json["figures"]["weights"][0]["bytes"]["none"], 5.0 * 1024 * 1024);
	for (const std::string &page : {text(advice), markdown(advice)}) {
		EXPECT_THAT(page, HasSubstr(advice.recommendation.reason.substr(0, 40)));
		EXPECT_THAT(page, HasSubstr("1234"));
		EXPECT_THAT(page, HasSubstr("5120")) << "KiB";
		EXPECT_THAT(page, HasSubstr("CONFIG_SECURITY_DISPATCH_STATIC_CALL=y"));
	}
	EXPECT_THAT(markdown(advice), HasSubstr("\n## Recommendation\n"));
	std::istringstream lines{text(advice)};
	for (std::string line; std::getline(lines, line);)
		if (line.find("scripts/kconfig") == std::string::npos && line.find("hookmatrix") == std::string::npos && line.find("make variant=") == std::string::npos)
			EXPECT_LE(line.size(), 120u) << line;
}

} // namespace
} // namespace matrix::advise
