// SPDX-License-Identifier: GPL-2.0
//
// A kernel configuration of somebody else: a full .config, a defconfig or a fragment, of
// any release, plain or gzip, with whatever stands in it.
//
//   auto config = advise::load_config("/boot/config-6.12.43+deb13-amd64");
//   config->has("BPF_LSM");            // y or m
//   config->release.at_least(6, 12);
//   config->remarks;                   // what was not understood, line by line
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "loader/base/result.h"
#include "loader/hook_history.h"
#include "matrix/build/settings.h"

namespace matrix::advise {

using Release = loader::Release;

// "6.12", and "6.12.43+deb13"; not known for anything else.
Release parse_release(std::string_view text);

struct Config {
	std::string name; // for messages
	build::ConfigValues values;
	std::string title; // "6.12.43", as the header says it; may be empty
	Release release;
	std::string arch; // "x86", "arm64", …; empty: not known
	bool whole = false; // written by Kconfig: what is absent is off. Else it may be anything
	bool cut_off = false; // written by Kconfig, and its end is missing: no whole one
	std::vector<std::string> remarks;

	[[nodiscard]] std::string_view value(std::string_view symbol) const { return build::value_of(values, symbol); }
	[[nodiscard]] bool has(std::string_view symbol) const;
	// Known to be n: in a configuration that is no whole one, it says so.
	[[nodiscard]] bool is_off(std::string_view symbol) const;
	// Of an x86 with 32 bits, for which nothing here is built.
	[[nodiscard]] bool is_32_bit_x86() const;
	[[nodiscard]] std::string text(std::string_view symbol) const; // without quotes; empty when absent
};

Config parse_config(std::string_view text, const std::string &name);

// Fails with config-unreadable; with config-not-one where no line is a setting.
base::Result<Config> load_config(const std::filesystem::path &path);

// /proc/config.gz, or /boot/config-RELEASE of the kernel that runs here.
base::Result<std::filesystem::path> running_config();

} // namespace matrix::advise
