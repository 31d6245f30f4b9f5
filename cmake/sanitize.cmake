# The whole program under a sanitizer (`./do sanitize`): under address and undefined as clang builds it
# for libFuzzer (`./do fuzz`), under thread by g++. What is undefined ends the program, so that a test
# cannot pass by it. CHUANGYOU_SANITIZE=address is the same by g++, for whoever has no clang.
# With a check for null, g++ 12 takes no address of a constant for one (gcc bug 71962), and our
# static assertions about declarations no longer fold.
set(not_checked -fno-sanitize=null,nonnull-attribute,returns-nonnull-attribute)
set(sanitized -O1 -fno-omit-frame-pointer -fno-sanitize-recover=all)

if(CHUANGYOU_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined ${not_checked} ${sanitized}
    -fsanitize-ignorelist=${CMAKE_CURRENT_LIST_DIR}/fuzz-ignore.txt)
  add_link_options(-fsanitize=address,undefined)
elseif(CHUANGYOU_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined ${not_checked} ${sanitized})
  add_link_options(-fsanitize=address,undefined)
elseif(CHUANGYOU_SANITIZE STREQUAL "thread")
  # g++ 12 does not know what a fence alone orders and warns of each; nothing of ours uses one.
  add_compile_options(-fsanitize=thread -O1 -fno-omit-frame-pointer -Wno-tsan
    -Wno-mismatched-new-delete)  # it takes the frames of Asio's coroutines for others'
  add_link_options(-fsanitize=thread)
elseif(NOT CHUANGYOU_SANITIZE STREQUAL "")
  message(FATAL_ERROR "CHUANGYOU_SANITIZE is address, thread or empty")
endif()

function(unsanitized target)
  target_compile_options(${target} PRIVATE -fno-sanitize=all)
  target_link_options(${target} PRIVATE -fno-sanitize=all)
endfunction()
