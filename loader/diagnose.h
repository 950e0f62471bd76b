// SPDX-License-Identifier: GPL-2.0
//
// Why the kernel or libbpf refused an object: from an errno and libbpf's log to the
// error that has a name.
//
//   LibbpfLog log;
//   if (const int errnum = kernel.load_object(object.handle()); errnum != 0)
//           return base::fail(load_error(kernel, target, object, errnum, log.text()));
#pragma once

#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "loader/kernel.h"
#include "loader/object.h"
#include "loader/probe.h"

namespace loader {

// Of the one program that hookload itself loads to prove a hook. `hooks` are the
// names that there are.
base::Error trivial_error(Kernel &kernel, const Target &target, const PolicyProgram &program, const Attempt &attempt);

// Of a whole object; the log is libbpf's, with the verifier's in it.
base::Error load_error(Kernel &kernel, const Target &target, const PolicyObject &object, int errnum, std::string_view log);

base::Error link_error(Kernel &kernel, const PolicyProgram &program, int errnum);

} // namespace loader
