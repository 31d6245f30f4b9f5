#include "storage/search_tokens.h"

#include <sqlite3.h>

#include <algorithm>

#include "core/folded.h"

namespace chuangyou {
namespace {

using Token = int (*)(void*, int, const char*, int, int, int);

int create(void*, const char**, int, Fts5Tokenizer** made) {
  // It has no state, but FTS5 takes a null pointer for none at all.
  static int nothing;
  *made = reinterpret_cast<Fts5Tokenizer*>(&nothing);
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer*) {}

std::u32string characters_of(std::string_view folded_utf8) {
  std::u32string text;
  for (std::size_t at = 0; at < folded_utf8.size();) text += next_character(folded_utf8, at);
  std::ranges::replace(text, U'\n', U' ');  // between two texts of one record
  return text;
}

// Where in the text a token stands nobody asks, for nothing but its presence is stored.
int tokenize(Fts5Tokenizer*, void* context, int flags, const char* bytes, int size, Token token) {
  const std::string_view text(bytes, static_cast<std::size_t>(size));
  if ((flags & FTS5_TOKENIZE_QUERY) != 0) return token(context, 0, bytes, size, 0, size);
  int code = SQLITE_OK;
  try {
    each_token(characters_of(text), [&](const std::string& one) {
      if (code == SQLITE_OK)
        code = token(context, 0, one.data(), static_cast<int>(one.size()), 0, 0);
    });
  } catch (const std::bad_alloc&) {
    return SQLITE_NOMEM;
  }
  return code;
}

fts5_api* api_of(Connection& connection) {
  sqlite3_stmt* statement = nullptr;
  fts5_api* api = nullptr;
  if (sqlite3_prepare_v2(connection.raw(), "SELECT fts5(?1)", -1, &statement, nullptr) ==
      SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  return api;
}

}  // namespace

void add_tokenizer(Connection& connection) {
  fts5_api* const api = api_of(connection);
  if (api == nullptr) throw StorageError("this SQLite has no FTS5", SQLITE_ERROR);
  fts5_tokenizer ours{create, destroy, tokenize};
  const int code = api->xCreateTokenizer(api, tokenizer_name, nullptr, &ours, nullptr);
  if (code != SQLITE_OK) throw StorageError("the tokenizer is not taken", code);
}

}  // namespace chuangyou
