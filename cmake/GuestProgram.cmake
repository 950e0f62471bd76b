# SPDX-License-Identifier: GPL-2.0
# guest_program(TARGET): links TARGET statically and puts it, stripped, into
# build/guest/bin, from where the initramfs is made. Target guest_files builds
# everything that a guest gets.
add_custom_target(guest_files)
set(HOOKMATRIX_GUEST_BIN "${HOOKMATRIX_BUILD_ROOT}/guest/bin")

function(guest_program target)
  target_link_options(${target} PRIVATE -static)
  set(output "${HOOKMATRIX_GUEST_BIN}/${target}")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${HOOKMATRIX_GUEST_BIN}"
    COMMAND ${CMAKE_STRIP} -o "${output}" $<TARGET_FILE:${target}>
    DEPENDS ${target}
    VERBATIM)
  add_custom_target(${target}_guest ALL DEPENDS "${output}")
  add_dependencies(guest_files ${target}_guest)
endfunction()
