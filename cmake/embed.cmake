# words/*.json and the built desk travel inside the binary: tools/embed.cpp writes them, also
# compressed, as C++. A binary built before the desk serves the API and no pages.
add_executable(embed tools/embed.cpp)
house_rules(embed)
target_link_libraries(embed PRIVATE ZLIB::ZLIB)

file(GLOB_RECURSE embedded_files CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/words/*.json ${PROJECT_SOURCE_DIR}/web/dist/*)
set(embedded_source ${PROJECT_BINARY_DIR}/generated/embedded.cpp)
add_custom_command(OUTPUT ${embedded_source}
  COMMAND embed ${embedded_source}
    words=${PROJECT_SOURCE_DIR}/words web=${PROJECT_SOURCE_DIR}/web/dist
  DEPENDS embed ${embedded_files}
  COMMENT "Embedding words and desk" VERBATIM)
add_library(embedded STATIC ${embedded_source})
target_include_directories(embedded PRIVATE ${PROJECT_SOURCE_DIR}/src)
