// SPDX-License-Identifier: GPL-2.0
#include "matrix/native/configuration.h"

#include <gmock/gmock.h>

#include "matrix/build/variants.h"
#include "tests/matrix/native/bench_files.h"

namespace matrix::native {
namespace {

using compare::Configuration;
using nlohmann::json;
using testing::HasSubstr;

// A kernel with the LSM framework.
json with_lsms(const std::string &release, const std::string &lsms)
{
	json file = example::bench_json(release, "a");

	file["context"]["kernel"]["lsm"] = lsms;
	return file;
}

Named named(const json &file, const Given &given = {})
{
	auto found = configuration_of(example::bench_file(file), given);

	EXPECT_TRUE(found) << found.error().to_string();
	return found ? std::move(*found) : Named{};
}

std::string refused(const json &file, const Given &given = {})
{
	const auto found = configuration_of(example::bench_file(file), given);

	EXPECT_FALSE(found);
	return found ? "" : found.error().id + ": " + found.error().reason;
}

TEST(Configuration, OfAPackageIsInTheEndOfItsRelease)
{
	EXPECT_EQ(named(example::bench_json("6.12.117-override", "a")).configuration, (Configuration{"override", "gate", "-", "idle"}));
	EXPECT_EQ(named(with_lsms("6.12.117+deb13-amd64-bpf-lsm", "lockdown,capability,bpf")).configuration,
		  (Configuration{"bpf-lsm", "list", "lockdown,bpf", "idle"}));
	EXPECT_EQ(named(with_lsms("6.12.117-bpf-lsm-trampoline-hook", "capability")).configuration,
		  (Configuration{"bpf-lsm", "trampoline-hook", "capability", "idle"}));
	EXPECT_EQ(named(example::bench_json("6.1.170-override", "a")).configuration.variant, "override-6.1");
	EXPECT_EQ(named(with_lsms("6.1.170-bpf-lsm", "bpf")).configuration, (Configuration{"bpf-lsm-6.1", "list", "bpf", "idle"}));
}

// What `hookmatrix package` calls a kernel is what is read back.
TEST(Configuration, OfEveryPackageIsFoundAgain)
{
	for (const build::Variant &row : build::variant_table())
		EXPECT_EQ(build::variant_of_release(std::string{row.kernel} + ".99" + build::release_suffix(row)), &row) << row.name;
	for (const char *release : {"6.12.43+deb13-amd64", "6.18.2-override", "override", "", "6.12.117-overrides"})
		EXPECT_EQ(build::variant_of_release(release), nullptr) << release;
}

TEST(Configuration, OfAnotherKernelHasToBeGiven)
{
	EXPECT_THAT(refused(with_lsms("6.12.43+deb13-amd64", "capability,bpf")), HasSubstr("configuration-unknown: its kernel, 6.12.43+deb13-amd64"));
	const json debian = with_lsms("6.12.43+deb13-amd64", "lockdown,capability,landlock,yama,apparmor");
	EXPECT_EQ(named(debian, {.variant = "bpf-lsm", .dispatch = "static-call-always"}).configuration,
		  (Configuration{"bpf-lsm", "static-call-always", "lockdown,landlock,yama,apparmor", "idle"}));
	EXPECT_EQ(named(debian, {.variant = "debian"}).configuration, (Configuration{"debian", "-", "lockdown,landlock,yama,apparmor", "idle"}));
	// Beside the none of its own version.
	EXPECT_EQ(named(with_lsms("6.18.2-amd64", "bpf"), {.variant = "debian"}).configuration.variant, "debian-6.18");
	EXPECT_THAT(refused(debian, {.variant = "debian-13"}), HasSubstr("bad-option"));
	EXPECT_THAT(refused(debian, {.variant = "Debian"}), HasSubstr("bad-option"));
	EXPECT_THAT(refused(debian, {.variant = "bpf-lsm", .dispatch = "carrier-pigeon"}), HasSubstr("variant-unknown"));
}

TEST(Configuration, IsHeldAgainstWhatTheKernelShowed)
{
	EXPECT_THAT(refused(with_lsms("6.12.117-override", "capability,bpf")), HasSubstr("configuration-contradicted: it would be override, but it has the LSM"));
	EXPECT_THAT(refused(example::bench_json("6.12.117-bpf-lsm", "a")), HasSubstr("no LSM framework"));
	EXPECT_THAT(refused(example::bench_json("6.12.117-none", "a")), HasSubstr("it has hooks for programs"));
	json bare = example::bench_json("6.12.117-override", "a");
	bare["context"]["kernel"]["hooks_shown"] = false;
	EXPECT_THAT(refused(bare), HasSubstr("no hooks for programs"));
	EXPECT_THAT(refused(example::bench_json("6.12.117-override", "a"), {.variant = "override-6.1"}), HasSubstr("of Linux 6.12.117"));
	EXPECT_THAT(refused(with_lsms("6.12.117-bpf-lsm", "bpf"), {.dispatch = "trampoline"}), HasSubstr("the dispatch"));
}

TEST(Configuration, OfAStackIsThatOfTheKernelWithThePoliciesThatAreGiven)
{
	const json file = with_lsms("6.12.117-bpf-lsm", "capability,selinux,bpf");

	EXPECT_EQ(named(file, {.stack = "selinux:mine,bpf"}).configuration.stack, "selinux:mine,bpf");
	EXPECT_THAT(refused(file, {.stack = "apparmor:mine,bpf"}), HasSubstr("had the stack 'selinux,bpf'"));
	json unseen = file;
	unseen["context"]["kernel"]["lsm"] = nullptr;
	unseen["context"]["kernel"]["securityfs"] = false;
	EXPECT_THAT(refused(unseen), HasSubstr("configuration-unknown: its LSMs"));
	EXPECT_EQ(named(unseen, {.stack = "bpf"}).configuration.stack, "bpf");
}

TEST(Configuration, OfAScenarioIsHeldAgainstThePrograms)
{
	json file = example::bench_json("6.12.117-override", "a");

	EXPECT_EQ(named(file).note, "");
	EXPECT_THAT(refused(file, {.scenario = "noop-1"}), HasSubstr("0 programs were attached"));
	file["context"]["kernel"]["hook_programs"] = 2;
	EXPECT_THAT(refused(file), HasSubstr("2 programs were attached to its hooks, which is not 'idle'"));
	EXPECT_THAT(refused(file, {.scenario = "noop-1"}), HasSubstr("which is not 'noop-1'"));
	EXPECT_EQ(named(file, {.scenario = "noop-2"}).programs, 2U);
	EXPECT_EQ(named(file, {.scenario = "protect-paths"}).configuration.scenario, "protect-paths");
	EXPECT_EQ(named(file, {.scenario = "my-policy"}).programs, 2U);
	EXPECT_THAT(refused(file, {.scenario = "my policy"}), HasSubstr("bad-option"));
	file["context"]["kernel"]["hook_programs"] = nullptr;
	EXPECT_THAT(named(file).note, HasSubstr("only root may read it"));
	EXPECT_EQ(named(file, {.scenario = "noop-4"}).programs, 4U);
}

} // namespace
} // namespace matrix::native
