// A record as a row of a spreadsheet that people read: the titles of the columns, states, choices,
// units, people and linked records in the reader's words, days and times as the body's clocks show
// them. What only a way back in needs, the ids behind names, stands behind all else.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/column_titles.h"
#include "campaign/find_links.h"
#include "core/words.h"

namespace chuangyou {

std::string state_in_words(Language, const Ledger&, std::string_view state);
// As the campaign names it, where its choices are the campaign's. `place` as of a column.
std::string choice_in_words(Language, const Body&, const Ledger&, std::string_view place,
                            const FieldSpec&, std::string_view choice);
// What is called so in either language; nullopt: nothing.
std::optional<std::string> choice_called(const Body&, const Ledger&, std::string_view place,
                                         const FieldSpec&, std::string_view words);

// Of a record in another system, and of what brought it in; as far as they may be told.
struct OriginInWords {
  std::string source = {}, import = {};
};

class CellsInWords {
 public:
  // Without columns all, and behind them where the record came from.
  CellsInWords(const Ledger&, std::span<const std::string> columns, Language);

  std::vector<std::string> header() const;
  std::vector<std::string> of(LinksSeen&, const Record&, const Standing&,
                              const OriginInWords& origin) const;
  // Column by column: what stands in it, and whether a file brings it in again.
  struct Shown {
    std::string title;
    Kind kind = Kind::text;
    bool comes_in_again = false;
  };
  std::vector<Shown> shown() const;

  // Of fields that hold rows a table each: the record's id, the row's number, then its columns.
  std::vector<const FieldSpec*> with_rows() const;
  std::vector<Shown> shown_of_rows(const FieldSpec&) const;
  std::vector<std::vector<std::string>> rows_of(LinksSeen&, const Record&, const FieldSpec&) const;

 private:
  struct Column {
    std::string name;
    const FieldSpec* field = nullptr;  // nullptr: a common one
    std::size_t place = 0;             // among the fields
  };

  bool is_a_time(const Column&) const;  // with that of UTC beside it

  const Ledger& ledger_;
  Language language_;
  ColumnTitles titles_;
  std::vector<Column> columns_;
  bool with_origin_;
};

}  // namespace chuangyou
