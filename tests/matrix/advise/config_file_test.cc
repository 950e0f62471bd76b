// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/config_file.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include "tests/own_folder.h"

namespace matrix::advise {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ParseRelease, TakesWhatDistributionsWrite)
{
	EXPECT_EQ(parse_release("6.12.43+deb13-amd64").to_string(), "6.12");
	EXPECT_EQ(parse_release("4.18.0-147.5.1.el8_1.x86_64").to_string(), "4.18");
	EXPECT_EQ(parse_release("7.0").to_string(), "7.0");
	for (const char *text : {"", "6", "6.", "x.y", "-6.1", "6.-1", ".12"})
		EXPECT_FALSE(parse_release(text).known()) << text;
}

TEST(Release, OfUnknownVersionIsNeitherBeforeNorSince)
{
	EXPECT_TRUE((Release{6, 12}).since({6, 9}));
	EXPECT_TRUE((Release{5, 19}).before({6, 0}));
	EXPECT_FALSE(Release{}.before({6, 12}));
	EXPECT_FALSE(Release{}.since({6, 12}));
}

TEST(ParseConfig, ReadsHeaderSettingsAndWhatIsNotSet)
{
	const Config config = parse_config("#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86_64 6.17.5-200.fc42.x86_64 Kernel Configuration\n#\n"
					   "CONFIG_BPF=y\nCONFIG_USB=m\n# CONFIG_IMA is not set\nCONFIG_LSM=\"yama,bpf\"\nCONFIG_HZ=250\nCONFIG_BASE=0xff00\n"
					   "CONFIG_SECURITY=y\n",
					   "c");

	EXPECT_EQ(config.title, "6.17.5-200.fc42.x86_64");
	EXPECT_EQ(config.release.to_string(), "6.17");
	EXPECT_EQ(config.arch, "x86");
	EXPECT_TRUE(config.whole);
	EXPECT_TRUE(config.has("BPF"));
	EXPECT_TRUE(config.has("USB"));
	EXPECT_FALSE(config.has("IMA"));
	EXPECT_EQ(config.text("LSM"), "yama,bpf");
	EXPECT_EQ(config.text("HZ"), "");
	EXPECT_EQ(config.value("HZ"), "250");
	EXPECT_THAT(config.remarks, IsEmpty());
}

TEST(ParseConfig, SaysWhatItDidNotUnderstandAndGoesOn)
{
	const Config config = parse_config("  CONFIG_A=y\r\nnonsense\r\nCONFIG_B\r\nCONFIG_C=maybe\r\nCONFIG_D-E=y\r\nCONFIG_A=n\r\n# a comment\r\n", "c");

	EXPECT_FALSE(config.whole);
	EXPECT_EQ(config.value("A"), "n");
	EXPECT_EQ(config.values.size(), 1u);
	EXPECT_THAT(config.remarks, ElementsAre(HasSubstr("line 2 is neither"), HasSubstr("line 3 has no value"), HasSubstr("line 4 has a value"),
						HasSubstr("line 5 has no name"), HasSubstr("line 6 sets CONFIG_A again"), HasSubstr("7 lines end as on Windows")));
}

TEST(ParseConfig, AFileThatIsCutOffIsNoWholeOne)
{
	const std::string start = "# Linux/x86 6.12.43 Kernel Configuration\nCONFIG_64BIT=y\n";
	const auto is_cut = [](const std::string &text) {
		const Config config = parse_config(text, "c");
		EXPECT_NE(config.whole, config.cut_off) << text;
		return config.cut_off;
	};

	EXPECT_TRUE(is_cut(start)) << "CONFIG_SECURITY comes later";
	EXPECT_TRUE(is_cut(start + "CONFIG_SECURITY=y\nCONFIG_LSM=\"ya"));
	EXPECT_TRUE(is_cut(start + "CONFIG_SECURITY=y"));
	EXPECT_TRUE(is_cut(start + "CONFIG_SECURITY=y\n# end of Security options\n")) << "at a line, within the menus";
	EXPECT_FALSE(is_cut(start + "CONFIG_SECURITY=y\n"));
	EXPECT_FALSE(is_cut(start + "# CONFIG_SECURITY is not set\n"));
	EXPECT_FALSE(is_cut(start + "# CONFIG_MULTIUSER is not set\n")) << "of a tiny one Kconfig writes no CONFIG_SECURITY";
	EXPECT_FALSE(is_cut(start + "# end of Security options\n# end of Kernel hacking\nCONFIG_VENDOR=y\n"));
	EXPECT_FALSE(is_cut(start + "# CONFIG_SECURITY is not set\n# end of Security options\n# end of Kernel hacking"));
	EXPECT_FALSE(parse_config("CONFIG_64BIT=y", "f").cut_off) << "a fragment has no end";
}

TEST(ParseConfig, TenThousandBadLinesAreAFewRemarks)
{
	std::string text;

	for (int i = 0; i < 10000; i++)
		text += "?\n";
	const Config config = parse_config(text + "CONFIG_X=y", "c");
	EXPECT_EQ(config.remarks.size(), 21u);
	EXPECT_THAT(config.remarks.back(), HasSubstr("9980 more"));
	EXPECT_TRUE(config.has("X"));
}

TEST(LoadConfig, ReadsPlainAndCompressedFiles)
{
	const tests::OwnFolder own;
	const std::string text = "CONFIG_ARM64=y\n";

	own.write("plain", text);
	const gzFile packed = gzopen((own.path() / "packed.gz").c_str(), "wb");
	ASSERT_EQ(gzwrite(packed, text.data(), static_cast<unsigned>(text.size())), static_cast<int>(text.size()));
	gzclose(packed);
	for (const char *name : {"plain", "packed.gz"}) {
		const auto config = load_config(own.path() / name);
		ASSERT_TRUE(config) << name << ": " << config.error().to_string();
		EXPECT_EQ(config->arch, "arm64");
		EXPECT_FALSE(config->release.known());
	}
}

TEST(LoadConfig, RefusesWhatIsNone)
{
	const tests::OwnFolder own;

	own.write("text", "Dear reader,\n");
	own.write("cut.gz", std::string("\x1f\x8b\x08\x00\x00\x00", 6));
	EXPECT_EQ(load_config(own.path() / "text").error().id, "config-not-one");
	EXPECT_EQ(load_config(own.path() / "absent").error().id, "config-unreadable");
	EXPECT_FALSE(load_config(own.path() / "cut.gz"));
	// Whole lines, and then an end that is none.
	std::string lines;
	for (int i = 0; i < 20000; i++)
		lines += "CONFIG_X" + std::to_string(i * 7919) + "=y\n";
	const gzFile packed = gzopen((own.path() / "long.gz").c_str(), "wb");
	gzwrite(packed, lines.data(), static_cast<unsigned>(lines.size()));
	gzclose(packed);
	EXPECT_TRUE(load_config(own.path() / "long.gz"));
	std::filesystem::resize_file(own.path() / "long.gz", std::filesystem::file_size(own.path() / "long.gz") / 2);
	EXPECT_EQ(load_config(own.path() / "long.gz").error().id, "config-unreadable");
	EXPECT_FALSE(load_config(own.path()));
}

} // namespace
} // namespace matrix::advise
