// SPDX-License-Identifier: GPL-2.0
//
// What a run makes beside its boots, kept as these are: under a name made of all that
// goes into it.
//
//   Kept kept{layout, "explained"};
//   kept.word("pipe").kernel("none").kernel("override").guest();
//   kept.shown(progress, "pipe, none beside override");   // if somebody looks
//   auto result = kept.or_made(fresh, [&] { return trace(); });
#pragma once

#include <functional>
#include <string>

#include <nlohmann/json.hpp>

#include "matrix/collect/key.h"
#include "matrix/collect/progress.h"
#include "matrix/layout.h"

namespace matrix::collect {

class Kept {
public:
	Kept(const Layout &layout, std::string kind) : layout_(layout), kind_(std::move(kind)) {}

	Kept &word(const std::string &text);
	Kept &kernel(const std::string &name); // its bzImage
	Kept &file(const std::filesystem::path &path);
	// Tools, policies of BPF and of LSMs, plugins, and how QEMU is called.
	Kept &guest();

	// Counts as one of the progress's total, whether kept or made.
	void shown(Progress &progress, std::string title);

	// What is kept, unless `fresh`; else what `make` gives, which is kept then. Where a
	// file cannot be read nothing is kept.
	base::Result<nlohmann::json> or_made(bool fresh, const std::function<base::Result<nlohmann::json>()> &make) const;

private:
	void add(const std::string &part);
	void add(const base::Result<std::string> &sum);

	const Layout &layout_;
	std::string kind_;
	InputHashes hashes_;
	std::string inputs_;
	bool whole_ = true;
	Progress *progress_ = nullptr;
	std::string title_;
};

} // namespace matrix::collect
