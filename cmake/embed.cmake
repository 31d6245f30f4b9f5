# words/*.json, the built desk and the pages of the portal travel inside the binary: tools/embed.cpp writes them, also
# compressed, as C++. A binary built before the desk serves the API and no pages.
add_executable(embed tools/embed.cpp)
house_rules(embed)
target_link_libraries(embed PRIVATE ZLIB::ZLIB)

file(GLOB_RECURSE embedded_files CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/words/*.json ${PROJECT_SOURCE_DIR}/web/dist/*
  ${PROJECT_SOURCE_DIR}/web/src/style/*.css ${PROJECT_SOURCE_DIR}/src/portal/pages/*)
set(embedded_source ${PROJECT_BINARY_DIR}/generated/embedded.cpp)
add_custom_command(OUTPUT ${embedded_source}
  COMMAND embed ${embedded_source}
    words=${PROJECT_SOURCE_DIR}/words web=${PROJECT_SOURCE_DIR}/web/dist
    style=${PROJECT_SOURCE_DIR}/web/src/style portal=${PROJECT_SOURCE_DIR}/src/portal/pages
  DEPENDS embed ${embedded_files}
  COMMENT "Embedding words and desk" VERBATIM)

# How characters are folded for searching, and with which letter their pinyin begins.
add_executable(characters tools/characters.cpp)
house_rules(characters)
target_link_libraries(characters PRIVATE ICU::uc ICU::i18n)
set(characters_source ${PROJECT_BINARY_DIR}/generated/characters.cpp)
add_custom_command(OUTPUT ${characters_source}
  COMMAND characters ${characters_source}
  DEPENDS characters
  COMMENT "Asking ICU how characters are folded" VERBATIM)
add_library(embedded STATIC ${embedded_source} ${characters_source})
target_include_directories(embedded PRIVATE ${PROJECT_SOURCE_DIR}/src)
