// SPDX-License-Identifier: GPL-2.0
//
// A folder that one test has to itself. ctest runs each test as a process of its
// own, several at once, and the same ones in two presets: a name that two of them
// know is a race.
//
//   tests::OwnFolder own;
//   own.write("a/b.txt", "text");
//   read(own.path() / "a/b.txt");
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "loader/base/files.h"

namespace tests {

class OwnFolder {
public:
	OwnFolder()
	{
		std::string name = (std::filesystem::temp_directory_path() / "hookmatrix_test.XXXXXX").string();
		EXPECT_NE(::mkdtemp(name.data()), nullptr) << name;
		path_ = name;
	}
	~OwnFolder() { std::filesystem::remove_all(path_); }
	OwnFolder(const OwnFolder &) = delete;
	OwnFolder &operator=(const OwnFolder &) = delete;

	[[nodiscard]] const std::filesystem::path &path() const { return path_; }
	// The whole path of a file with that content; its folders are made.
	std::filesystem::path write(const std::filesystem::path &name, std::string_view content) const
	{
		const std::filesystem::path file = path_ / name;

		std::filesystem::create_directories(file.parent_path());
		EXPECT_TRUE(base::write_file_atomically(file, content)) << file;
		return file;
	}

private:
	std::filesystem::path path_;
};

} // namespace tests
