# SPDX-License-Identifier: GPL-2.0
# The kernel tree with the series, for what is made from it beside kernels: the
# list of hooks, bpftool. `hookmatrix build` and `hookmatrix source` prepare it;
# where neither has run yet, a rule that needs HOOKMATRIX_TREE_IDENTITY does.
# That file changes with the origin of the tree and with a series.
set(HOOKMATRIX_KERNEL_TREE "${HOOKMATRIX_BUILD_ROOT}/source/tree" CACHE PATH
  "Prepared kernel tree, of which guests get bpftool and noop_all the hooks")
set(HOOKMATRIX_TREE_IDENTITY "${HOOKMATRIX_KERNEL_TREE}/.hookmatrix-identity")
set(HOOKMATRIX_HOOK_LIST "${HOOKMATRIX_KERNEL_TREE}/include/linux/lsm_hook_defs.h")

if(HOOKMATRIX_KERNEL_TREE STREQUAL "${HOOKMATRIX_BUILD_ROOT}/source/tree")
  add_custom_command(
    OUTPUT "${HOOKMATRIX_TREE_IDENTITY}" "${HOOKMATRIX_HOOK_LIST}"
    COMMAND hookmatrix source
    COMMENT "Preparing the kernel tree"
    USES_TERMINAL VERBATIM)
else()
  set(HOOKMATRIX_TREE_IDENTITY "${HOOKMATRIX_KERNEL_TREE}/Makefile")
endif()
add_custom_target(kernel_tree DEPENDS "${HOOKMATRIX_TREE_IDENTITY}" "${HOOKMATRIX_HOOK_LIST}")
