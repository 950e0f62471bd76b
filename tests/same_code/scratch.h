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

#include <filesystem>
#include <string>

#include "matrix/build/process.h"
#include "tests/own_folder.h"

namespace same_code {

class Scratch {
public:
	[[nodiscard]] const std::filesystem::path &folder() const { return own_.path(); }
	void write(const std::string &file, const std::string &text) const { own_.write(file, text); }
	// As the kernel is compiled where it matters here.
	void compile(const std::string &from, const std::string &to) const
	{
		matrix::build::SystemRunner runner;
		std::filesystem::create_directories((folder() / to).parent_path());
		const auto done = runner.run({.argv = {"gcc", "-O2", "-fno-PIE", "-mcmodel=kernel", "-fcf-protection=none",
						       "-fno-asynchronous-unwind-tables", "-falign-functions=16", "-c",
						       (folder() / from).string(), "-o", (folder() / to).string()},
					      .environment = matrix::build::clean_environment(), .cwd = folder(),
					      .stdin_file = {}, .log = {}, .on_line = {}, .on_tick = {}});
		ASSERT_TRUE(done);
		ASSERT_EQ(done->status, 0) << done->output;
	}

private:
	tests::OwnFolder own_;
};

} // namespace same_code
