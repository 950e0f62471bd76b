// SPDX-License-Identifier: GPL-2.0
//
// The file that window_plugin.so writes and windows.cc reads, numbers in this machine's
// byte order:
//
//   magic
//   for each window: u32 how many sites follow, then for each u32 site, u32 runs, u32 how
//   often the next instruction in memory was the next one to run; u32 how many steps
//   follow, then for each u32 site, one after the other as they ran; u32 lines of 64
//   bytes of data that were read or written. What was not asked for (the steps by order,
//   the others by detail) is 0.
//   u32 end_of_windows, u32 how many sites follow, then for each u64 its address, u8 the
//   length of the instruction and code_room bytes, of which so many are the instruction.
//   Where code was patched, an address has a site for each instruction that was there.
//
// A file without the last part was cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace matrix::trace::window_file {

inline constexpr std::string_view magic = "HMWIN004";
inline constexpr std::uint32_t end_of_windows = UINT32_MAX;
inline constexpr std::size_t code_room = 15; // the longest instruction

} // namespace matrix::trace::window_file
