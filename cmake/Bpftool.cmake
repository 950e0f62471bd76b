# SPDX-License-Identifier: GPL-2.0
# bpftool as the series leave it, which knows the program type, in
# build/guest/bin. A tree without one has a guest without one: cmake/bpftool.sh
# says so at each build, because its output is still missing then.
set(bpftool "${HOOKMATRIX_GUEST_BIN}/bpftool")

add_custom_command(
  OUTPUT "${bpftool}"
  COMMAND sh "${PROJECT_SOURCE_DIR}/cmake/bpftool.sh" "${HOOKMATRIX_KERNEL_TREE}"
          "${CMAKE_BINARY_DIR}/bpftool" "${bpftool}" ${CMAKE_C_COMPILER_LAUNCHER} "${CMAKE_C_COMPILER}"
  DEPENDS kernel_tree "${HOOKMATRIX_TREE_IDENTITY}" "${PROJECT_SOURCE_DIR}/cmake/bpftool.sh"
  COMMENT "bpftool of the kernel tree"
  VERBATIM)
add_custom_target(bpftool_guest ALL DEPENDS "${bpftool}")
add_dependencies(guest_files bpftool_guest)
