// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/known_symbols.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "matrix/advise/advice.h"
#include "tests/own_folder.h"

namespace matrix::advise {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// A source as the kernel's, of three files.
void write_source(const tests::OwnFolder &own)
{
	own.write("Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 117\nEXTRAVERSION =\n");
	own.write("Kconfig", "mainmenu \"Linux\"\nsource \"arch/$(SRCARCH)/Kconfig\"\nsource \"security/Kconfig\"\nosource \"vendor/Kconfig\"\n");
	own.write("arch/x86/Kconfig", "config X86\n\tdef_bool y\nconfig 64BIT\n\tbool \"64 bits\"\n");
	own.write("security/Kconfig", "menuconfig SECURITY\n\tbool \"models\"\nif SECURITY\nconfig LSM\n\tstring \"order\"\nendif\n"
				      "config CC_VERSION_TEXT\n\tstring\n\tdefault \"$(CC_VERSION_TEXT)\"\n");
}

Config symbols_in(const std::string &release, const std::string &lines)
{
	return parse_config("# Linux/x86 " + release + " Kernel Configuration\nCONFIG_X86=y\nCONFIG_64BIT=y\nCONFIG_SECURITY=y\nCONFIG_LSM=\"yama\"\n"
			    "CONFIG_CC_VERSION_TEXT=\"gcc (Debian 12)\"\n" + lines, "c");
}

TEST(KnownSymbols, WhatNoKconfigFileDefinesIsUnknown)
{
	const tests::OwnFolder own;
	write_source(own);
	const UnknownSymbols unknown = unknown_symbols(symbols_in("6.12.43", "CONFIG_AAA_VENDOR=m\nCONFIG_SECURITY_NEW=y\n# CONFIG_OFF_VENDOR is not set\n"), own.path());

	EXPECT_TRUE(unknown.looked()) << unknown.reason;
	EXPECT_EQ(unknown.kernel, "Linux 6.12.117 (x86)");
	EXPECT_EQ(unknown.settings, 7u);
	EXPECT_THAT(unknown.set, ElementsAre("SECURITY_NEW", "AAA_VENDOR")) << "what is near to the decision comes first";
	EXPECT_THAT(unknown.off, ElementsAre("OFF_VENDOR"));
}

TEST(KnownSymbols, OfASourceThatIsNotWholeNothingIsClaimed)
{
	const tests::OwnFolder own;
	write_source(own);
	std::filesystem::remove(own.path() / "security/Kconfig");
	const UnknownSymbols part = unknown_symbols(symbols_in("6.12.43", ""), own.path());

	EXPECT_FALSE(part.looked());
	EXPECT_THAT(part.reason, HasSubstr("security/Kconfig"));
	EXPECT_THAT(part.reason, Not(HasSubstr("vendor"))) << "that one may be missing";
	EXPECT_THAT(part.set, IsEmpty());
	write_source(own);
	EXPECT_FALSE(unknown_symbols(parse_config("# Linux/arm64 6.12.43 Kernel Configuration\nCONFIG_SECURITY=y\n", "c"), own.path()).looked()) << "arch/arm64 is not there";
	EXPECT_FALSE(unknown_symbols(symbols_in("6.12.43", ""), own.path() / "nowhere").looked());
	EXPECT_TRUE(unknown_symbols(parse_config("CONFIG_SECURITY=y\n", "f"), own.path()).looked()) << "a fragment is taken for one of x86";
}

TEST(KnownSymbols, AreANoteWithAnExplanation)
{
	const tests::OwnFolder own;
	write_source(own);
	const auto finding = [&own](const std::string &release, const std::string &lines) {
		const Config config = symbols_in(release, lines);
		Advice advice = advise(config, {}, {});
		say_unknown(advice, unknown_symbols(config, own.path()));
		const auto found = std::ranges::find(advice.findings, "symbols-unknown", &Finding::id);
		return found == advice.findings.end() ? Finding{} : *found;
	};

	EXPECT_EQ(finding("6.12.43", "").id, "") << "all are known";
	EXPECT_EQ(finding("6.12.43", "CONFIG_A=y\n").weight, Weight::note);
	EXPECT_THAT(finding("6.12.43", "CONFIG_A=y\n").what, HasSubstr("does not know 1 of the 6 symbols that are set, and leaves them out (patches and drivers of a vendor"));
	EXPECT_THAT(finding("6.17.5", "CONFIG_A=y\n").what, HasSubstr("the configuration is of 6.17"));
	EXPECT_EQ(finding("6.17.5", "# CONFIG_A is not set\n").id, "") << "it is off either way";
}

TEST(KnownSymbols, ManyAreANumberAndAllInJson)
{
	const tests::OwnFolder own;
	write_source(own);
	std::string lines;
	for (int i = 10; i < 40; i++)
		lines += "CONFIG_V" + std::to_string(i) + "=y\n";
	const Config config = symbols_in("6.12.43", lines);
	Advice advice = advise(config, {}, {});

	EXPECT_EQ(json(advice)["unknown_symbols"]["reason"], "no source was named");
	say_unknown(advice, unknown_symbols(config, own.path()));
	EXPECT_THAT(markdown(advice), HasSubstr("V21 and 18 more"));
	EXPECT_THAT(markdown(advice), Not(HasSubstr("V22")));
	EXPECT_EQ(json(advice)["unknown_symbols"]["set"].size(), 30u);
}

TEST(KnownSymbols, WithoutASourceThatIsSaid)
{
	const Config config = symbols_in("6.12.43", "CONFIG_A=y\n");
	Advice advice = advise(config, {}, {});

	say_unknown(advice, {});
	EXPECT_EQ(std::ranges::count(advice.findings, "symbols-not-looked-at", &Finding::id), 1);
	EXPECT_EQ(std::ranges::count(advice.findings, "symbols-unknown", &Finding::id), 0);
}

} // namespace
} // namespace matrix::advise
