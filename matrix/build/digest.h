// SPDX-License-Identifier: GPL-2.0
//
// SHA-256 of strings and files, as lower-case hex.
//
//   Digest digest;
//   digest.add("series").add(content);
//   std::string hex = digest.hex();
//   auto sum = sha256_file("/usr/src/linux-source-6.12.tar.xz");
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "loader/base/result.h"

struct evp_md_ctx_st;

namespace matrix::build {

class Digest {
public:
	Digest();
	// Each part goes in with its length, so that "ab"+"c" is not "a"+"bc".
	Digest &add(std::string_view part);
	Digest &add_raw(std::string_view bytes);
	[[nodiscard]] std::string hex();

private:
	struct Free {
		void operator()(evp_md_ctx_st *context) const;
	};
	std::unique_ptr<evp_md_ctx_st, Free> context_;
};

std::string sha256(std::string_view bytes);
base::Result<std::string> sha256_file(const std::filesystem::path &path);

} // namespace matrix::build
