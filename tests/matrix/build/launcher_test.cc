// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/launcher.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "matrix/build/kbuild.h"
#include "tests/own_folder.h"

namespace fs = std::filesystem;

namespace matrix::build {
namespace {

using testing::HasSubstr;
using testing::Not;

// A machine with these programs, an empty home, and no variables of launchers.
class Launchers : public ::testing::Test {
protected:
	Launchers() : path_(std::getenv("PATH"))
	{
		const char *home = std::getenv("HOME");
		home_ = home != nullptr ? home : "";
		fs::create_directories(own_.path() / "bin");
		::setenv("PATH", (own_.path() / "bin").c_str(), 1);
		::setenv("HOME", own_.path().c_str(), 1);
		::setenv("XDG_CACHE_HOME", (own_.path() / "cache").c_str(), 1);
		for (const char *name : names)
			::unsetenv(name);
	}
	~Launchers() override
	{
		::setenv("PATH", path_.c_str(), 1);
		::setenv("HOME", home_.c_str(), 1);
		::unsetenv("XDG_CACHE_HOME");
		for (const char *name : names)
			::unsetenv(name);
	}

	void install(const std::string &program) const
	{
		const fs::path file = own_.path() / "bin" / program;
		std::ofstream{file} << "#!/bin/sh\n";
		::chmod(file.c_str(), 0755);
	}

	static constexpr const char *names[] = {"CCACHE_BASEDIR", "CCACHE_DIR", "CCACHE_PREFIX", "CCACHE_MAXSIZE", "CCACHE_REMOTE_STORAGE", "CCACHE_DEPEND", "CCACHE_NOHASHDIR", "CCACHE_COMPRESS", "DISTCC_HOSTS", "DISTCC_VERBOSE",
						"ICECC_VERSION", "SCCACHE_DIR"};
	tests::OwnFolder own_;
	std::string path_;
	std::string home_;
};

TEST_F(Launchers, NothingThereIsTheCompilerItself)
{
	const Launcher launcher = find_launcher("/p");

	EXPECT_EQ(launcher.cc, "gcc");
	EXPECT_TRUE(launcher.environment.empty());
	EXPECT_EQ(launcher.said, "");
}

TEST_F(Launchers, OurOwnCcacheIsNotTalkedAbout)
{
	install("ccache");
	const Launcher launcher = find_launcher("/p");

	EXPECT_EQ(launcher.cc, "ccache gcc");
	EXPECT_EQ(launcher.environment.at("CCACHE_BASEDIR"), "/p");
	EXPECT_THAT(launcher.environment.at("CCACHE_DIR"), HasSubstr("hookmatrix"));
	EXPECT_EQ(launcher.said, "");
	EXPECT_FALSE(launcher.distributed);
}

TEST_F(Launchers, TheirCcacheIsTheirs)
{
	install("ccache");
	::setenv("CCACHE_DIR", "/big", 1);
	::setenv("CCACHE_REMOTE_STORAGE", "redis://cache", 1);
	const Launcher launcher = find_launcher("/p");

	EXPECT_EQ(launcher.environment.at("CCACHE_DIR"), "/big");
	EXPECT_EQ(launcher.environment.at("CCACHE_REMOTE_STORAGE"), "redis://cache");
	EXPECT_EQ(launcher.environment.count("CCACHE_MAXSIZE"), 0U);
	EXPECT_THAT(launcher.said, HasSubstr("CCACHE_"));
}

TEST_F(Launchers, DistccNeedsHosts)
{
	install("ccache");
	install("distcc");
	EXPECT_FALSE(find_launcher("/p").distributed);
	fs::create_directories(own_.path() / ".distcc");
	std::ofstream{own_.path() / ".distcc/hosts"} << "# none yet\n\n";
	EXPECT_FALSE(find_launcher("/p").distributed);
	std::ofstream{own_.path() / ".distcc/hosts"} << "# two\nn1/8 n2/8\n";
	Launcher launcher = find_launcher("/p");
	EXPECT_TRUE(launcher.distributed);
	EXPECT_EQ(launcher.cc, "ccache gcc");
	EXPECT_EQ(launcher.environment.at("CCACHE_PREFIX"), "distcc");
	EXPECT_EQ(launcher.said, "ccache and distcc");

	::setenv("DISTCC_HOSTS", "n3", 1);
	EXPECT_EQ(find_launcher("/p").environment.at("DISTCC_HOSTS"), "n3");
	fs::remove(own_.path() / "bin/ccache");
	launcher = find_launcher("/p");
	EXPECT_EQ(launcher.cc, "distcc gcc");
	EXPECT_EQ(launcher.said, "distcc");
}

TEST_F(Launchers, WhatThePrefixNamesIsKept)
{
	for (const char *program : {"ccache", "distcc", "icecc"})
		install(program);
	::setenv("ICECC_VERSION", "/env.tar.gz", 1);
	EXPECT_EQ(find_launcher("/p").environment.at("CCACHE_PREFIX"), "icecc");
	::setenv("CCACHE_PREFIX", "mine", 1);
	const Launcher launcher = find_launcher("/p");
	EXPECT_EQ(launcher.environment.at("CCACHE_PREFIX"), "mine");
	EXPECT_THAT(launcher.said, HasSubstr("mine"));
	EXPECT_TRUE(launcher.distributed);
}

TEST_F(Launchers, SccacheWhereItIsSetUp)
{
	install("ccache");
	install("sccache");
	EXPECT_EQ(find_launcher("/p").cc, "ccache gcc");
	::setenv("SCCACHE_DIR", "/s", 1);
	const Launcher launcher = find_launcher("/p");
	EXPECT_EQ(launcher.cc, "sccache gcc");
	EXPECT_EQ(launcher.environment.at("SCCACHE_DIR"), "/s");
}

// A file of options in the build folder is not where such a compiler runs.
TEST_F(Launchers, ADistributedCompilerGetsOptionsAndNoFile)
{
	const auto flags = [](const Launcher &launcher) {
		const auto words = Kbuild{.tree = "/t", .obj = "/o", .launcher = launcher}.make({"x"});
		return *std::ranges::find_if(words, [](const std::string &word) { return word.starts_with("KCFLAGS="); });
	};

	EXPECT_THAT(flags({}), HasSubstr("@hookmatrix.maps"));
	EXPECT_THAT(flags({.distributed = true}), HasSubstr("-ffile-prefix-map=/t=."));
	EXPECT_THAT(flags({.distributed = true}), Not(HasSubstr("@")));
	const auto words = Kbuild{.tree = "/t", .obj = "/o", .launcher = {.cc = "distcc gcc", .distributed = true}}.make({"x"});
	EXPECT_THAT(words, testing::IsSupersetOf({"CC=distcc gcc", "HOSTCC=gcc"}));
}

} // namespace
} // namespace matrix::build
