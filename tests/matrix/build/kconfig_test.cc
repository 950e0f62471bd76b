// SPDX-License-Identifier: GPL-2.0
#include <gtest/gtest.h>

#include "matrix/build/explain.h"
#include "matrix/build/kconfig.h"
#include "tests/own_folder.h"

namespace matrix::build {

namespace {

constexpr const char *text = R"(menu "Security"
	depends on NET
config LSM
	bool "BPF LSM"
	depends on SECURITY && \
		BPF
	help
	  depends on NOTHING

config PICKY
	bool "picky" if EXPERT
	select CRC if NET
endmenu
config CRC
	bool
)";

std::vector<std::string> explain(const char *name, const char *wish, const char *got, const ConfigValues &values)
{
	auto tree = std::make_shared<KconfigTree>();
	parse_kconfig(*tree, text, "Kconfig", {}, "x86");
	return Explainer{tree, values}.explain({.name = name, .value = wish, .file = "f", .line = 1}, got);
}

} // namespace

TEST(KconfigExpr, EvaluatesAndNamesWhatIsUnmet)
{
	const ConfigValues values{{"A", "y"}, {"N", "4"}};
	EXPECT_EQ(evaluate(*parse_expr("A && !B"), values), Tri::y);
	EXPECT_EQ(evaluate(*parse_expr("A && $(cc-option,-x)"), values), Tri::unknown);
	EXPECT_EQ(evaluate(*parse_expr("B && $(cc-option,-x)"), values), Tri::n);
	EXPECT_EQ(evaluate(*parse_expr("N >= 4"), values), Tri::y);
	EXPECT_EQ(unmet_terms(*parse_expr("A && (B || C)"), values, Tri::y),
		  std::vector<std::string>{"one of: B (=n), C (=n)"});
	EXPECT_EQ(parse_expr("A &&"), nullptr);
	EXPECT_EQ(parse_expr(std::string(5000, '(')), nullptr);
}

TEST(Explain, NamesTermPlaceAndMenu)
{
	EXPECT_EQ(explain("LSM", "y", "n", {{"NET", "y"}, {"BPF", "y"}}),
		  std::vector<std::string>{"depends on SECURITY (=n) is not met, at Kconfig:5"});
	EXPECT_EQ(explain("PICKY", "y", "n", {{"EXPERT", "y"}}),
		  std::vector<std::string>{"depends on NET (=n) is not met, at Kconfig:2"});
}

TEST(Kconfig, SaysWhichSourcedFilesAreMissing)
{
	const tests::OwnFolder own;
	own.write("Kconfig", "source \"a/Kconfig\"\nsource \"b/Kconfig\"\nosource \"c/Kconfig\"\nsource \"$(UNKNOWN)/Kconfig\"\n");
	own.write("a/Kconfig", "config A\n\tbool\nrsource \"Kconfig.more\"\norsource \"Kconfig.none\"\n");
	own.write("a/Kconfig.more", "config MORE\n\tbool\n");
	const auto tree = read_kconfig(own.path());

	EXPECT_EQ(tree->missing, (std::vector<std::string>{"b/Kconfig", "$(UNKNOWN)/Kconfig"}));
	EXPECT_EQ(tree->symbols.size(), 2u);
	EXPECT_TRUE(read_kconfig(own.path() / "a" / "nowhere")->symbols.empty());
}

TEST(Explain, NamesWhoSelectsAndWhatIsNear)
{
	EXPECT_EQ(explain("CRC", "n", "y", {{"NET", "y"}, {"PICKY", "y"}, {"CRC", "y"}}),
		  std::vector<std::string>{"selected by PICKY (=y), at Kconfig:12"});
	EXPECT_EQ(explain("PICKI", "y", "n", {}),
		  std::vector<std::string>{"no such symbol in this source; the nearest: PICKY"});
}

} // namespace matrix::build
