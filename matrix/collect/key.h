// SPDX-License-Identifier: GPL-2.0
//
// The name under which a boot's result is kept: a hash of everything that goes
// into the boot. What has not changed is not booted again; whatever has (the
// kernel, a tool of the guest, a policy, a parameter) gives another name.
//
//   collect::InputHashes hashes;   // remembers the files that it has read
//   auto key = collect::boot_key(hashes, layout, job, planned);
//   path = layout.run_dir() / (*key + ".json");
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "loader/base/result.h"
#include "matrix/boot/guest.h"
#include "matrix/plan/plan.h"

namespace matrix::collect {

class InputHashes {
public:
	// SHA-256 of a file; an error when it cannot be read.
	base::Result<std::string> file(const std::filesystem::path &path);
	// Of the names and contents of all files in it; the empty string for none.
	base::Result<std::string> folder(const std::filesystem::path &path);
	// What the program says that it is; the empty string when it cannot be asked.
	const std::string &qemu(const std::string &program);

private:
	std::map<std::filesystem::path, std::string> known_;
	std::map<std::string, std::string> versions_;
};

base::Result<std::string> boot_key(InputHashes &hashes, const Layout &layout, const boot::GuestJob &job,
				   const plan::PlannedBoot &boot);

} // namespace matrix::collect
