// SPDX-License-Identifier: GPL-2.0
//
// What the compiler is called through: a cache, a cluster of compile servers, or both, as
// they are set up on this machine already.
//
//   const Launcher launcher = find_launcher("/home/me/toolkit");
//   launcher.cc;           // "ccache gcc"
//   launcher.said;         // "ccache and distcc", for people; empty when it is our own ccache or nothing
#pragma once

#include <filesystem>
#include <string>

#include "matrix/build/process.h"

namespace matrix::build {

struct Launcher {
	std::string cc = "gcc";    // CC= of the kernel's make
	Environment environment{}; // in addition
	std::string said{};
	bool distributed = false; // the compiler may run where files of the build folder are not
};

// sccache where SCCACHE_… is set, else ccache where it is installed (with its folder in our cache, unless CCACHE_… says
// otherwise); through distcc where DISTCC_HOSTS or ~/.distcc/hosts names machines, or icecc where ICECC_… is set, unless
// CCACHE_PREFIX names something else. `root` is the project: ccache takes paths below it as relative.
Launcher find_launcher(const std::filesystem::path &root);

} // namespace matrix::build
