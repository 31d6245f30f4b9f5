// Searching in the words of records. The file of words says where they may stand; each record is
// then read as the reader sees it, and what he does not see of it is no reason for a hit: neither
// that it is there, nor what it says, nor how many there are.
#pragma once

#include <string>
#include <vector>

#include "campaign/find.h"
#include "storage/search_file.h"

namespace chuangyou {

struct SearchAsked {
  SearchedWords words;
  const Ledger* ledger = nullptr;  // null: all of them
  std::string path = {};           // subtree; empty: wherever it lies
  std::optional<std::string> state = {};
  std::optional<Stage> stage = {};
  std::int64_t before = 0;  // row after which the page begins, 0 = the newest
  std::size_t limit = 20;
};

// A text in pieces, of which some are what was looked for.
struct Snippet {
  struct Piece {
    std::string text;
    bool is_found = false;
  };
  std::string place;     // the field, or field and column
  std::int64_t row = 0;  // of the field's rows; 0: the field itself
  std::vector<Piece> pieces;
};
struct Hit {
  const Ledger* ledger;
  Found found;
  Snippet snippet;
};
struct Hits {
  std::vector<Hit> hits;  // the newest first
  std::int64_t next = 0;  // row after which the next page begins; 0: the end
};
inline constexpr std::size_t candidates_max = 5'000;  // looked at for a page, or a count
Hits find_words(const Reader&, SearchFile&, const SearchAsked&);
// Of all pages together; where not all were looked at, no exact number tells how many others are.
ListCount count_words(const Reader&, SearchFile&, SearchAsked);

// The record that is meant by its id, by its key in the system from which it came, or by the code
// that its sender keeps, and those that an import of this id has opened, so many of them; nothing
// where the reader does not see it, and by the foreign key or the import only where he sees it
// whole.
enum class NamedBy : std::uint8_t { id, source, receipt, number, import };
inline constexpr std::string_view named_by_names[] = {"id", "source", "receipt", "number",
                                                      "import"};
inline constexpr std::int64_t named_by_import_max = 50;
struct NamedRecord {
  const Ledger* ledger;
  Found found;
  NamedBy by;
};
std::vector<NamedRecord> find_named(const Reader&, const Ledger* only, std::string_view text);
// Documents that bear this number (core/document_number.h): as far as the reader sees it in them.
std::vector<NamedRecord> find_numbered(const Reader&, SearchFile&, const Ledger* only,
                                       std::string_view number);

// Where the words stand in what the reader sees; nullopt where one of them does not.
std::optional<Snippet> where_found(const Record& seen, const SearchedWords&);

}  // namespace chuangyou
