// SPDX-License-Identifier: GPL-2.0
//
// Makes the guest's root file system: a newc cpio archive, the same bytes for
// the same content (sorted, owned by 0, no times). It is not compressed: the
// guest would spend more instructions on unpacking than QEMU on loading it.
//
//   boot::Initramfs root;
//   root.add_base(layout.guest_bin(), layout.policies());
//   root.add_file("/hookmatrix/job.json", text, 0644);
//   auto done = root.write(dir.path() / "initramfs.cpio");
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "loader/base/result.h"

namespace matrix::boot {

class Initramfs {
public:
	struct Entry {
		unsigned mode = 0; // with the file type bits
		std::string content;
		unsigned major = 0;
		unsigned minor = 0;
	};

	// The folders and devices that init needs before /dev is mounted, the
	// tools (hookguest becomes /init) and the policies. A missing hookguest
	// is an error; a missing policy folder is a guest without policies.
	base::Result<void> add_base(const std::filesystem::path &tools, const std::filesystem::path &policies);

	// `path` is absolute; its folders are added. Fails for a path with "..".
	base::Result<void> add_file(const std::string &path, std::string content, unsigned permissions);
	base::Result<void> add_host_file(const std::filesystem::path &host, const std::string &path);
	base::Result<void> write(const std::filesystem::path &archive) const;

	[[nodiscard]] const std::map<std::string, Entry> &entries() const { return entries_; }

private:
	void add_directory(const std::string &path);
	base::Result<void> add_folder(const std::filesystem::path &folder, const std::string &to,
				      const std::string &suffix);

	std::map<std::string, Entry> entries_; // by path without the first '/'; folders sort before their content
};

} // namespace matrix::boot
