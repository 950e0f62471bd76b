# SPDX-License-Identifier: GPL-2.0
# hm::warnings: the warnings that every C++ target of the project links to.
option(HOOKMATRIX_WERROR "Treat warnings as errors" OFF)

add_library(hm_warnings INTERFACE)
add_library(hm::warnings ALIAS hm_warnings)
target_compile_options(hm_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
  $<$<BOOL:${HOOKMATRIX_WERROR}>:-Werror>)
