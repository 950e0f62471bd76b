// SPDX-License-Identifier: GPL-2.0
#include "loader/base/exit_codes.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "loader/base/files.h"

namespace {

TEST(ExitCodes, TableHasEachValueAndNameOnce)
{
	std::set<int> values;
	std::set<std::string_view> names;

	for (const auto &row : base::exit_code_table()) {
		EXPECT_TRUE(values.insert(base::to_int(row.code)).second) << row.name;
		EXPECT_TRUE(names.insert(row.name).second) << row.name;
		EXPECT_FALSE(row.meaning.empty()) << row.name;
		EXPECT_GE(base::to_int(row.code), 0);
		EXPECT_LE(base::to_int(row.code), 125) << "126 and up belong to shells and signals";
	}
	EXPECT_TRUE(names.contains("boot-failed"));
}

TEST(ExitCodes, DocumentationHasTheSameRows)
{
	const auto text = base::read_file(HOOKMATRIX_SOURCE_DIR "/docs/exit-codes.md");
	ASSERT_TRUE(text) << text.error().to_string();

	std::size_t documented = 0;
	for (std::size_t at = text->find("\n| "); at != std::string::npos; at = text->find("\n| ", at + 1))
		documented += std::isdigit(static_cast<unsigned char>((*text)[at + 3])) ? 1 : 0;
	EXPECT_EQ(documented, base::exit_code_table().size());

	for (const auto &row : base::exit_code_table()) {
		const std::string line = "| " + std::to_string(base::to_int(row.code)) + " | " + std::string(row.name) +
					 " | " + std::string(row.meaning) + " |";
		EXPECT_NE(text->find(line), std::string::npos) << "docs/exit-codes.md lacks: " << line;
	}
}

} // namespace
