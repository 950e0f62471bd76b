// SPDX-License-Identifier: GPL-2.0
//
// Puts checked values into an opened object: globals before it is loaded, maps
// between its load and the first attachment, so that no program ever runs without.
//
//   params::set_globals(object, values);   bpf_object__load(object);
//   params::fill_maps(object, values);     // now attach
#pragma once

#include <span>

#include "loader/base/result.h"
#include "loader/params/values.h"

struct bpf_object;

namespace loader {
class Kernel;
}

namespace loader::params {

base::Result<void> set_globals(bpf_object *object, const Values &values);
base::Result<void> fill_maps(Kernel &kernel, bpf_object *object, const Values &values);

// The bytes of .rodata before load, where the defaults of globals are.
std::span<const std::byte> read_only_data(bpf_object *object);

} // namespace loader::params
