# The laws that one ledger alone has lie beside it, a line each: name and HTTP status. Written into one
# header, they end the enum of core/refusal.h, which so knows no ledger.
function(list_laws output)
  set(laws_of_ledgers "")
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(STRINGS ${file} laws)
    foreach(law IN LISTS laws)
      if(NOT law MATCHES "^([a-z][a-z0-9_]*) ([45][0-9][0-9])$")
        message(FATAL_ERROR "${file}: `${law}` is no name with an HTTP status")
      endif()
      string(APPEND laws_of_ledgers " \\\n  X(${CMAKE_MATCH_1}, ${CMAKE_MATCH_2})")
    endforeach()
  endforeach()
  configure_file(${PROJECT_SOURCE_DIR}/cmake/laws_of_ledgers.h.in ${output} @ONLY)
endfunction()

file(GLOB ledger_laws CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/ledgers/*.laws)
list_laws(${PROJECT_BINARY_DIR}/generated/core/laws_of_ledgers.h ${ledger_laws})
