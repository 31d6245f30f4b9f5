# For tests/declaring, one program more: it has a ledger and a field that the first one lacks, and is
# made of nothing else than what their declaration takes: headers, words and a law, whose number comes
# after those that the other files were compiled with. Not part of `all`.
set(declaring ${PROJECT_SOURCE_DIR}/tests/declaring)
set(declared ${PROJECT_BINARY_DIR}/declaring)
file(GLOB declaring_headers CONFIGURE_DEPENDS ${declaring}/ledgers/*.h)
list_ledgers(${declared}/all_ledgers.cpp ${ledger_headers} ${declaring_headers})
file(GLOB declaring_laws CONFIGURE_DEPENDS ${declaring}/ledgers/*.laws)
list_laws(${declared}/core/laws_of_ledgers.h ${ledger_laws} ${declaring_laws})

file(GLOB_RECURSE house_words CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/words/*.json)
set(declared_words ${declared}/words/zh.json ${declared}/words/en.json)
add_custom_command(OUTPUT ${declared}/ledgers/problems.h ${declared_words}
  COMMAND node ${declaring}/declare.mjs ${declared}
  DEPENDS ${declaring}/declare.mjs ${declaring}/words.json
    ${PROJECT_SOURCE_DIR}/src/ledgers/problems.h
    ${house_words}
  COMMENT "Declaring one more ledger and one more field" VERBATIM)
add_custom_command(OUTPUT ${declared}/embedded.cpp
  COMMAND embed ${declared}/embedded.cpp words=${declared}/words
  DEPENDS embed ${declared_words} VERBATIM)

add_executable(chuangyou_declaring EXCLUDE_FROM_ALL $<TARGET_OBJECTS:chuangyou>
  ${declared}/all_ledgers.cpp ${declared}/embedded.cpp ${declared}/ledgers/problems.h
  src/core/refusal.cpp src/http/problem.cpp)
house_rules(chuangyou_declaring)
target_include_directories(chuangyou_declaring BEFORE PRIVATE ${declared} ${declaring})
target_link_libraries(chuangyou_declaring PRIVATE cli http)
