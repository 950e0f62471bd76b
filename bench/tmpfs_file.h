// SPDX-License-Identifier: GPL-2.0
//
// A file in a tmpfs folder of this process's own, which becomes the working
// folder: its name is then the same in every run, whatever the process is
// called or numbered, and so is the work of looking it up.
//
//   bench::TmpfsFile file;
//   if (auto made = file.create("", 0644); !made) return tl::unexpected(made.error());
//   ::open(file.name(), O_RDONLY);
#pragma once

#include <string>
#include <string_view>

#include "loader/base/result.h"

namespace bench {

class TmpfsFile {
public:
	TmpfsFile() = default;
	TmpfsFile(const TmpfsFile &) = delete;
	TmpfsFile &operator=(const TmpfsFile &) = delete;
	~TmpfsFile();

	base::Result<void> create(std::string_view content, unsigned mode);
	// Another one beside it.
	base::Result<void> add(const std::string &name, std::string_view content, unsigned mode);
	[[nodiscard]] const char *name() const { return "file"; }

private:
	std::string folder_;
};

} // namespace bench
