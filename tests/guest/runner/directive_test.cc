// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/runner/directive.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "loader/base/files.h"
#include "matrix/build/variants.h"

namespace guest_test {
namespace {

constexpr const char *good = "# comment\nNAME: n\nVARIANTS: none bpf-lsm\nFULL_VARIANTS: override\nNOT_ON: 6.1 it came with 6.12\nAPPEND: lsm=bpf\nCPUS: 4\nRUN: false\n"
			     "EXPECT_STATUS: 1\nEXPECT_OUT: /^a+$/\nRUN_AS_USER: id\nEXPECT_NO_ERR: root\n";

TEST(Directive, AFileBecomesSteps)
{
	const auto test = parse(good, "x.test");

	ASSERT_TRUE(test) << test.error().to_string();
	EXPECT_EQ(test->variants, (std::vector<std::string>{"none", "bpf-lsm"}));
	EXPECT_EQ(test->full_variants, (std::vector<std::string>{"override"}));
	ASSERT_EQ(test->not_on.size(), 1u);
	EXPECT_EQ(test->not_on[0].kernel, "6.1");
	EXPECT_EQ(test->not_on[0].reason, "it came with 6.12");
	EXPECT_EQ(test->cpus, 4u);
	ASSERT_EQ(test->steps.size(), 2u);
	EXPECT_EQ(test->steps[0].status, 1);
	EXPECT_TRUE(test->steps[1].as_user);
	EXPECT_EQ(test->steps[1].status, 0);
	EXPECT_TRUE(holds(test->steps[0].expectations[0], "aaa"));
	EXPECT_FALSE(holds(test->steps[1].expectations[0], "root"));
}

// VARIANTS are booted by `make check`, which builds no other kernels.
TEST(Directive, TheFilesNameKernelsThatAreThere)
{
	std::size_t files = 0;

	for (const auto &entry : std::filesystem::directory_iterator{HOOKMATRIX_SOURCE_DIR "/tests/guest"}) {
		if (entry.path().extension() != ".test")
			continue;
		const auto text = base::read_file(entry.path());
		ASSERT_TRUE(text);
		const auto test = parse(*text, entry.path().string());
		ASSERT_TRUE(test) << test.error().to_string();
		++files;
		for (const std::string &name : test->variants) {
			const matrix::build::Variant *kernel = matrix::build::find_variant(name);
			ASSERT_NE(kernel, nullptr) << name << " in " << entry.path();
			EXPECT_TRUE(kernel->checked && !kernel->debug) << name << " is not built for " << entry.path();
		}
		for (const std::string &name : test->full_variants)
			EXPECT_NE(matrix::build::find_variant(name), nullptr) << name << " in " << entry.path();
	}
	EXPECT_GT(files, 40U);
}

TEST(Directive, BadLinesAreNamed)
{
	const std::string head = "NAME: n\nVARIANTS: none\n";

	for (const char *line : {"RUNS: x", "RUN:", "no colon", "EXPECT_STATUS: 1", "EXPECT_OUTCOME: fine",
				 "TIMEOUT: 0", "TIMEOUT: x", "CPUS: 0", "CPUS: 65", "MEMORY: 1", "RUN: x\nEXPECT_OUT: /(/", "RUN: x\nEXPECT_STATUS: 256",
				 "RUN: x\nSKIP_IF: true", "NOT_ON: 6.1", "NOT_ON:", "RUN: x\nEXPECT_OUT:"}) {
		const auto test = parse(head + line + "\n", "x.test");
		ASSERT_FALSE(test) << line;
		EXPECT_EQ(test.error().id, "bad-directive") << line;
		EXPECT_TRUE(test.error().object.starts_with("x.test:")) << line;
	}
	EXPECT_FALSE(parse("", "x.test"));
}

} // namespace
} // namespace guest_test
