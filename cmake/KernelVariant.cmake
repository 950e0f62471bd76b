# SPDX-License-Identifier: GPL-2.0
# add_kernel_variant(NAME): target kernel-NAME builds build/kernels/NAME with
# `hookmatrix build`, which owns the logic, the progress and the errors.
function(add_kernel_variant name)
  add_custom_target(kernel-${name}
    COMMAND hookmatrix build --variant ${name}
    USES_TERMINAL VERBATIM)
  add_dependencies(kernel-${name} hookmatrix)
endfunction()
