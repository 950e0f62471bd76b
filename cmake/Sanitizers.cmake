# SPDX-License-Identifier: GPL-2.0
# HOOKMATRIX_SANITIZE=address,undefined instruments every target (preset asan);
# HOOKMATRIX_FUZZ does so for libFuzzer (preset fuzz, clang).
set(HOOKMATRIX_SANITIZE "" CACHE STRING "Argument of -fsanitize= for all targets")

if(HOOKMATRIX_SANITIZE)
  add_compile_options(-fsanitize=${HOOKMATRIX_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${HOOKMATRIX_SANITIZE})
endif()

if(HOOKMATRIX_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()
