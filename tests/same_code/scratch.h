// SPDX-License-Identifier: GPL-2.0
//
// A folder for a test of machine code, and the compiler that the kernel's objects
// come from.
//
//   Scratch scratch;
//   scratch.write("a.c", "int f(void) { return 1; }");
//   scratch.compile("a.c", "a.o");
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "loader/base/files.h"
#include "matrix/build/process.h"

namespace same_code {

class Scratch {
public:
	Scratch()
	{
		std::string name = (std::filesystem::temp_directory_path() / "same_code_test.XXXXXX").string();
		EXPECT_NE(::mkdtemp(name.data()), nullptr);
		folder_ = name;
	}
	~Scratch() { std::filesystem::remove_all(folder_); }
	Scratch(const Scratch &) = delete;
	Scratch &operator=(const Scratch &) = delete;

	[[nodiscard]] const std::filesystem::path &folder() const { return folder_; }
	void write(const std::string &file, const std::string &text) const
	{
		std::filesystem::create_directories((folder_ / file).parent_path());
		EXPECT_TRUE(base::write_file_atomically(folder_ / file, text));
	}
	// As the kernel is compiled where it matters here.
	void compile(const std::string &from, const std::string &to) const
	{
		matrix::build::SystemRunner runner;
		std::filesystem::create_directories((folder_ / to).parent_path());
		const auto done = runner.run({.argv = {"gcc", "-O2", "-fno-PIE", "-mcmodel=kernel", "-fcf-protection=none",
						       "-fno-asynchronous-unwind-tables", "-falign-functions=16", "-c",
						       (folder_ / from).string(), "-o", (folder_ / to).string()},
					      .environment = matrix::build::clean_environment(), .cwd = folder_,
					      .stdin_file = {}, .log = {}, .on_line = {}, .on_tick = {}});
		ASSERT_TRUE(done);
		ASSERT_EQ(done->status, 0) << done->output;
	}

private:
	std::filesystem::path folder_;
};

} // namespace same_code
