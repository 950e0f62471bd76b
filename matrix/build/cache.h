// SPDX-License-Identifier: GPL-2.0
//
// What is kept between clones, below $XDG_CACHE_HOME/hookmatrix (or
// ~/.cache/hookmatrix): the compiler cache, and finished kernels by identity, so
// that a fresh clone with the same inputs copies a kernel instead of compiling
// it. Never required: where the folder cannot be written, all is built.
//
//   const KernelCache cache = KernelCache::find();
//   if (cache.take(identity, layout.kernel_dir("none"))) return; // copied
//   …build…
//   cache.put(identity, layout.kernel_dir("none"));
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

#include "matrix/build/space.h"

namespace matrix::build {

// Created when absent; empty when there is no writable place.
std::filesystem::path cache_folder(const char *name);

class KernelCache {
public:
	// `folder` empty: a cache that has nothing and keeps nothing. What is put leaves
	// `reserve` bytes to others.
	explicit KernelCache(std::filesystem::path folder, std::uint64_t reserve = 0) : folder_(std::move(folder)), reserve_(reserve) {}
	static KernelCache find() { return KernelCache{cache_folder("kernels"), reserve_bytes}; }

	// Copies the kernel of this identity to `to`, which appears whole or not
	// at all. False when there is none.
	[[nodiscard]] bool take(const std::string &identity, const std::filesystem::path &to) const;

	// Keeps a copy, and the `kept` most recent ones of all. Where there is no
	// room for it the cache stays as it was: it is only a cache.
	void put(const std::string &identity, const std::filesystem::path &from) const;

	// Twice the kernels that are compared, of both releases: those of two states of the source.
	static constexpr std::size_t kept = 24;

private:
	void prune() const;

	std::filesystem::path folder_;
	std::uint64_t reserve_;
};

} // namespace matrix::build
