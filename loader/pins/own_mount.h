// SPDX-License-Identifier: GPL-2.0
//
// A BPF file system of one policy: filled before it can be seen, and put in its place
// or taken away whole, by one system call each. A process that is killed leaves what
// was there before that call or after it.
//
//   auto own = OwnMount::create();                 // nowhere yet: it ends with the process
//   bpf_obj_pin(link, (own->path() / "link_x").c_str());
//   own->place("/sys/fs/bpf/hookmatrix/x/1");      // from here on it stays
//
//   take_away("/sys/fs/bpf/hookmatrix/x/1");       // detaches before it returns
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "loader/base/fd.h"
#include "loader/base/result.h"

namespace loader {

class OwnMount {
public:
	static base::Result<OwnMount> create();

	// The way in while it has no place of its own.
	[[nodiscard]] std::filesystem::path path() const;
	// `folder` exists and is empty.
	[[nodiscard]] base::Result<void> place(const std::filesystem::path &folder) const;

private:
	explicit OwnMount(base::Fd root) : root_(std::move(root)) {}

	base::Fd root_;
};

// A file system begins at `folder`.
bool is_mount(const std::filesystem::path &folder);

// The folder itself goes as well. One on which nothing is mounted is just removed.
base::Result<void> take_away(const std::filesystem::path &folder);

// Names in a folder, sorted; none when it cannot be read.
std::vector<std::string> entries(const std::filesystem::path &folder);

} // namespace loader
