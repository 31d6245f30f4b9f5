# What holds for every target of ours; headers of others are system headers and warn nobody.
function(house_rules target)
  # Warnings are g++'s: clang, which builds the fuzz targets alone, finds others to talk about.
  if(NOT CHUANGYOU_FUZZ)
    target_compile_options(${target} PRIVATE
      -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
  endif()
  target_include_directories(${target} PRIVATE
    ${PROJECT_SOURCE_DIR}/src ${PROJECT_BINARY_DIR}/generated)
endfunction()

# What most sources include is read once: a third of the compiling. Others reuse what the first made.
set(precompiled_standard <algorithm> <array> <charconv> <fstream> <functional> <map>
  <memory> <mutex> <optional> <set> <span> <sstream> <string> <string_view> <thread>
  <unordered_map> <variant> <vector>)
function(precompiled target first)
  if(target STREQUAL first)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM ${first})
  endif()
endfunction()

# floor(<folder> ABOVE <lower folders> LIBRARIES <third parties> SOURCES <written by cmake>): the
# static library of a folder of src/ and, with CHUANGYOU_TESTS, the program of its unit tests. Headers
# alone make no archive.
function(floor folder)
  cmake_parse_arguments(PARSE_ARGV 1 floor "" "" "ABOVE;LIBRARIES;SOURCES")
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${folder}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(APPEND sources ${floor_SOURCES})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  if(sources)
    add_library(${folder} STATIC ${sources})
    house_rules(${folder})
    precompiled(${folder} core ${precompiled_standard})
    target_link_libraries(${folder} PUBLIC ${floor_ABOVE} ${floor_LIBRARIES})
  else()
    add_library(${folder} INTERFACE)
    target_link_libraries(${folder} INTERFACE ${floor_ABOVE} ${floor_LIBRARIES})
  endif()
  if(CHUANGYOU_TESTS AND tests)
    tests_of(${folder}_tests ${folder} ${tests})
  endif()
endfunction()

function(tests_of target library)
  add_executable(${target} ${ARGN})
  house_rules(${target})
  target_link_libraries(${target} PRIVATE ${library} GTest::gtest_main rapidcheck)
  precompiled(${target} core_tests ${precompiled_standard} <gtest/gtest.h> <rapidcheck/gtest.h>)
  target_compile_options(${target} PRIVATE -O1)  # checks are compiled often and run once
  target_compile_definitions(${target} PRIVATE CHUANGYOU_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  gtest_discover_tests(${target} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${target}/"
    PROPERTIES TIMEOUT 300)
endfunction()

# tests/*_test.cpp see everything below the doors, in the small world of tests/world, and the threads
# behind them; the doors are tested from outside. Those of the house read the sources and need no ledger built.
function(whole_program_tests)
  file(GLOB tests CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/*_test.cpp)
  list(FILTER tests EXCLUDE REGEX "/(tidy|references|laws|budgets|elements)_test\\.cpp$")
  if(CHUANGYOU_TESTS)
    set(of_the_house tidy references laws budgets elements)
    list(TRANSFORM of_the_house REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/tests/\\1_test.cpp")
    tests_of(tidy core ${of_the_house})
    if(tests)
      tests_of(whole_tests world ${tests})
      target_link_libraries(whole_tests PRIVATE http)
    endif()
  endif()
endfunction()
