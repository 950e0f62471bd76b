# SPDX-License-Identifier: GPL-2.0
# bpf_object(NAME SOURCE [INCLUDES dir…] [DEPENDS file…] [DEFINITIONS def…])
#   compiles one BPF policy to build/guest/policies/NAME.bpf.o (target NAME_bpf)
#   with clang. The compiler's stderr is never hidden and a warning is an error:
#   an object that loads but does nothing is the worst outcome.
find_program(BPF_CLANG NAMES clang clang-14 DOC "clang with the BPF target")
find_program(BPF_STRIP NAMES llvm-strip llvm-strip-14 DOC "strips DWARF, keeps BTF")

set(HOOKMATRIX_POLICY_DIR "${HOOKMATRIX_BUILD_ROOT}/guest/policies")

function(bpf_object name source)
  cmake_parse_arguments(arg "" "" "INCLUDES;DEPENDS;DEFINITIONS" ${ARGN})
  set(output "${HOOKMATRIX_POLICY_DIR}/${name}.bpf.o")
  list(TRANSFORM arg_INCLUDES PREPEND "-I")
  list(TRANSFORM arg_DEFINITIONS PREPEND "-D")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${HOOKMATRIX_POLICY_DIR}"
    COMMAND ${BPF_CLANG} -target bpf -mcpu=v3 -O2 -g -Wall -Wextra -Werror
            -ffile-prefix-map=${PROJECT_SOURCE_DIR}=. -D__TARGET_ARCH_x86 -I/usr/include/${CMAKE_LIBRARY_ARCHITECTURE}
            ${arg_DEFINITIONS} ${arg_INCLUDES}
            -c "${CMAKE_CURRENT_SOURCE_DIR}/${source}" -o "${output}"
    COMMAND ${BPF_STRIP} -g "${output}"
    DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${source}" ${arg_DEPENDS}
    COMMENT "BPF ${name}.bpf.o"
    VERBATIM)
  add_custom_target(${name}_bpf ALL DEPENDS "${output}")
  add_dependencies(guest_files ${name}_bpf)
endfunction()
