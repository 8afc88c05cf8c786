# SPDX-License-Identifier: GPL-3.0-or-later
# studio_test(name LABELS fast SOURCES a.cpp b.cpp LIBS core [TORCH] [ONE_PROCESS] [ENV A=1;B=2] [TIMEOUT 300])
# One GoogleTest executable; each test case is a CTest entry with the labels, or with ONE_PROCESS all of them together are one.
include(GoogleTest)
function(studio_test name)
  cmake_parse_arguments(T "TORCH;ONE_PROCESS" "TIMEOUT" "LABELS;SOURCES;LIBS;ENV" ${ARGN})
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 300)
  endif()
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE ${T_LIBS} GTest::gmock_main)
  target_compile_definitions(${name} PRIVATE PARETUNE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" PARETUNE_BINARY_DIR="${CMAKE_BINARY_DIR}")
  if(T_TORCH)
    use_torch(${name})
  endif()
  if(T_ONE_PROCESS)  # many short tests: starting a process for each would take longer than the tests
    add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
    set_tests_properties(${name} PROPERTIES LABELS "${T_LABELS}" TIMEOUT ${T_TIMEOUT} ENVIRONMENT "${T_ENV}")
    return()
  endif()
  gtest_discover_tests(${name} TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120
    PROPERTIES LABELS "${T_LABELS}" TIMEOUT ${T_TIMEOUT} ENVIRONMENT "${T_ENV}")
endfunction()
