# The list of ledgers is written from their headers and kept nowhere by hand; each header says itself
# at which place its ledger stands.
function(list_ledgers output)
  set(ledger_includes "")
  set(ledger_addresses "")
  list(SORT ARGN COMPARE FILE_BASENAME)
  foreach(header IN LISTS ARGN)
    get_filename_component(name ${header} NAME_WE)
    if(NOT name STREQUAL "all")
      string(APPEND ledger_includes "#include \"ledgers/${name}.h\"\n")
      string(APPEND ledger_addresses "    &${name}::ledger,\n")
    endif()
  endforeach()
  configure_file(${PROJECT_SOURCE_DIR}/cmake/all_ledgers.cpp.in ${output} @ONLY)
endfunction()

file(GLOB ledger_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/ledgers/*.h)
set(ledger_list ${PROJECT_BINARY_DIR}/generated/all_ledgers.cpp)
list_ledgers(${ledger_list} ${ledger_headers})
