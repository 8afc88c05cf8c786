# SPDX-License-Identifier: GPL-3.0-or-later
# The build list is the registry.
#   studio_table(target NAME peft_methods TYPE PeftMethod HEADER training/peft/method.h FOLDER methods ITEMS lora ia3)
# compiles <FOLDER>/<item>.cpp for each item into target, and generates
#   std::span<const TYPE* const> NAME();   // namespace paretune
# over the `extern const TYPE <item>_<suffix>` objects those files define (SUFFIX, default NAME without its last letter).
function(studio_table target)
  cmake_parse_arguments(T "" "NAME;TYPE;HEADER;FOLDER;SUFFIX" "ITEMS" ${ARGN})
  if(NOT T_SUFFIX)
    string(REGEX REPLACE "s$" "" T_SUFFIX "${T_NAME}")
  endif()
  set(externs "")
  set(pointers "")
  foreach(item IN LISTS T_ITEMS)
    target_sources(${target} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/${T_FOLDER}/${item}.cpp")
    string(APPEND externs "extern const ${T_TYPE} ${item}_${T_SUFFIX};\n")
    string(APPEND pointers "      &${item}_${T_SUFFIX},\n")
  endforeach()
  set(file "${CMAKE_CURRENT_BINARY_DIR}/${T_NAME}_table.cpp")
  file(CONFIGURE OUTPUT "${file}" @ONLY CONTENT [=[// Made by studio_table from the build list.
#include <span>

#include "@T_HEADER@"

namespace paretune {
@externs@
std::span<const @T_TYPE@* const> @T_NAME@() {
  static const @T_TYPE@* const table[] = {
@pointers@  };
  return table;
}
}  // namespace paretune
]=])
  target_sources(${target} PRIVATE "${file}")
endfunction()
