# SPDX-License-Identifier: GPL-2.0
# mustache_page(TARGET ROOM): page.mustache beside the CMakeLists.txt becomes part of the
# program, so that a page needs no other file: <matrix/ROOM/page.h> has it as
# matrix::ROOM::page_template, and page.js, where there is one, as page_script.
find_path(MUSTACHE_INCLUDE_DIR kainjow/mustache.hpp REQUIRED)
set(MUSTACHE_PAGE_HEADER "${CMAKE_CURRENT_LIST_DIR}/mustache_page.h.in")

function(mustache_page target room)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS page.mustache)
  file(READ page.mustache PAGE_TEMPLATE)
  set(PAGE_SCRIPT "")
  if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/page.js")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS page.js)
    file(READ page.js PAGE_SCRIPT)
  endif()
  set(PAGE_ROOM ${room})
  configure_file("${MUSTACHE_PAGE_HEADER}" "${CMAKE_CURRENT_BINARY_DIR}/include/matrix/${room}/page.h" @ONLY)
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/include")
  target_include_directories(${target} SYSTEM PRIVATE "${MUSTACHE_INCLUDE_DIR}")
endfunction()
